package dev.dcae.api.v1;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.dcae.api.Calls;
import dev.dcae.api.ImageFiles;
import dev.dcae.api.ImageTypes;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.EncodeRequest;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.Interpolation;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.LatentPath;
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

	private final ImageForms forms;

	private final Calls calls;

	private final PathAnswers answers;

	InterpolateController(Codec codec, ImageFiles files, ImageForms forms, Calls calls, PathAnswers answers) {
		this.codec = codec;
		this.files = files;
		this.forms = forms;
		this.calls = calls;
		this.answers = answers;
	}

	@Operation(operationId = "interpolate", summary = "Decode latents between those of two images or latents",
			description = "Two parts named image or latent (JSON, safetensors or .npy), in their order. One alpha is"
					+ " answered as a picture; many as a zip of pictures, or, where Accept asks for a picture, as a"
					+ " contact sheet.")
	@TakesEnds
	@WaitsForDevice
	@AnswersPath
	@PostMapping(path = "/v1/interpolate", consumes = MediaType.MULTIPART_FORM_DATA_VALUE, produces = { ImageTypes.ANY,
			BulkFormat.ZIP_TYPE, LatentFormat.Types.NPY, MediaType.APPLICATION_OCTET_STREAM_VALUE })
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
		PathAnswer wanted = PathAnswer.of(this.forms, alphas, format, quality, accept);
		Call call = this.calls.of(request);
		Optional<String> asked = Optional.ofNullable(model);
		if (asked.isPresent()) {
			this.codec.model(call, asked);
		}
		Ends ends = Ends.read(call, request, this.files, scaled);
		Autoencoder chosen = ends.latent()
			.map((latent) -> this.codec.modelFor(call, latent, asked))
			.orElseGet(() -> this.codec.model(call, asked));
		Latent first = latent(call, ends.first(), chosen, chosenFit);
		Latent second = latent(call, ends.second(), chosen, chosenFit);
		LatentPath path = LatentPath.between(call, this.codec, chosen, first, second, chosenMode, force);
		return this.answers.answer(call, chosen, path, wanted);
	}

	private Latent latent(Call call, Ends.End end, Autoencoder model, Fit fit) {
		return switch (end) {
			case Ends.End.Encoded encoded -> encoded.latent();
			case Ends.End.Picture picture ->
				this.codec.encode(call, new EncodeRequest(model, picture.image(), fit)).value();
		};
	}

}
