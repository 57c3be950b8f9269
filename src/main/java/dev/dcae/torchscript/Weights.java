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
package dev.dcae.torchscript;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

import dev.dcae.model.Precision;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Turns a checkpoint's tensors into an archive's weights.
 */
final class Weights {

	private final Function<String, Tensor> tensors;

	private final Precision precision;

	Weights(Function<String, Tensor> tensors, Precision precision) {
		this.tensors = tensors;
		this.precision = precision;
	}

	Precision precision() {
		return this.precision;
	}

	Tensor tensor(String name) {
		return this.tensors.apply(name);
	}

	float[] floats(String name) {
		return tensor(name).toFloats();
	}

	/**
	 * A tensor as it is, in the compute type.
	 */
	Weight compute(String name) {
		return compute(name, tensor(name).shape());
	}

	/**
	 * A tensor under another shape with the same rows, in the compute type.
	 */
	Weight compute(String name, Shape shape) {
		return new Weight(name, this.precision.dtype(), shape, rows(tensor(name)));
	}

	/**
	 * Values of our own, one a row, in the compute type.
	 */
	Weight compute(String name, float[] values) {
		return new Weight(name, this.precision.dtype(), new Shape(values.length), (row, into) -> into[0] = values[row]);
	}

	/**
	 * A tensor whose rows are each multiplied by a factor, in the compute type.
	 */
	Weight scaled(String name, Shape shape, float[] factors) {
		Weight.Rows rows = rows(tensor(name));
		return new Weight(name, this.precision.dtype(), shape, (row, into) -> {
			rows.read(row, into);
			for (int i = 0; i < into.length; i++) {
				into[i] *= factors[row];
			}
		});
	}

	/**
	 * Tensors of equal shape below each other, in the compute type.
	 */
	Weight stacked(List<String> names, Shape shape) {
		List<Weight.Rows> parts = names.stream().map((name) -> rows(tensor(name))).toList();
		int each = Math.toIntExact(tensor(names.getFirst()).shape().size(0));
		return new Weight(String.join(", ", names), this.precision.dtype(), shape,
				(row, into) -> parts.get(row / each).read(row % each, into));
	}

	/**
	 * The four 2 × 2 kernels, one below the other, that a 3 × 3 kernel is to the pixels
	 * of each parity after each pixel was doubled in both directions: the kernel's rows
	 * above an even row see its own pixel's upper neighbour, the others its own; below an
	 * odd row its lower neighbour. Perhaps plus the shortcut around both: the input's
	 * channels repeated and shuffled to pixels.
	 */
	Weight phases(String name, boolean shortcut) {
		Shape shape = tensor(name).shape();
		int channels = Math.toIntExact(shape.size(0));
		int in = Math.toIntExact(shape.size(1));
		Weight.Rows rows = rows(tensor(name));
		float[] kernel = new float[9 * in];
		return new Weight(name, this.precision.dtype(), new Shape(4L * channels, in, 2, 2), (row, into) -> {
			rows.read(row % channels, kernel);
			int down = row / channels / 2;
			int right = row / channels % 2;
			Arrays.fill(into, 0);
			for (int c = 0; c < in; c++) {
				for (int tap = 0; tap < 9; tap++) {
					// Where the tap falls among the two pixels that the phase sees.
					int y = (tap / 3 + 1 + down) / 2 - down;
					int x = (tap % 3 + 1 + right) / 2 - right;
					into[4 * c + 2 * y + x] += kernel[9 * c + tap];
				}
			}
			if (shortcut) {
				int repeated = (4 * (row % channels) + row / channels) * in / (4 * channels);
				into[4 * repeated + 2 * (1 - down) + 1 - right] += 1;
			}
		});
	}

