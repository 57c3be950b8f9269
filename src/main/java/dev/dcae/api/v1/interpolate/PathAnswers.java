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
package dev.dcae.api.v1.interpolate;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.StreamedBody;
import dev.dcae.api.problem.PartException;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.ZippedImages;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import dev.dcae.image.sheet.ContactSheet;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.DecodeRequest;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.LatentPath;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.pipeline.Result;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.Shape;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Decodes the latents on a way and answers their images.
 */
@Component
class PathAnswers {

	private static final int COLUMNS = 8;

	private final Codec codec;

	private final ImagePool pool;

	private final FanOut fanOut;

	private final ImageLimits limits;

	PathAnswers(Codec codec, ImagePool pool, FanOut fanOut, ImageLimits limits) {
		this.codec = codec;
		this.pool = pool;
		this.fanOut = fanOut;
		this.limits = limits;
	}

	/**
	 * Answers as is wanted. A zip says what is known before its first image is made.
	 */
	ResponseEntity<?> answer(Call call, Autoencoder model, Result<LatentPath> between, PathAnswer wanted)
			throws IOException {
		LatentPath path = between.value();
		return switch (wanted.form()) {
			case IMAGE -> {
				DecodeRequest request = new DecodeRequest(model, path.at(wanted.alphas().getFirst()));
				Result<RgbImage> decoded = between.then((_) -> this.codec.decode(call, request));
				yield wanted.image().of(call, model, decoded, this.pool);
			}
			case ZIP -> {
				call.memory().reserve(StreamedBody.HELD_BACK);
				FanOut.Plan<Double> plan = plan(call, model, path, wanted);
				StreamedBody body = (out) -> zip(plan, model, path, wanted, out);
				yield ResponseEntity.ok()
					.headers(AnswerHeaders.warning(call))
					.headers(AnswerHeaders.making(between))
					.header(AnswerHeaders.MODEL, model.id())
					.contentType(BulkFormat.ZIP.mediaType())
					.body(body);
			}
			case SHEET -> {
				Result<RgbImage> sheet = sheet(call, plan(call, model, path, wanted), model, path, wanted.alphas());
				yield wanted.image().of(call, model, between.then((_) -> sheet), this.pool);
			}
		};
	}

	private FanOut.Plan<Double> plan(Call call, Autoencoder model, LatentPath path, PathAnswer wanted) {
		Shape latent = path.start().values().shape().tail();
		long each = MemoryCost.decoding(model, latent, WhenToTile.AUTO) + MemoryCost.latents(latent);
		return this.fanOut.plan(call, wanted.alphas(), (_) -> each);
	}

	private void zip(FanOut.Plan<Double> plan, Autoencoder model, LatentPath path, PathAnswer wanted, OutputStream out)
			throws IOException {
		List<Double> alphas = wanted.alphas();
		Iterator<String> names = IntStream.range(0, alphas.size())
			.mapToObj((i) -> "%03d-alpha-%s.%s".formatted(i, alphas.get(i), wanted.image().extension()))
			.iterator();
		ZippedImages.write(plan,
				(part, alpha) -> wanted.image().write(part, decode(part, model, path, alpha).value(), this.pool), names,
				out);
	}

	/**
	 * All images in rows, each as large as the limit on pixels allows for all together.
	 */
	private Result<RgbImage> sheet(Call call, FanOut.Plan<Double> plan, Autoencoder model, LatentPath path,
			List<Double> alphas) throws IOException {
		int side = (int) Math.max(1, Math.sqrt((double) this.limits.maxPixels() / alphas.size()));
		Shape latent = path.start().values().shape();
		long ratio = model.config().ratio();
		call.memory().reserve(MemoryCost.sheet(alphas.size(), side, latent.size(3) * ratio, latent.size(2) * ratio));
		List<Result<ContactSheet.Cell>> cells = new ArrayList<>();
		plan.run((part, alpha) -> decode(part, model, path, alpha)
			.map((image) -> new ContactSheet.Cell(this.pool.run(part, image, () -> image.within(side)),
					"alpha " + alpha)),
				cells::add);
		return Result.all(cells).map((all) -> sheet(call, all, side));
	}

	private RgbImage sheet(Call call, List<ContactSheet.Cell> cells, int side) {
		List<ContactSheet.Row> rows = new ArrayList<>();
		for (int from = 0; from < cells.size(); from += COLUMNS) {
			rows.add(new ContactSheet.Row("", cells.subList(from, Math.min(from + COLUMNS, cells.size()))));
		}
		List<String> headings = Collections.nCopies(Math.min(COLUMNS, cells.size()), "");
		return this.pool.run(call, (long) cells.size() * side * side, () -> ContactSheet.of(headings, rows));
	}

	private Result<RgbImage> decode(Call call, Autoencoder model, LatentPath path, double alpha) {
		try {
			return this.codec.decode(call, new DecodeRequest(model, path.at(alpha)));
		}
		catch (RuntimeException ex) {
			throw PartException.of("alpha " + alpha, ex);
		}
	}

}
