package dev.dcae.api.remotevae;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.dcae.api.Bodies;
import dev.dcae.api.MediaTypes;
import dev.dcae.api.MemoryCeiling.Reservation;
import dev.dcae.api.MemoryFilter;
import dev.dcae.api.RequestUrgency;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.LatentScaling;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.Urgency;
import dev.dcae.tensor.Tensor;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The endpoints of diffusers' {@code remote_decode} and {@code remote_encode}. Parameters
 * that they do not know are ignored: other clients of the same endpoints send more.
 */
@RestController
@RequestMapping("/remote-vae/{model}")
@Tag(name = "diffusers remote VAE",
		description = "What diffusers' remote_decode and remote_encode send and expect; endpoints to give to them")
class RemoteVaeController {

	private static final String SCALING_FACTOR = "Scales latents by this: latents / scaling_factor where they are decoded, latents · scaling_factor where they are made";

	private static final String SHIFT_FACTOR = "Shifts latents by this, while they are not scaled";

	private static final String DO_SCALING = "Without a scaling_factor: True scales as the model's pipelines do";

	private final Codec codec;

	private final Bodies bodies;

	private final RequestUrgency urgency;

	private final RemoteDecoding decoding;

	private final RemoteEncoding encoding;

	RemoteVaeController(Codec codec, Bodies bodies, RequestUrgency urgency, RemoteDecoding decoding,
			RemoteEncoding encoding) {
		this.codec = codec;
		this.bodies = bodies;
		this.urgency = urgency;
		this.decoding = decoding;
		this.encoding = encoding;
	}

