package dev.dcae.api.v1.codec;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.Bodies;
import dev.dcae.api.http.Calls;
import dev.dcae.api.http.MediaTypes;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.ImageAnswer;
import dev.dcae.api.v1.ImageForms;
import dev.dcae.api.v1.Images;
import dev.dcae.api.v1.LatentFormat;
import dev.dcae.api.v1.LatentReader;
import dev.dcae.api.v1.LatentWriter;
import dev.dcae.api.v1.Parameters;
import dev.dcae.api.v1.ReconstructionView;
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
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/**
 * Images to latents and back.
 */
@RestController
class CodecController implements CodecApi {

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

	@Override
	public ResponseEntity<?> encode(HttpServletRequest request, @Nullable String model, String fit, boolean scaled,
			@Nullable Integer channels, boolean sample, @Nullable Long seed, String tile, @Nullable String shape,
			String dtype, @Nullable String accept) throws IOException {
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

	@Override
	public ResponseEntity<byte[]> decode(HttpServletRequest request, @Nullable String model, @Nullable String shape,
			@Nullable String dtype, @Nullable Boolean scaled, @Nullable Integer width, @Nullable Integer height,
			boolean force, String tile, @Nullable String format, @Nullable Integer quality, @Nullable String accept)
			throws IOException {
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

	@Override
	public ResponseEntity<?> reconstruct(HttpServletRequest request, @Nullable String model, String fit,
			@Nullable Integer channels, String tile, @Nullable String shape, @Nullable String dtype, boolean report,
			@Nullable String format, @Nullable Integer quality, @Nullable String accept) throws IOException {
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
