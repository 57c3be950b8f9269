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
package dev.dcae.api.remotevae;

import java.util.List;
import java.util.stream.LongStream;

import dev.dcae.api.http.ImageFiles;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.LatentScaling;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.EncodeFloatsRequest;
import dev.dcae.pipeline.EncodeRequest;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Result;
import dev.dcae.tensor.Tensor;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Encodes images to latents {@code [n, c, h, w]} in the model's precision, each the mean
 * of its distribution where the model has one.
 */
@Component
class RemoteEncoding {

	private final Codec codec;

	private final ImageFiles files;

	private final ImagePool pool;

	private final FanOut fanOut;

	RemoteEncoding(Codec codec, ImageFiles files, ImagePool pool, FanOut fanOut) {
		this.codec = codec;
		this.files = files;
		this.pool = pool;
		this.fanOut = fanOut;
	}

	/**
	 * Encodes an image file. Sides that are no multiples of the model's ratio, or of its
	 * patches' where the scaling has some, are resampled down to the next, as diffusers'
	 * {@code VaeImageProcessor} does it.
	 */
	ResponseEntity<byte[]> encode(Call call, Autoencoder model, byte[] file, LatentScaling scaling) {
		RgbImage image = fitted(call, model, this.files.decode(call, file), scaling.patch());
		Result<Tensor> latent = this.codec.encode(call, new EncodeRequest(model, image, Fit.REJECT))
			.map((encoded) -> encoded.values().get(0));
		return answer(call, model, List.of(latent), scaling, false);
	}

	/**
	 * Encodes images of floats in [-1, 1].
	 * @param images float32 {@code [n, 3, H, W]}, n at least 1
	 * @param framed true to answer an axis of frames
	 */
	ResponseEntity<byte[]> encode(Call call, Autoencoder model, Tensor images, LatentScaling scaling, boolean framed) {
		long multiple = (long) model.config().ratio() * scaling.patch();
		if (scaling.patch() > 1 && (images.shape().size(2) % multiple != 0 || images.shape().size(3) % multiple != 0)) {
			throw new ProblemException(ProblemType.UNFIT_SIZE,
					"The images have %d × %d pixels; for scaled latents %s takes multiples of %d"
						.formatted(images.shape().size(3), images.shape().size(2), model.id(), multiple));
		}
		List<Tensor> items = LongStream.range(0, images.shape().size(0)).mapToObj(images::get).toList();
		List<Result<Tensor>> latents = this.fanOut.gather(call, items, (image) -> cost(model, image),
				(part, image) -> this.codec.encodeFloats(part, new EncodeFloatsRequest(model, List.of(image)))
					.map(List::getFirst));
		return answer(call, model, latents, scaling, framed);
	}

	/**
	 * Of an image whose sides are no multiples of the ratio, too, though it is refused
	 * later.
	 */
	private static long cost(Autoencoder model, Tensor image) {
		int ratio = model.config().ratio();
		int height = Math.ceilDiv((int) image.shape().size(1), ratio) * ratio;
		int width = Math.ceilDiv((int) image.shape().size(2), ratio) * ratio;
		return MemoryCost.encodingFloats(model, model.config().latentShape(height, width));
	}

	private RgbImage fitted(Call call, Autoencoder model, RgbImage image, int patch) {
		int ratio = model.config().ratio() * patch;
		int width = image.width() - image.width() % ratio;
		int height = image.height() - image.height() % ratio;
		if (width == 0 || height == 0) {
			throw new ProblemException(ProblemType.UNFIT_SIZE,
					"An image of %d × %d pixels is smaller than a cell of %s's latents, which is %d × %d"
						.formatted(image.width(), image.height(), model.id(), ratio, ratio));
		}
		call.memory().reserve(MemoryCost.keeping(width, height));
		return call.timeline().time(Phase.PARSE, () -> this.pool.run(call, image, () -> image.resize(width, height)));
	}

	private static ResponseEntity<byte[]> answer(Call call, Autoencoder model, List<Result<Tensor>> latents,
			LatentScaling scaling, boolean framed) {
		return AnsweredTensor.of(call, model.id(),
				Result.all(latents.stream()
					.map((latent) -> latent.map((values) -> scaled(values, scaling))
						.map((values) -> framed ? SentTensor.withFrame(values) : values))
					.toList()),
				model.precision().dtype());
	}

	private static Tensor scaled(Tensor latent, LatentScaling scaling) {
		Tensor scaled = scaling.apply(latent);
		if (!scaled.isFinite()) {
			throw new ProblemException(ProblemType.NON_FINITE_RESULT,
					"The scaled latents have values too large for float32; send a smaller scaling_factor");
		}
		return scaled;
	}

}
