package dev.dcae.api.v1;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.dcae.api.ImageFiles;
import dev.dcae.api.MemoryCeiling.Reservation;
import dev.dcae.api.MemoryFilter;
import dev.dcae.api.RequestUrgency;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.Interpolation;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.LatentPath;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.Urgency;
import dev.dcae.pipeline.WhenToTile;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Pictures between two pictures, by way of their latents.
 */
@RestController
@Tag(name = "latents")
class InterpolateController {

	private final Codec codec;

	private final ImageFiles files;

	private final RequestUrgency urgency;

	private final PathAnswers answers;

	InterpolateController(Codec codec, ImageFiles files, RequestUrgency urgency, PathAnswers answers) {
		this.codec = codec;
		this.files = files;
		this.urgency = urgency;
		this.answers = answers;
	}

	@Operation(operationId = "interpolate", summary = "Decode latents between those of two images or latents",
			description = "Two parts named image or latent (JSON, safetensors or .npy), in their order. One alpha is"
					+ " answered as a picture; many as a zip of pictures, or, where Accept asks for a picture, as a"
					+ " contact sheet.")
	@TakesEnds
	@WaitsForDevice
	@AnswersPath
	@PostMapping(path = "/v1/interpolate", consumes = MediaType.MULTIPART_FORM_DATA_VALUE,
			produces = { MediaType.IMAGE_PNG_VALUE, MediaType.IMAGE_JPEG_VALUE, "image/webp", BulkFormat.ZIP_TYPE,
					LatentFormat.Types.NPY, MediaType.APPLICATION_OCTET_STREAM_VALUE })
	ResponseEntity<?> interpolate(MultipartHttpServletRequest request,
			@RequestParam(defaultValue = "0.5") List<String> alpha, @RequestParam(defaultValue = "linear") String mode,
			@RequestParam(required = false) @Nullable String model, @RequestParam(defaultValue = "pad") String fit,
			@RequestParam(required = false) @Nullable Boolean scaled,
			@RequestParam(defaultValue = "false") boolean force,
			@RequestParam(required = false) @Nullable String format,
			@RequestParam(required = false) @Nullable Integer quality,
			@RequestHeader(name = HttpHeaders.ACCEPT, required = false) @Nullable String accept) throws IOException {
		List<Double> alphas = Parameters.alphas(alpha);
		Interpolation chosenMode = Parameters.interpolation(mode);
		Fit chosenFit = Parameters.fit(fit);
		PathAnswer wanted = PathAnswer.of(alphas, format, quality, accept);
		Urgency when = this.urgency.of(request);
		Reservation memory = MemoryFilter.reservation(request);
		Phases phases = new Phases();
		Optional<String> asked = Optional.ofNullable(model);
		if (asked.isPresent()) {
			this.codec.model(asked);
		}
		Ends ends = Ends.read(request, this.files, scaled, memory, phases);
		Autoencoder chosen = ends.latent()
			.map((latent) -> this.codec.modelFor(latent, asked))
			.orElseGet(() -> this.codec.model(asked));
		Latent first = latent(ends.first(), chosen, chosenFit, when, phases);
		Latent second = latent(ends.second(), chosen, chosenFit, when, phases);
		LatentPath path = LatentPath.between(this.codec, chosen, first, second, chosenMode, force);
		return this.answers.answer(chosen, path, wanted, when, phases, memory);
	}

	private Latent latent(Ends.End end, Autoencoder model, Fit fit, Urgency urgency, Phases phases) {
		return switch (end) {
			case Ends.End.Encoded encoded -> encoded.latent();
			case Ends.End.Picture picture -> this.codec
				.encode(model, picture.image(), fit, false, OptionalLong.empty(), WhenToTile.AUTO, urgency, phases)
				.latent();
		};
	}

}
