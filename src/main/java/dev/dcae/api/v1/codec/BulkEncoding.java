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
import java.io.UncheckedIOException;
import java.util.SequencedMap;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.ImageFiles;
import dev.dcae.api.http.StreamedBody;
import dev.dcae.api.problem.PartException;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.FormFiles;
import dev.dcae.api.v1.Images;
import dev.dcae.api.v1.LatentFormat;
import dev.dcae.api.v1.LatentWriter;
import dev.dcae.api.v1.WishedType;
import dev.dcae.image.RgbImage;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.Latent;
import dev.dcae.tensor.Tensor;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Encodes the many images of a form. They are under way at once, so that they batch.
 */
@Component
class BulkEncoding {

	private final Codec codec;

	private final ImageFiles files;

	private final FanOut fanOut;

	BulkEncoding(Codec codec, ImageFiles files, FanOut fanOut) {
		this.codec = codec;
		this.files = files;
		this.fanOut = fanOut;
	}

	/**
	 * Tells if a request is for many latents: it has many images, or one and wants the
	 * form in which many are answered.
	 */
	static boolean isMeantBy(HttpServletRequest request, @Nullable String format, @Nullable String accept) {
		int count = Images.files(request).size();
		return count > 1 || (count == 1 && BulkFormat.ZIP.mediaType().equals(WishedType.of(format, accept, ofOne())));
	}

	private static SequencedMap<String, MediaType> ofOne() {
		SequencedMap<String, MediaType> types = LatentFormat.byName();
		types.putAll(BulkFormat.byName());
		return types;
	}

	/**
	 * Encodes the images of a form.
	 * @param wished format instead of the header
	 * @param accept safetensors or zip
	 * @throws PartException naming the file that is to blame, as long as nothing is sent
	 */
	ResponseEntity<StreamedBody> encode(Call call, HttpServletRequest request, LatentOptions options,
			@Nullable String wished, @Nullable String accept) throws IOException {
		BulkFormat format = BulkFormat.of(WishedType.of(wished, accept, BulkFormat.byName()));
		if (format == BulkFormat.ZIP) {
			LatentFormat.NPY.requireHolds(options.dtype());
		}
		NamedImages named = NamedImages.of(Images.files(request), this.files, this.codec, options);
		// Now, as headers go before the first image is decoded.
		named.images().values().forEach((image) -> image.note().ifPresent(call.notes()::add));
		call.memory().reserve(StreamedBody.HELD_BACK);
		FanOut.Plan<NamedImages.Image> plan = this.fanOut.plan(call, named.images().values(),
				(image) -> image.cost(options));
		StreamedBody body = (out) -> {
			LatentSink sink = LatentSink.open(format, named, options, out);
			plan.run((part, image) -> latent(part, image, options), sink::take);
			sink.finish();
		};
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
			.headers(AnswerHeaders.warning(call))
			.header(AnswerHeaders.MODEL, options.model().id());
		options.seed().ifPresent((seed) -> answer.header(AnswerHeaders.SEED, Long.toString(seed)));
		return answer.contentType(format.mediaType()).body(body);
	}

	private Tensor latent(Call call, NamedImages.Image image, LatentOptions options) {
		try {
			RgbImage pixels = this.files.decode(call, FormFiles.bytes(image.file()));
			Latent latent = this.codec.encode(call, options.of(pixels)).value();
			return LatentWriter.rounded(options.channels().of(latent), options.dtype());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException ex) {
			throw PartException.of(image.name(), ex);
		}
	}

}
