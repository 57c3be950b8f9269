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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

import dev.dcae.api.http.RawTensor;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The tensor that a client sends: its bytes as the body, the rest in the query.
 */
final class SentTensor {

	private static final int CELLS = 4;

	/**
	 * The most items of a tensor, as many as of a batch under {@code /v1}: each takes
	 * heap beside its values, for which nothing is reserved.
	 */
	private static final int MOST = 256;

	private static final Pattern LIST = Pattern.compile("[\\[(]([^\\[\\]()]*)[\\])]");

	private SentTensor() {
	}

	/**
	 * Reads a tensor.
	 * @param shape a parameter for each dimension, or one list with commas, be it in
	 * brackets or parentheses
	 * @param dtype PyTorch's name
	 * @throws ProblemException if a parameter is missing or malformed, or does not fit
	 * the body
	 */
	static Tensor read(byte[] body, @Nullable List<String> shape, @Nullable String dtype) {
		if (shape == null || dtype == null) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"A tensor needs the parameters shape, once for each dimension, and dtype, such as shape=1&shape=4&shape=64&shape=64&dtype=float16");
		}
		Tensor tensor = RawTensor.read(body, bare(String.join(",", shape)), dtype, DType.F32);
		if (!tensor.dtype().isFloat()) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"dtype is %s; it is one of float32, float16, bfloat16".formatted(tensor.dtype().torchName()));
		}
		return tensor;
	}

	/**
	 * A list as {@code str} writes it in Python, without what is around it.
	 */
	private static String bare(String shape) {
		Matcher list = LIST.matcher(shape);
		return list.matches() ? list.group(1) : shape;
	}

	private static void requireFew(Shape batch) {
		if (batch.rank() > 2 && batch.size(0) > MOST) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The tensor has %d items; 1 to %d are taken".formatted(batch.size(0), MOST));
		}
	}

	/**
	 * The heap of a tensor as float32, unpacked or not.
	 */
	private static long asFloats(Tensor sent) {
		return 2L * Float.BYTES * sent.elements();
	}

	/**
	 * Latents as a client sent them.
	 *
	 * @param values {@code [n, c, h, w]}, n at least 1, with all patches where they lie
	 * @param scaled true if they had a form that only scaled latents have
	 * @param framed true if they had an axis of frames, of which there is one
	 */
	record Latents(Tensor values, boolean scaled, boolean framed) {
	}

	/**
	 * Reads latents: {@code [n, c, h, w]}, one without the dimension of the batch, as
	 * SD.Next sends those of FLUX, in patches, or packed.
	 * @param height of the image in pixels, of packed latents
	 * @param width of the image in pixels, of packed latents
	 * @throws ProblemException likewise, or if the latents do not suit the model or are
	 * more than a request may have
	 */
	static Latents readLatents(MemoryBudget memory, Autoencoder model, byte[] body, @Nullable List<String> shape,
			@Nullable String dtype, @Nullable Integer height, @Nullable Integer width) {
		Tensor whole = read(body, shape, dtype);
		memory.reserve(asFloats(whole));
		boolean framed = hasOneFrame(whole.shape(), model);
		Tensor sent = framed ? withoutFrame(whole) : whole;
		// Others send the size with latents that need none, and by another model's ratio.
		boolean single = sent.shape().rank() == 3 && isOneLatent(model, sent.shape(), height, width);
		if (!single) {
			requireFew(sent.shape());
		}
		boolean packed = sent.shape().rank() == 3 && !single;
		boolean patched = arePatches(sent.shape(), model);
		Tensor latents = packed ? unpacked(model, sent, height, width)
				: patched ? unpatched(model, sent) : single ? sent.reshape(sent.shape().prepend(1).sizes()) : sent;
		if (latents.shape().rank() != 4 || !hasChannels(latents.shape().size(1), model) || latents.elements() == 0) {
			throw unfit(model, sent);
		}
		return new Latents(latents, patched || (packed && model.scaling().patch() > 1), framed);
	}

	/**
	 * Tells {@code [n, c, 1, h, w]}, as models of video have it.
	 */
	static boolean hasOneFrame(Shape shape, Autoencoder model) {
		return model.config().hasFrameAxis() && shape.rank() == 5 && shape.size(2) == 1;
	}

	private static Tensor withoutFrame(Tensor tensor) {
		Shape shape = tensor.shape();
		return tensor.reshape(shape.size(0), shape.size(1), shape.size(3), shape.size(4));
	}

	/**
	 * An item of an answer, {@code [c, h, w]}, with an axis for its one frame.
	 */
	static Tensor withFrame(Tensor item) {
		Shape shape = item.shape();
		return item.reshape(shape.size(0), 1, shape.size(1), shape.size(2));
	}

	private static boolean arePatches(Shape shape, Autoencoder model) {
		long cells = (long) model.scaling().patch() * model.scaling().patch();
		return cells > 1 && shape.rank() == 4 && shape.elements() > 0
				&& shape.size(1) == cells * model.config().latentChannels();
	}

	private static Tensor unpatched(Autoencoder model, Tensor sent) {
		return Tensor.stack(LongStream.range(0, sent.shape().size(0))
			.mapToObj((i) -> model.scaling().unpatched(sent.get(i).to(DType.F32)))
			.toList());
	}

	/**
	 * Reads images.
	 * @return float32 {@code [n, 3, h, w]}, n at least 1
	 * @throws ProblemException if they are none, or more than a request may have
	 */
	static Tensor readImages(MemoryBudget memory, Autoencoder model, byte[] body, @Nullable List<String> shape,
			@Nullable String dtype) {
		Tensor read = read(body, shape, dtype);
		memory.reserve(asFloats(read));
		Tensor whole = read.to(DType.F32);
		Tensor sent = hasOneFrame(whole.shape(), model) ? withoutFrame(whole) : whole;
		Shape images = (sent.shape().rank() == 3) ? sent.shape().prepend(1) : sent.shape();
		if (images.rank() != 4 || images.elements() == 0) {
			throw new ProblemException(ProblemType.UNFIT_IMAGE,
					"The images have the shape %s; %s takes [n, 3, H, W]".formatted(sent.shape(), model.id()));
		}
		requireFew(images);
		return sent.reshape(images.sizes());
	}

	/**
	 * Tells a latent {@code [c, h, w]} from packed ones, {@code [n, tokens, 4c]}. Where
	 * both would do the image's size decides, without which no packed ones are taken.
	 */
	private static boolean isOneLatent(Autoencoder model, Shape shape, @Nullable Integer height,
			@Nullable Integer width) {
		if (shape.size(0) != model.config().latentChannels()) {
			return false;
		}
		return (height == null && width == null) || (height != null && isSide(model, shape.size(1), height)
				&& width != null && isSide(model, shape.size(2), width));
	}

	/**
	 * Tells if an image of so many pixels, or cropped to them, has so many cells.
	 */
	private static boolean isSide(Autoencoder model, long cells, int pixels) {
		int ratio = model.config().ratio();
		return Math.abs(cells * ratio - pixels) < ratio;
	}

	/**
	 * Undoes the packing of FLUX's pipelines, which put each 2 × 2 cells of a latent into
	 * one token.
	 */
	private static Tensor unpacked(Autoencoder model, Tensor packed, @Nullable Integer height,
			@Nullable Integer width) {
		if (height == null || width == null || height < 1 || width < 1) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"Packed latents need the parameters height and width: the image's, in pixels, at least 1");
		}
		int pixels = 2 * model.config().ratio();
		int rows = height / pixels;
		int columns = width / pixels;
		Shape shape = packed.shape();
		if (shape.size(1) != (long) rows * columns) {
			throw new ProblemException(ProblemType.UNFIT_LATENT,
					"The packed latents have %d tokens; an image of %d × %d pixels has %d × %d of them in %s"
						.formatted(shape.size(1), width, height, columns, rows, model.id()));
		}
		if (shape.size(2) % CELLS != 0 || !hasChannels(shape.size(2) / CELLS, model) || packed.elements() == 0) {
			throw unfit(model, packed);
		}
		int channels = (int) shape.size(2) / CELLS;
		float[] from = packed.toFloats();
		float[] to = new float[from.length];
		// from is [n, row, column, channel, y, x], to is [n, channel, row, y, column, x].
		for (int i = 0; i < from.length; i++) {
			int x = i % 2;
			int y = i / 2 % 2;
			int channel = i / CELLS % channels;
			int token = i / (CELLS * channels);
			int column = token % columns;
			int row = token / columns % rows;
			int item = token / columns / rows;
			to[(((item * channels + channel) * rows + row) * 2 + y) * 2 * columns + 2 * column + x] = from[i];
		}
		return Tensor.of(new Shape(shape.size(0), channels, 2L * rows, 2L * columns), to);
	}

	private static boolean hasChannels(long channels, Autoencoder model) {
		int all = model.config().latentChannels();
		return channels == all || (model.config().structured() && channels >= 1 && channels < all);
	}

	private static ProblemException unfit(Autoencoder model, Tensor sent) {
		int channels = model.config().latentChannels();
		int patch = model.scaling().patch();
		String scaled = (patch > 1) ? ", [n, %d, h/%d, w/%d] scaled".formatted(channels * patch * patch, patch, patch)
				: "";
		return new ProblemException(ProblemType.UNFIT_LATENT,
				"The latents have the shape %s; %s takes [n, %d, h, w]%s, or [n, h·w/4, %d] packed"
					.formatted(sent.shape(), model.id(), channels, scaled, CELLS * channels));
	}

}
