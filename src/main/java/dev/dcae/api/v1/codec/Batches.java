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

import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.http.StreamedBody;
import dev.dcae.api.problem.PartException;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.BulkFormat;
import dev.dcae.api.v1.ImageAnswer;
import dev.dcae.api.v1.ImageForm;
import dev.dcae.api.v1.Parameters;
import dev.dcae.api.v1.ZippedImages;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
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
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Encodes and decodes the items of one tensor, each as if it had come alone. They are
 * under way at once, so that they batch, with each other and with everybody's. One that
 * fails, fails the request, under the name {@code item 3} of its place, the first 0.
 */
@Component
class Batches {

	private final Codec codec;

	private final ImagePool pool;

	private final FanOut fanOut;

	Batches(Codec codec, ImagePool pool, FanOut fanOut) {
		this.codec = codec;
		this.pool = pool;
		this.fanOut = fanOut;
	}

	/**
	 * Encodes images of one size.
	 * @param images at least one
	 * @return their latents, {@code [n, c, h, w]}
	 */
	Result<Latent> encode(Call call, List<RgbImage> images, LatentOptions options) {
		RgbImage first = images.getFirst();
		if (images.size() == 1) {
			return encode(call, first, options);
		}
		Autoencoder model = options.model();
		long cost = MemoryCost.encoding(model,
				this.codec.geometry(model, first.width(), first.height(), options.fit(), options.scaled()),
				options.tile(), options.seed().isPresent());
		return Result.all(this.fanOut.gather(call, numbered(images), (_) -> cost,
				(part, image) -> image.run((one) -> encode(part, one, options))))
			.map(Batches::stacked);
	}

	private Result<Latent> encode(Call call, RgbImage image, LatentOptions options) {
		return this.codec.encode(call, options.of(image)).map(options.channels()::of);
	}

	private static Latent stacked(List<Latent> latents) {
		Latent first = latents.getFirst();
		Tensor values = Tensor.stack(latents.stream().map((latent) -> latent.values().get(0)).toList());
		return new Latent(values, first.model(), first.encoder(), first.width(), first.height(), first.scaled());
	}

	/**
	 * Decodes latents of one shape.
	 * @param batch {@code [n, c, h, w]}, n at least 1
	 */
	ResponseEntity<?> decode(Call call, Autoencoder model, Latent batch, DecodeParameters wanted, BatchAnswer answer) {
		Parameters.requireBatch(batch.count());
		List<Numbered<Latent>> latents = numbered(batch.items());
		// All, before the first costs device time, or is sent.
		latents.forEach((latent) -> latent.run((one) -> this.codec.checked(model, one, wanted.force())));
		return switch (answer) {
			case BatchAnswer.Zip(ImageAnswer image) -> zip(call, model, latents, wanted, image);
			case BatchAnswer.OneTensor(ImageForm form) -> tensor(call, model, latents, wanted, form);
		};
	}

	private ResponseEntity<StreamedBody> zip(Call call, Autoencoder model, List<Numbered<Latent>> latents,
			DecodeParameters wanted, ImageAnswer image) {
		call.memory().reserve(StreamedBody.HELD_BACK);
		long cost = MemoryCost.decoding(model, shape(model, latents), wanted.tile());
		FanOut.Plan<Numbered<Latent>> plan = this.fanOut.plan(call, latents, (_) -> cost);
		Iterator<String> names = IntStream.range(0, latents.size())
			.mapToObj((i) -> "%03d.%s".formatted(i, image.extension()))
			.iterator();
		StreamedBody body = (out) -> ZippedImages
			.write(plan,
					(part, latent) -> latent
						.run((one) -> image.write(part, decode(part, model, one, wanted).value(), this.pool)),
					names, out);
		return ResponseEntity.ok()
			.header(AnswerHeaders.MODEL, model.id())
			.contentType(BulkFormat.ZIP.mediaType())
			.body(body);
	}

