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

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

import dev.dcae.model.Precision;
import dev.dcae.tensor.Shape;

/**
 * An archive by which a machine's arithmetic is tried: a method for each layer and type,
 * whose answers are simple enough to be computed in another way. Weights are eighths,
 * which bfloat16 holds exactly.
 */
public final class ProbeArchive {

	/**
	 * Convolutions of the kinds that models have, with channels that fill no vector, and
	 * one that needs several blocks.
	 */
	public static final List<Layer> LAYERS = List.of(new Layer(19, 35, 3, 1, 1), new Layer(3, 37, 3, 2, 1),
			new Layer(67, 19, 1, 1, 1), new Layer(21, 21, 5, 1, 21), new Layer(96, 80, 3, 1, 1));

	/**
	 * The product of the input's pixels with each other: [H·W, H·W] from [1, C, H, W].
	 */
	public static final String PRODUCT = "product";

	private ProbeArchive() {
	}

	/**
	 * A square convolution without a bias, padded by half its kernel.
	 *
	 * @param in channels
	 * @param out channels
	 */
	public record Layer(int in, int out, int kernel, int stride, int groups) {

		/**
		 * The value of its kernel.
		 * @param input counted within the group
		 */
		public float weight(int output, int input, int y, int x) {
			return (Math.floorMod(7 * output + 5 * input + 3 * y + x, 9) - 4) / 8f;
		}

	}

	/**
	 * The method of a layer. Takes and answers float32 [1, C, H, W].
	 */
	public static String method(int layer, Precision precision) {
		return "layer_%d_%s".formatted(layer, suffix(precision));
	}

	/**
	 * The method {@link #PRODUCT} of a type. Takes and answers float32.
	 */
	public static String product(Precision precision) {
		return PRODUCT + "_" + suffix(precision);
	}

	private static String suffix(Precision precision) {
		return precision.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Writes the archive. Its method {@code pack} is that of a model.
	 */
	public static void writeTo(SeekableByteChannel channel) throws IOException {
		Code code = new Code(List.of("activation", "conv"));
		SequencedMap<String, Value.Module> convolutions = new LinkedHashMap<>();
		StringBuilder methods = new StringBuilder();
		for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
			int type = (precision == Precision.FP32) ? 6 : 15;
			for (int i = 0; i < LAYERS.size(); i++) {
				String name = "conv_%d_%s".formatted(i, suffix(precision));
				convolutions.put(name, convolution(LAYERS.get(i), precision));
				methods.append("""
						  def %s(self, x: Tensor) -> Tensor:
						    y = (self.%s).forward(torch.contiguous(torch.to(x, %d), memory_format=2))
						    return torch.contiguous(torch.to(y, 6))
						""".formatted(method(i, precision), name, type));
			}
			methods.append("""
					  def %s(self, x: Tensor) -> Tensor:
					    y = torch.flatten(torch.squeeze(torch.to(x, %d), 0), 1)
					    return torch.to(torch.matmul(torch.transpose(y, 0, 1), y), 6)
					""".formatted(product(precision), type));
		}
		methods.append(code.packing(convolutions));
		Value.Module module = code.define("Probe", new LinkedHashMap<>(convolutions), methods.toString());
		new Archive(code.files(), module).writeTo(channel);
	}

	private static Value.Module convolution(Layer layer, Precision precision) {
		int size = layer.kernel();
		int inputs = layer.in() / layer.groups();
		Weight weight = new Weight("weight", precision.dtype(), new Shape(layer.out(), inputs, size, size),
				(row, into) -> {
					for (int i = 0; i < into.length; i++) {
						into[i] = layer.weight(row, i / (size * size), i / size % size, i % size);
					}
				});
		return Blocks.conv(weight, new Value.None(), layer.stride(), layer.groups());
	}

}
