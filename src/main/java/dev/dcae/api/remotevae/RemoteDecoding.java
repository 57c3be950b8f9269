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

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.LatentScaling;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.DecodeFloatsRequest;
import dev.dcae.pipeline.DecodeRequest;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Result;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Decodes latents to what a client wants to have of their images.
 */
@Component
class RemoteDecoding {

	private final Codec codec;

	private final ImagePool pool;

	private final FanOut fanOut;

	RemoteDecoding(Codec codec, ImagePool pool, FanOut fanOut) {
		this.codec = codec;
		this.pool = pool;
		this.fanOut = fanOut;
	}

	/**
	 * Decodes latents, and undoes their scaling before.
	 * @param sent latents; floats are answered with an axis of frames where they had one
	 * @throws ProblemException if they cannot be cut into the scaling's patches
	 */
	ResponseEntity<byte[]> decode(Call call, Autoencoder model, SentTensor.Latents sent, LatentScaling scaling,
			DecodedForm form) {
		Tensor latents = sent.values();
		long count = (form instanceof DecodedForm.File) ? 1 : latents.shape().size(0);
		Shape shape = latents.shape().tail();
		if (shape.size(1) % scaling.patch() != 0 || shape.size(2) % scaling.patch() != 0) {
			throw new ProblemException(ProblemType.UNFIT_LATENT,
					"The latents have the shape %s; scaled ones of %s have sides that are multiples of %d"
						.formatted(latents.shape(), model.id(), scaling.patch()));
		}
		int channel = (form instanceof DecodedForm.Floats) ? Float.BYTES : Byte.BYTES;
		AnsweredTensor.requireArray(count * channel
				* MemoryCost.keeping(shape.size(2) * model.config().ratio(), shape.size(1) * model.config().ratio()));
		call.memory().reserve(count * MemoryCost.latents(shape));
		List<Latent> items = LongStream.range(0, count)
			.mapToObj((i) -> Latent.plain(scaling.undoInPlace(latents.get(i))))
			.toList();
		return switch (form) {
			case DecodedForm.File(ImageFormat format) -> file(call, model, items.getFirst(), format);
			case DecodedForm.Pixels _ ->
				AnsweredTensor.of(call, model.id(),
						Result.all(this.fanOut.gather(call, items,
								(_) -> MemoryCost.decoding(model, shape, WhenToTile.AUTO),
								(part, latent) -> decode(part, model, latent).map(RemoteDecoding::pixels))),
						DType.U8);
			case DecodedForm.Floats(boolean denormalized) -> AnsweredTensor.of(call, model.id(),
					Result.all(this.fanOut.gather(call, items,
							(_) -> MemoryCost.decodingFloats(model, shape, WhenToTile.AUTO),
							(part, latent) -> framed(floats(part, model, latent, denormalized), sent.framed()))),
					model.precision().dtype());
		};
	}

	private ResponseEntity<byte[]> file(Call call, Autoencoder model, Latent latent, ImageFormat format) {
		Result<RgbImage> decoded = decode(call, model, latent);
		RgbImage image = decoded.value();
		byte[] file = call.timeline().time(Phase.ENCODE, () -> this.pool.run(call, image, () -> format.encode(image)));
		return ResponseEntity.ok()
			.headers(AnswerHeaders.of(model.id(), call, decoded))
			.contentType(MediaType.parseMediaType(format.mediaType()))
			.body(file);
	}

	private Result<RgbImage> decode(Call call, Autoencoder model, Latent latent) {
		return this.codec.decode(call, new DecodeRequest(model, latent));
	}

	private static Tensor pixels(RgbImage image) {
		return Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels());
	}

	private Result<Tensor> floats(Call call, Autoencoder model, Latent latent, boolean denormalized) {
		Result<Tensor> image = this.codec.decodeFloats(call, new DecodeFloatsRequest(model, List.of(latent)))
			.map(List::getFirst);
		return denormalized ? image.map(RemoteDecoding::denormalized) : image;
	}

	private static Result<Tensor> framed(Result<Tensor> image, boolean framed) {
		return framed ? image.map(SentTensor::withFrame) : image;
	}

	/**
	 * As diffusers' {@code VaeImageProcessor} makes [0, 1] of what decoders make.
	 */
	private static Tensor denormalized(Tensor image) {
		float[] values = image.toFloats();
		for (int i = 0; i < values.length; i++) {
			values[i] = Math.clamp(values[i] / 2 + 0.5f, 0f, 1f);
		}
		return Tensor.of(image.shape(), values);
	}

}