	@Operation(operationId = "remoteVaeDecode", summary = "Decode latents, as diffusers' remote_decode asks for it",
			requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true,
					description = "The latents' bytes, little-endian, row-major",
					content = @Content(mediaType = AnsweredTensor.MEDIA_TYPE,
							schema = @Schema(type = "string", format = "binary"))))
	@ApiResponse(responseCode = "200",
			description = "The first image's file, or a tensor: uint8 [n, H, W, 3] or floats [n, 3, H, W]",
			headers = { @Header(name = AnsweredTensor.SHAPE, description = "Of a tensor, such as [1, 3, 512, 512]"),
					@Header(name = AnsweredTensor.DTYPE, description = "Of a tensor, such as float32") },
			content = {
					@Content(mediaType = MediaType.IMAGE_JPEG_VALUE,
							schema = @Schema(type = "string", format = "binary")),
					@Content(mediaType = MediaType.IMAGE_PNG_VALUE,
							schema = @Schema(type = "string", format = "binary")),
					@Content(mediaType = "image/webp", schema = @Schema(type = "string", format = "binary")),
					@Content(mediaType = AnsweredTensor.MEDIA_TYPE,
							schema = @Schema(type = "string", format = "binary")) })
	@PostMapping(path = "/decode", consumes = { AnsweredTensor.MEDIA_TYPE, MediaType.APPLICATION_OCTET_STREAM_VALUE })
	ResponseEntity<byte[]> decode(HttpServletRequest request, @PathVariable String model, @Parameter(
			description = "Once for each dimension: [n, c, h, w], or packed as FLUX does, [n, h·w/4, 4·c]") @RequestParam(
					required = false) @Nullable List<String> shape,
			@Parameter(description = "float32, float16 or bfloat16") @RequestParam(
					required = false) @Nullable String dtype,
			@Parameter(description = "pil for a file, pt for a tensor") @RequestParam(name = "output_type",
					defaultValue = "pil") String outputType,
			@Parameter(description = "The file's: jpg, png or webp") @RequestParam(name = "image_format",
					defaultValue = "jpg") String imageFormat,
			@Parameter(description = "Of a tensor: True for pixels, False for floats of about [-1, 1]") @RequestParam(
					name = "partial_postprocess", defaultValue = "false") boolean partialPostprocess,
			@Parameter(description = SCALING_FACTOR) @RequestParam(name = "scaling_factor",
					required = false) @Nullable String scalingFactor,
			@Parameter(description = SHIFT_FACTOR) @RequestParam(name = "shift_factor",
					required = false) @Nullable String shiftFactor,
			@Parameter(description = DO_SCALING) @RequestParam(name = "do_scaling",
					required = false) @Nullable Boolean doScaling,
			@Parameter(description = "The image's, in pixels, of packed latents") @RequestParam(
					required = false) @Nullable Integer height,
			@Parameter(description = "The image's, in pixels, of packed latents") @RequestParam(
					required = false) @Nullable Integer width,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept)
			throws IOException {
		Autoencoder chosen = this.codec.model(Optional.of(model));
		DecodedForm form = DecodedForm.of(outputType, imageFormat, partialPostprocess, accept);
		LatentScaling scaling = Scaling.of(chosen, scalingFactor, shiftFactor, doScaling);
		Urgency when = this.urgency.of(request);
		Phases phases = new Phases();
		byte[] body = this.bodies.read(request);
		Tensor latents = phases.time(Phase.PARSE,
				() -> SentTensor.readLatents(chosen, body, shape, dtype, height, width));
		return this.decoding.decode(chosen, latents, scaling, form, MemoryFilter.reservation(request), when, phases);
	}

	@Operation(operationId = "remoteVaeEncode", summary = "Encode images, as diffusers' remote_encode asks for it",
			requestBody = @io.swagger.v3.oas.annotations.parameters.RequestBody(required = true,
					description = "An image file; with shape and dtype the bytes of a tensor [n, 3, H, W] in [-1, 1]",
					content = {
							@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE,
									schema = @Schema(type = "string", format = "binary")),
							@Content(mediaType = MediaType.IMAGE_PNG_VALUE,
									schema = @Schema(type = "string", format = "binary")),
							@Content(mediaType = AnsweredTensor.MEDIA_TYPE,
									schema = @Schema(type = "string", format = "binary")) }))
	@ApiResponse(responseCode = "200", description = "The latents' bytes, little-endian, row-major, [n, c, h, w]",
			headers = { @Header(name = AnsweredTensor.SHAPE, description = "Such as [1, 4, 64, 64]"),
					@Header(name = AnsweredTensor.DTYPE, description = "Such as float32") },
			content = @Content(mediaType = AnsweredTensor.MEDIA_TYPE,
					schema = @Schema(type = "string", format = "binary")))
	@PostMapping(path = "/encode", consumes = { MediaType.APPLICATION_OCTET_STREAM_VALUE, MediaType.IMAGE_PNG_VALUE,
			MediaType.IMAGE_JPEG_VALUE, "image/webp", AnsweredTensor.MEDIA_TYPE })
	ResponseEntity<byte[]> encode(HttpServletRequest request, @PathVariable String model,
			@Parameter(description = "Of a tensor, once for each dimension: [n, 3, H, W]") @RequestParam(
					required = false) @Nullable List<String> shape,
			@Parameter(description = "Of a tensor: float32, float16 or bfloat16") @RequestParam(
					required = false) @Nullable String dtype,
			@Parameter(description = SCALING_FACTOR) @RequestParam(name = "scaling_factor",
					required = false) @Nullable String scalingFactor,
			@Parameter(description = SHIFT_FACTOR) @RequestParam(name = "shift_factor",
					required = false) @Nullable String shiftFactor,
			@Parameter(description = DO_SCALING) @RequestParam(name = "do_scaling",
					required = false) @Nullable Boolean doScaling,
			@Parameter(hidden = true) @RequestHeader(name = HttpHeaders.ACCEPT,
					required = false) @Nullable String accept)
			throws IOException {
		Autoencoder chosen = this.codec.model(Optional.of(model));
		MediaTypes.choose(accept, List.of(AnsweredTensor.TYPE));
		LatentScaling scaling = Scaling.of(chosen, scalingFactor, shiftFactor, doScaling);
		Urgency when = this.urgency.of(request);
		Phases phases = new Phases();
		byte[] body = this.bodies.read(request);
		Reservation memory = MemoryFilter.reservation(request);
		if (shape == null && dtype == null) {
			return this.encoding.encode(chosen, body, scaling, memory, when, phases);
		}
		Tensor images = phases.time(Phase.PARSE, () -> SentTensor.readImages(chosen, body, shape, dtype));
		return this.encoding.encode(chosen, images, scaling, memory, when, phases);
	}

}