	private ResponseEntity<byte[]> tensor(Call call, Autoencoder model, List<Numbered<Latent>> latents,
			DecodeParameters wanted, ImageForm form) {
		boolean floats = wanted.returned() == DecodeParameters.Returned.FLOAT;
		Shape latent = shape(model, latents);
		long ratio = model.config().ratio();
		long each = latent.size(1) * latent.size(2) * ratio * ratio * 3 * (floats ? Float.BYTES : Byte.BYTES);
		if (latents.size() * each > Tensor.LARGEST_ARRAY) {
			throw new ProblemException(ProblemType.TOO_LARGE,
					"The answer would have %d bytes, more than fit one body; send fewer latents at once"
						.formatted(latents.size() * each));
		}
		// Stacked, and as a file.
		call.memory().reserve(2 * latents.size() * each);
		long cost = floats ? MemoryCost.decodingFloats(model, latent, wanted.tile())
				: MemoryCost.decoding(model, latent, wanted.tile());
		Result<Tensor> images = Result
			.all(this.fanOut.gather(call, latents, (_) -> cost, (part, one) -> one.run((item) -> floats
					? floats(part, model, item, wanted) : decode(part, model, item, wanted).map(Batches::pixels))))
			.map(Tensor::stack);
		Tensor tensor = images.value();
		HttpHeaders headers = AnswerHeaders.of(model.id(), call, images);
		boolean npy = form.equals(ImageForm.NPY);
		if (!npy) {
			AnswerHeaders.describe(headers, tensor.shape(), tensor.dtype());
		}
		byte[] body = call.timeline().time(Phase.ENCODE, () -> npy ? Npy.toBytes(tensor) : tensor.toBytes());
		return ResponseEntity.ok().headers(headers).contentType(form.mediaType()).body(body);
	}

	private Result<RgbImage> decode(Call call, Autoencoder model, Latent latent, DecodeParameters wanted) {
		return this.codec.decode(call, new DecodeRequest(model, latent, wanted.force(), wanted.tile()));
	}

	private static Tensor pixels(RgbImage image) {
		return Tensor.ofBytes(ImageAnswer.shape(image), image.pixels());
	}

	private Result<Tensor> floats(Call call, Autoencoder model, Latent latent, DecodeParameters wanted) {
		return this.codec
			.decodeFloats(call, new DecodeFloatsRequest(model, List.of(latent), wanted.force(), wanted.tile()))
			.map((images) -> cropped(images.getFirst(), latent));
	}

	/**
	 * A decoded image without the padding that its latent knows of.
	 * @param image float32 [3, H, W]
	 */
	private static Tensor cropped(Tensor image, Latent latent) {
		int height = latent.height().orElse((int) image.shape().size(1));
		int width = latent.width().orElse((int) image.shape().size(2));
		if (height == image.shape().size(1) && width == image.shape().size(2)) {
			return image;
		}
		Tensor cropped = Tensor.zeros(DType.F32, new Shape(3, height, width));
		long row = (long) Float.BYTES * width;
		for (int channel = 0; channel < 3; channel++) {
			for (int y = 0; y < height; y++) {
				long from = (channel * image.shape().size(1) + y) * image.shape().size(2) * Float.BYTES;
				MemorySegment.copy(image.data(), from, cropped.data(), ((long) channel * height + y) * row, row);
			}
		}
		return cropped;
	}

	private Shape shape(Autoencoder model, List<Numbered<Latent>> latents) {
		return this.codec.shape(model, latents.getFirst().item());
	}

	private static <T> List<Numbered<T>> numbered(List<T> items) {
		return IntStream.range(0, items.size()).mapToObj((index) -> new Numbered<>(index, items.get(index))).toList();
	}

	/**
	 * An item and its place.
	 */
	private record Numbered<T>(int index, T item) {

		<R> R run(Function<T, R> work) {
			try {
				return work.apply(this.item);
			}
			catch (RuntimeException ex) {
				throw PartException.of("item " + this.index, ex);
			}
		}

	}

}
