package dev.dcae.api.v1;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import dev.dcae.api.Bodies;
import dev.dcae.api.Calls;
import dev.dcae.api.ImageTypes;
import dev.dcae.api.MediaTypes;
import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.DecodeRequest;
import dev.dcae.pipeline.EncodeRequest;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.ReconstructRequest;
import dev.dcae.pipeline.ReconstructionReport;
import dev.dcae.pipeline.ReconstructionReports;
import dev.dcae.pipeline.Result;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.DType;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Images to latents and back.
 */
@RestController
@RequestMapping("/v1")
@Tag(name = "codec")
class CodecController {

	private final Codec codec;

	private final ImagePool pool;

	private final Images images;

	private final ImageForms forms;

	private final Bodies bodies;

	private final Calls calls;

	private final BulkEncoding bulk;

	private final ReconstructionReports reports;

	CodecController(Codec codec, ImagePool pool, Images images, ImageForms forms, Bodies bodies, Calls calls,
			BulkEncoding bulk, ReconstructionReports reports) {
		this.codec = codec;
		this.pool = pool;
		this.images = images;
		this.forms = forms;
		this.bodies = bodies;
		this.calls = calls;
		this.bulk = bulk;
		this.reports = reports;
	}

	@Operation(operationId = "encode", summary = "Encode an image to a latent",
			description = "Many images go in one form, and are answered as one safetensors or zip.")
	@TakesPictures
	@WaitsForDevice
	@AnswersLatent
	@PostMapping(path = "/encode",
			consumes = { ImageTypes.ANY, MediaType.MULTIPART_FORM_DATA_VALUE, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = { MediaType.APPLICATION_JSON_VALUE, LatentFormat.Types.SAFETENSORS, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE, BulkFormat.ZIP_TYPE })
	ResponseEntity<?> encode(HttpServletRequest request, @RequestParam(required = false) @Nullable String model,
			@RequestParam(defaultValue = "pad") String fit, @RequestParam(defaultValue = "false") boolean scaled,
			@RequestParam(required = false) @Nullable Integer channels,
			@RequestParam(defaultValue = "false") boolean sample, @RequestParam(required = false) @Nullable Long seed,
			@RequestParam(defaultValue = "auto") String tile, @RequestParam(required = false) @Nullable String shape,
			@RequestParam(defaultValue = "float32") String dtype,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException {
		DType rounded = Parameters.floatType(dtype);
		Fit chosenFit = Parameters.fit(fit);
		OptionalLong chosenSeed = Parameters.seed(sample, seed);
		WhenToTile whenToTile = Parameters.tile(tile);
		Call call = this.calls.of(request);
		Autoencoder chosen = this.codec.model(call, Optional.ofNullable(model));
		Channels kept = Parameters.channels(chosen, channels);
		if (BulkEncoding.isMeantBy(request, accept)) {
			return this.bulk.encode(call, request,
					new LatentOptions(chosen, chosenFit, scaled, chosenSeed, kept, rounded), accept);
		}
		LatentFormat format = LatentFormat.of(MediaTypes.choose(accept, LatentFormat.mediaTypes()));
		format.requireHolds(rounded);
		RgbImage image = this.images.read(call, request, shape, null);
		Result<Latent> encoded = this.codec
			.encode(call, new EncodeRequest(chosen, image, chosenFit, scaled, chosenSeed, whenToTile))
			.map(kept::of);
		Latent latent = encoded.value();
		byte[] body = call.timeline().time(Phase.ENCODE, () -> LatentWriter.write(format, latent, rounded));
		HttpHeaders headers = AnswerHeaders.of(chosen.id(), call, encoded);
		headers.set(AnswerHeaders.IMAGE_SIZE,
				"%dx%d".formatted(latent.width().orElseThrow(), latent.height().orElseThrow()));
		chosenSeed.ifPresent((known) -> headers.set(AnswerHeaders.SEED, Long.toString(known)));
		if (format == LatentFormat.RAW) {
			AnswerHeaders.describe(headers, latent.values().shape(), rounded);
		}
		return ResponseEntity.ok().headers(headers).contentType(format.mediaType()).body(body);
	}

	@Operation(operationId = "decode", summary = "Decode a latent to an image")
	@TakesLatent
	@WaitsForDevice
	@AnswersPicture
	@AnswersProblems(ProblemType.UNFIT_SIZE)
	@PostMapping(path = "/decode",
			consumes = { MediaType.APPLICATION_JSON_VALUE, LatentFormat.Types.SAFETENSORS, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = { ImageTypes.ANY, LatentFormat.Types.NPY, MediaType.APPLICATION_OCTET_STREAM_VALUE })
	ResponseEntity<byte[]> decode(HttpServletRequest request, @RequestParam(required = false) @Nullable String model,
			@RequestParam(required = false) @Nullable String shape,
			@RequestParam(required = false) @Nullable String dtype,
			@RequestParam(required = false) @Nullable Boolean scaled,
			@RequestParam(required = false) @Nullable Integer width,
			@RequestParam(required = false) @Nullable Integer height,
			@RequestParam(defaultValue = "false") boolean force, @RequestParam(defaultValue = "auto") String tile,
			@RequestParam(required = false) @Nullable String format,
			@RequestParam(required = false) @Nullable Integer quality,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException {
		ImageAnswer answer = this.forms.wished(format, quality, accept);
		WhenToTile whenToTile = Parameters.tile(tile);
		Call call = this.calls.of(request);
		LatentFormat sent = LatentFormat.of(request.getContentType());
		byte[] body = this.bodies.read(request);
		Latent read = call.timeline().time(Phase.PARSE, () -> LatentReader.read(sent, body, shape, dtype));
		Latent latent = new Latent(read.values(), read.model(), read.encoder(), either("width", width, read.width()),
				either("height", height, read.height()), (scaled != null) ? scaled : read.scaled());
		Autoencoder chosen = this.codec.modelFor(call, latent, Optional.ofNullable(model));
		Result<RgbImage> decoded = this.codec.decode(call, new DecodeRequest(chosen, latent, force, whenToTile));
		return answer.of(call, chosen, decoded, this.pool);
	}

	@Operation(operationId = "reconstruct", summary = "Encode an image and decode its latent",
			description = "With report=true the answer is what was lost, as JSON. A client that always accepts nothing but JSON"
					+ " where an operation has it, as many generated ones do, gets the image with format=png.")
	@TakesPicture
	@WaitsForDevice
	@AnswersReconstruction
	@PostMapping(path = "/reconstruct",
			consumes = { ImageTypes.ANY, MediaType.MULTIPART_FORM_DATA_VALUE, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = { ImageTypes.ANY, LatentFormat.Types.NPY, MediaType.APPLICATION_OCTET_STREAM_VALUE,
					MediaType.APPLICATION_JSON_VALUE })
	ResponseEntity<?> reconstruct(HttpServletRequest request, @RequestParam(required = false) @Nullable String model,
			@RequestParam(defaultValue = "pad") String fit, @RequestParam(required = false) @Nullable Integer channels,
			@RequestParam(defaultValue = "auto") String tile, @RequestParam(required = false) @Nullable String shape,
			@RequestParam(required = false) @Nullable String dtype,
			@RequestParam(defaultValue = "false") boolean report,
			@RequestParam(required = false) @Nullable String format,
			@RequestParam(required = false) @Nullable Integer quality,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException {
		Fit chosenFit = Parameters.fit(fit);
		WhenToTile whenToTile = Parameters.tile(tile);
		Call call = this.calls.of(request);
		Autoencoder chosen = this.codec.model(call, Optional.ofNullable(model));
		Channels kept = Parameters.channels(chosen, channels);
		if (report) {
			MediaTypes.choose(accept, List.of(MediaType.APPLICATION_JSON));
			RgbImage image = this.images.read(call, request, shape, dtype);
			Result<ReconstructionReport> reported = this.reports.report(call,
					new ReconstructRequest(chosen, image, chosenFit, kept, whenToTile));
			return ResponseEntity.ok()
				.headers(AnswerHeaders.of(chosen.id(), call, reported))
				.contentType(MediaType.APPLICATION_JSON)
				.body(ReconstructionView.of(reported.value()));
		}
		ImageAnswer answer = this.forms.wished(format, quality, accept);
		RgbImage image = this.images.read(call, request, shape, dtype);
		Result<RgbImage> decoded = this.codec.reconstruct(call,
				new ReconstructRequest(chosen, image, chosenFit, kept, whenToTile));
		return answer.of(call, chosen, decoded, this.pool);
	}

	private static OptionalInt either(String side, @Nullable Integer asked, OptionalInt known) {
		if (asked != null && asked < 1) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"%s is %d; it is a number of pixels, at least 1".formatted(side, asked));
		}
		return (asked != null) ? OptionalInt.of(asked) : known;
	}

}
