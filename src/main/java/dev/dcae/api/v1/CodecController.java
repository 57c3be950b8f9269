package dev.dcae.api.v1;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import dev.dcae.api.Bodies;
import dev.dcae.api.ImageFiles;
import dev.dcae.api.MediaTypes;
import dev.dcae.api.MemoryFilter;
import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import dev.dcae.api.RequestUrgency;
import dev.dcae.api.openapi.AnswersProblems;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Decoded;
import dev.dcae.pipeline.Encoded;
import dev.dcae.pipeline.Examiner;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.Reconstruction;
import dev.dcae.pipeline.Urgency;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
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

import static dev.dcae.model.Operation.DECODE_IMAGE;
import static dev.dcae.model.Operation.ENCODE_IMAGE;

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

	private final Bodies bodies;

	private final RequestUrgency urgency;

	private final BulkEncoding bulk;

	private final Examiner examiner;

	CodecController(Codec codec, ImagePool pool, Images images, Bodies bodies, RequestUrgency urgency,
			BulkEncoding bulk, Examiner examiner) {
		this.codec = codec;
		this.pool = pool;
		this.images = images;
		this.bodies = bodies;
		this.urgency = urgency;
		this.bulk = bulk;
		this.examiner = examiner;
	}

	@Operation(operationId = "encode", summary = "Encode an image to a latent",
			description = "Many images go in one form, and are answered as one safetensors or zip.")
	@TakesPictures
	@WaitsForDevice
	@AnswersLatent
	@PostMapping(path = "/encode", consumes = { MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, "image/webp",
			MediaType.MULTIPART_FORM_DATA_VALUE, LatentFormat.Types.NPY, MediaType.APPLICATION_OCTET_STREAM_VALUE },
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
		Autoencoder chosen = this.codec.model(Optional.ofNullable(model));
		Channels kept = Parameters.channels(chosen, channels);
		Urgency when = this.urgency.of(request);
		if (BulkEncoding.isMeantBy(request, accept)) {
			return this.bulk.encode(request, new LatentWishes(chosen, chosenFit, scaled, chosenSeed, kept, rounded),
					when, accept);
		}
		LatentFormat format = LatentFormat.of(MediaTypes.choose(accept, LatentFormat.mediaTypes()));
		format.requireHolds(rounded);
		Phases phases = new Phases();
		RgbImage image = this.images.read(request, shape, null, phases);
		MemoryFilter.reservation(request)
			.add(this.codec.bytesOfTiles(chosen, ENCODE_IMAGE, image.width(), image.height(), whenToTile));
		Encoded encoded = this.codec.encode(chosen, image, chosenFit, scaled, chosenSeed, whenToTile, when, phases);
		Latent latent = kept.of(encoded.latent());
		byte[] body = phases.time(Phase.ENCODE, () -> LatentWriter.write(format, latent, rounded));
		HttpHeaders headers = AnswerHeaders.of(chosen.id(), phases, encoded.retriedInFp32(), encoded.tiled());
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
			produces = { MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, "image/webp", LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE })
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
		ImageAnswer answer = ImageAnswer.of(format, quality, accept);
		WhenToTile whenToTile = Parameters.tile(tile);
		Urgency when = this.urgency.of(request);
		LatentFormat sent = LatentFormat.of(request.getContentType());
		Phases phases = new Phases();
		byte[] body = this.bodies.read(request);
		Latent read = phases.time(Phase.PARSE, () -> LatentReader.read(sent, body, shape, dtype));
		Latent latent = new Latent(read.values(), read.model(), read.encoder(), either("width", width, read.width()),
				either("height", height, read.height()), (scaled != null) ? scaled : read.scaled());
		Autoencoder chosen = this.codec.modelFor(latent, Optional.ofNullable(model));
		MemoryFilter.reservation(request)
			.add(ImageFiles.BYTES_PER_PIXEL * pixels(chosen, latent) + bytesOfTiles(chosen, latent, whenToTile));
		Decoded decoded = this.codec.decode(chosen, latent, force, whenToTile, when, phases);
		return answer.of(chosen, decoded, this.pool, phases);
	}

	@Operation(operationId = "reconstruct", summary = "Encode an image and decode its latent",
			description = "With report=true the answer is what was lost, as JSON. A client that always accepts nothing but JSON"
					+ " where an operation has it, as many generated ones do, gets the image with format=png.")
	@TakesPicture
	@WaitsForDevice
	@AnswersReconstruction
	@PostMapping(path = "/reconstruct",
			consumes = { MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, "image/webp",
					MediaType.MULTIPART_FORM_DATA_VALUE, LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE },
			produces = { MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, "image/webp", LatentFormat.Types.NPY,
					MediaType.APPLICATION_OCTET_STREAM_VALUE, MediaType.APPLICATION_JSON_VALUE })
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
		Autoencoder chosen = this.codec.model(Optional.ofNullable(model));
		Channels kept = Parameters.channels(chosen, channels);
		Urgency when = this.urgency.of(request);
		Phases phases = new Phases();
		if (report) {
			MediaTypes.choose(accept, List.of(MediaType.APPLICATION_JSON));
			RgbImage image = this.images.read(request, shape, dtype, phases);
			Reconstruction made = this.examiner.examine(chosen, image, chosenFit, kept, whenToTile, when, phases);
			HttpHeaders headers = AnswerHeaders.of(chosen.id(), phases, made.retriedInFp32(), made.tiled());
			return ResponseEntity.ok()
				.headers(headers)
				.contentType(MediaType.APPLICATION_JSON)
				.body(ReconstructionView.of(made));
		}
		ImageAnswer answer = ImageAnswer.of(format, quality, accept);
		RgbImage image = this.images.read(request, shape, dtype, phases);
		MemoryFilter.reservation(request)
			.add(this.codec.bytesOfTiles(chosen, DECODE_IMAGE, image.width(), image.height(), whenToTile));
		Decoded decoded = this.codec.reconstruct(chosen, image, chosenFit, kept, whenToTile, when, phases);
		return answer.of(chosen, decoded, this.pool, phases);
	}

	/**
	 * The pixels that a latent may decode to, whatever its shape turns out to be worth.
	 */
	private static long pixels(Autoencoder model, Latent latent) {
		long ratio = model.config().ratio();
		Shape shape = latent.values().shape();
		long channels = model.config().latentChannels();
		if (model.config().structured() && shape.rank() >= 3) {
			channels = Math.clamp(shape.size(shape.rank() - 3), 1, channels);
		}
		return latent.values().elements() / channels * ratio * ratio;
	}

	private long bytesOfTiles(Autoencoder model, Latent latent, WhenToTile tile) {
		Shape shape = latent.values().shape();
		long ratio = model.config().ratio();
		return (shape.rank() < 2) ? 0 : this.codec.bytesOfTiles(model, DECODE_IMAGE,
				shape.size(shape.rank() - 1) * ratio, shape.size(shape.rank() - 2) * ratio, tile);
	}

	private static OptionalInt either(String side, @Nullable Integer asked, OptionalInt known) {
		if (asked != null && asked < 1) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"%s is %d; it is a number of pixels, at least 1".formatted(side, asked));
		}
		return (asked != null) ? OptionalInt.of(asked) : known;
	}

}