	/**
	 * A 3 × 3 kernel whose outputs are shuffled to pixels, plus the shortcut around both:
	 * the input's channels repeated and shuffled.
	 */
	Weight plusRepeated(String name) {
		Shape shape = tensor(name).shape();
		int out = Math.toIntExact(shape.size(0));
		int in = Math.toIntExact(shape.size(1));
		Weight.Rows rows = rows(tensor(name));
		return new Weight(name, this.precision.dtype(), shape, (row, into) -> {
			rows.read(row, into);
			into[9 * (row * in / out) + 4] += 1;
		});
	}

	/**
	 * A 3 × 3 kernel with stride 2, plus the shortcut around it: 2 × 2 pixels of each
	 * channel, which lie under the kernel's last two rows and columns, made channels by
	 * pixel unshuffle, and the mean of as many consecutive ones as leaves the output's.
	 */
	Weight plusMean(String name) {
		Shape shape = tensor(name).shape();
		int each = Math.toIntExact(4 * shape.size(1) / shape.size(0));
		Weight.Rows rows = rows(tensor(name));
		return new Weight(name, this.precision.dtype(), shape, (row, into) -> {
			rows.read(row, into);
			for (int i = row * each; i < (row + 1) * each; i++) {
				int y = 1 + i % 4 / 2;
				int x = 1 + i % 2;
				into[9 * (i / 4) + 3 * y + x] += 1f / each;
			}
		});
	}

	/**
	 * A 3 × 3 kernel plus the shortcut around it: of fewer outputs the means of as many
	 * inputs beside each other as there are for each, of more outputs each input as often
	 * in a row.
	 */
	Weight plusNeighbours(String name) {
		Shape shape = tensor(name).shape();
		int out = Math.toIntExact(shape.size(0));
		int in = Math.toIntExact(shape.size(1));
		Weight.Rows rows = rows(tensor(name));
		return new Weight(name, this.precision.dtype(), shape, (row, into) -> {
			rows.read(row, into);
			int each = Math.max(1, in / out);
			int first = (out < in) ? row * each : row / (out / in);
			for (int i = first; i < first + each; i++) {
				into[9 * i + 4] += 1f / each;
			}
		});
	}

	/**
	 * The last slice of a kernel over frames, {@code [out, in, t, k, k]}: what meets the
	 * only frame, before which there are zeros.
	 */
	Weight lastSlice(String name) {
		Shape shape = tensor(name).shape();
		int in = Math.toIntExact(shape.size(1));
		int frames = Math.toIntExact(shape.size(2));
		int area = Math.toIntExact(shape.size(3) * shape.size(4));
		Weight.Rows rows = rows(tensor(name));
		float[] kernel = new float[in * frames * area];
		return new Weight(name, this.precision.dtype(), new Shape(shape.size(0), in, shape.size(3), shape.size(4)),
				(row, into) -> {
					rows.read(row, kernel);
					for (int i = 0; i < in; i++) {
						System.arraycopy(kernel, ((i + 1) * frames - 1) * area, into, i * area, area);
					}
				});
	}

	/**
	 * A norm's factors, times the root of the number of channels, in the compute type and
	 * shaped to broadcast over a feature map.
	 */
	Weight timesRootOfChannels(String name) {
		float[] values = floats(name);
		double root = Math.sqrt(values.length);
		return new Weight(name, this.precision.dtype(), new Shape(values.length, 1, 1),
				(row, into) -> into[0] = (float) (values[row] * root));
	}

	/**
	 * A vector several times, in the compute type.
	 */
	Weight repeated(String name, int times) {
		float[] values = floats(name);
		return new Weight(name, this.precision.dtype(), new Shape((long) times * values.length),
				(row, into) -> into[0] = values[row % values.length]);
	}

	/**
	 * A norm's vector, in float32 whatever the compute type, shaped to broadcast over a
	 * feature map.
	 */
	Weight norm(String name) {
		float[] values = floats(name);
		return new Weight(name, Precision.FP32.dtype(), new Shape(values.length, 1, 1),
				(row, into) -> into[0] = values[row]);
	}

	private static Weight.Rows rows(Tensor tensor) {
		return (row, into) -> tensor.get(row).copyTo(into);
	}

}
