/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.dcae.api.v1.codec;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.Calls;
import dev.dcae.api.http.MediaTypes;
import dev.dcae.api.v1.ImageAnswer;
import dev.dcae.api.v1.ImageForms;
import dev.dcae.api.v1.Images;
import dev.dcae.api.v1.LatentFormat;
import dev.dcae.api.v1.LatentWriter;
import dev.dcae.api.v1.Parameters;
import dev.dcae.api.v1.ReconstructionView;
import dev.dcae.api.v1.SentLatents;
import dev.dcae.api.v1.WishedType;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.DecodeRequest;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.ReconstructRequest;
import dev.dcae.pipeline.ReconstructionReport;
import dev.dcae.pipeline.ReconstructionReports;
import dev.dcae.pipeline.Result;
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

	private static final SequencedMap<String, MediaType> REPORT = new LinkedHashMap<>(
			Map.of("json", MediaType.APPLICATION_JSON));

	private final Codec codec;

	private final ImagePool pool;

	private final Images images;

	private final ImageForms forms;

	private final SentLatents latents;

	private final Calls calls;

	private final BulkEncoding bulk;

	private final Batches batches;

	private final ReconstructionReports reports;

	CodecController(Codec codec, ImagePool pool, Images images, ImageForms forms, SentLatents latents, Calls calls,
			BulkEncoding bulk, Batches batches, ReconstructionReports reports) {
		this.codec = codec;
		this.pool = pool;
		this.images = images;
		this.forms = forms;
		this.latents = latents;
		this.calls = calls;
		this.bulk = bulk;
		this.batches = batches;
		this.reports = reports;
	}

	@Override
	public ResponseEntity<?> encode(HttpServletRequest request, EncodeParameters wanted, @Nullable String accept)
			throws IOException {
		Call call = this.calls.of(request);
		Autoencoder model = this.codec.model(call, Optional.ofNullable(wanted.model()));
		LatentOptions options = wanted.of(model);
		if (BulkEncoding.isMeantBy(request, wanted.format(), accept)) {
			return this.bulk.encode(call, request, options, wanted.format(), accept);
		}
		LatentFormat format = LatentFormat.of(WishedType.of(wanted.format(), accept, LatentFormat.byName()));
		format.requireHolds(options.dtype());
		Result<Latent> encoded = this.batches.encode(call, this.images.readBatch(call, request, wanted.shape()),
				options);
		Latent latent = encoded.value();
		byte[] body = call.timeline().time(Phase.ENCODE, () -> LatentWriter.write(format, latent, options.dtype()));
		HttpHeaders headers = AnswerHeaders.of(model.id(), call, encoded);
		headers.set(AnswerHeaders.IMAGE_SIZE,
				"%dx%d".formatted(latent.width().orElseThrow(), latent.height().orElseThrow()));
		options.seed().ifPresent((seed) -> headers.set(AnswerHeaders.SEED, Long.toString(seed)));
		if (format == LatentFormat.RAW) {
			AnswerHeaders.describe(headers, latent.values().shape(), options.dtype());
		}
		return ResponseEntity.ok().headers(headers).contentType(format.mediaType()).body(body);
	}

	@Override
	public ResponseEntity<?> decode(HttpServletRequest request, DecodeParameters wanted, @Nullable String accept)
			throws IOException {
		Call call = this.calls.of(request);
		Latent latent = wanted.correct(this.latents.read(call, request, wanted.shape(), wanted.dtype()));
		Autoencoder model = this.codec.modelFor(call, latent, Optional.ofNullable(wanted.model()), wanted.preview());
		if (BatchAnswer.isMeantBy(this.forms, latent, wanted, accept)) {
			return this.batches.decode(call, model, latent, wanted, BatchAnswer.of(this.forms, wanted, accept));
		}
		ImageAnswer answer = this.forms.wished(wanted.format(), wanted.quality(), accept, List.of(BatchAnswer.ZIP));
		Result<RgbImage> decoded = this.codec.decode(call,
				new DecodeRequest(model, latent, wanted.force(), wanted.tile()));
		return answer.of(call, model, decoded, this.pool);
	}

	@Override
	public ResponseEntity<?> decodeFile(HttpServletRequest request, DecodeParameters wanted, @Nullable String accept)
			throws IOException {
		return decode(request, wanted, accept);
	}

	@Override
	public ResponseEntity<?> reconstruct(HttpServletRequest request, ReconstructParameters wanted,
			@Nullable String accept) throws IOException {
		Call call = this.calls.of(request);
		Autoencoder model = this.codec.model(call, Optional.ofNullable(wanted.model()));
		Channels kept = Parameters.channels(model, wanted.channels());
		if (wanted.report()) {
			WishedType.of(wanted.format(), accept, REPORT);
			Result<ReconstructionReport> reported = this.reports.report(call,
					request(call, request, wanted, model, kept));
			return ResponseEntity.ok()
				.headers(AnswerHeaders.of(model.id(), call, reported))
				.contentType(MediaType.APPLICATION_JSON)
				.body(ReconstructionView.of(reported.value()));
		}
		ImageAnswer answer = this.forms.wished(wanted.format(), wanted.quality(),
				MediaTypes.orAny(accept, MediaType.APPLICATION_JSON));
		Result<RgbImage> decoded = this.codec.reconstruct(call, request(call, request, wanted, model, kept));
		return answer.of(call, model, decoded, this.pool);
	}

	private ReconstructRequest request(Call call, HttpServletRequest request, ReconstructParameters wanted,
			Autoencoder model, Channels kept) throws IOException {
		RgbImage image = this.images.read(call, request, wanted.shape(), wanted.dtype());
		return new ReconstructRequest(model, image, wanted.fit(), kept, wanted.tile());
	}

}
