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
package dev.dcae.engine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.training.ParameterStore;
import dev.dcae.model.Precision;
import dev.dcae.torchscript.ProbeArchive;
import dev.dcae.torchscript.ProbeArchive.Layer;
import org.apache.commons.compress.utils.SeekableInMemoryByteChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tries whether libtorch computes right on this machine's CPU: some small layers are
 * compared with what plain Java makes of them. {@link OneDnn} knows machines that it does
 * not; there may be others, and wrong values look like any others.
 */
final class Arithmetic {

	private static final Logger log = LoggerFactory.getLogger(Arithmetic.class);

	private static final int HEIGHT = 13;

	private static final int WIDTH = 17;

	/**
	 * The step from one answer that is compared to the next: a prime, which meets all
	 * channels.
	 */
	private static final int STEP = 7;

	/**
	 * Inputs, weights and products are exact in either type, and so are sums but for the
	 * last rounding of bfloat16, whose fraction has eight bits.
	 */
	private static final double BF16 = 1.0 / 256;

	private static final double FP32 = 1e-5;

	private static boolean tried;

	private Arithmetic() {
	}

	/**
	 * Runs layers by name.
	 */
	@FunctionalInterface
	interface Engine {

		/**
		 * The answer of a method of {@link ProbeArchive}.
		 * @param input of [1, channels, {@link #HEIGHT}, {@link #WIDTH}]
		 */
		float[] run(String method, int channels, float[] input);

	}

	/**
	 * Tries the process's libtorch, once.
	 * @throws WrongArithmeticException if a value is wrong
	 */
	static synchronized void require() {
		if (tried) {
			return;
		}
		long start = System.nanoTime();
		try (Model model = load()) {
			require((method, channels, input) -> run(model, method, channels, input));
		}
		tried = true;
		log.debug("The CPU computes right: {} ms to try it", (System.nanoTime() - start) / 1_000_000);
	}

	static Model load() {
		Model model = Model.newInstance("probe", Device.cpu(), "PyTorch");
		try (SeekableInMemoryByteChannel channel = new SeekableInMemoryByteChannel()) {
			ProbeArchive.writeTo(channel);
			model.load(new ByteArrayInputStream(channel.array(), 0, (int) channel.size()),
					Map.of("mapLocation", "true"));
			SharedModel.pack((PtSymbolBlock) model.getBlock());
			return model;
		}
		catch (IOException | MalformedModelException | RuntimeException ex) {
			model.close();
			throw new EngineRunException("libtorch cannot load the archive that tries the CPU", ex);
		}
	}

	static float[] run(Model model, String method, int channels, float[] input) {
		try (NDManager manager = model.getNDManager().newSubManager()) {
			NDArray name = manager.create(0f);
			name.setName("module_method:" + method);
			NDArray x = manager.create(input, new Shape(1, channels, HEIGHT, WIDTH));
			return model.getBlock()
				.forward(new ParameterStore(), new NDList(x, name), false)
				.singletonOrThrow()
				.toFloatArray();
		}
	}

	/**
	 * Tries an engine.
	 * @throws WrongArithmeticException if a value is wrong
	 */
	static void require(Engine engine) {
		for (Precision precision : List.of(Precision.FP32, Precision.BF16)) {
			for (int i = 0; i < ProbeArchive.LAYERS.size(); i++) {
				Layer layer = ProbeArchive.LAYERS.get(i);
				float[] input = input(layer.in());
				float[] answer = engine.run(ProbeArchive.method(i, precision), layer.in(), input);
				compare("a convolution of %d to %d channels".formatted(layer.in(), layer.out()), precision, answer,
						(index) -> convolved(layer, input, index));
			}
			int channels = ProbeArchive.LAYERS.getFirst().in();
			float[] input = input(channels);
			float[] answer = engine.run(ProbeArchive.product(precision), channels, input);
			compare("a product of matrices", precision, answer, (index) -> product(input, channels, index));
		}
	}

	/**
	 * Eighths from -1 to 1.
	 */
	private static float[] input(int channels) {
		float[] input = new float[channels * HEIGHT * WIDTH];
		for (int i = 0; i < input.length; i++) {
			input[i] = (Math.floorMod(11 * i + i / 5, 17) - 8) / 8f;
		}
		return input;
	}

	/**
	 * The value that an answer should have.
	 */
	@FunctionalInterface
	private interface Expected {

		double at(int index);

	}

	private static void compare(String layer, Precision precision, float[] answer, Expected expected) {
		double tolerance = (precision == Precision.FP32) ? FP32 : BF16;
		for (int i = 0; i < answer.length; i += STEP) {
			double right = expected.at(i);
			if (!(Math.abs(answer[i] - right) <= tolerance * Math.max(1, Math.abs(right)))) {
				throw new WrongArithmeticException(
						"this machine's CPU computes wrong values: %s in %s answers %s, not %s".formatted(layer,
								precision.name().toLowerCase(Locale.ROOT), answer[i], (float) right));
			}
		}
	}

	private static double convolved(Layer layer, float[] input, int index) {
		int height = (HEIGHT - 1) / layer.stride() + 1;
		int width = (WIDTH - 1) / layer.stride() + 1;
		int output = index / (height * width);
		int top = index / width % height * layer.stride() - layer.kernel() / 2;
		int left = index % width * layer.stride() - layer.kernel() / 2;
		int inputs = layer.in() / layer.groups();
		int first = output / (layer.out() / layer.groups()) * inputs;
		double sum = 0;
		for (int c = 0; c < inputs; c++) {
			for (int y = Math.max(0, -top); y < Math.min(layer.kernel(), HEIGHT - top); y++) {
				for (int x = Math.max(0, -left); x < Math.min(layer.kernel(), WIDTH - left); x++) {
					sum += layer.weight(output, c, y, x) * input[((first + c) * HEIGHT + top + y) * WIDTH + left + x];
				}
			}
		}
		return sum;
	}

	private static double product(float[] input, int channels, int index) {
		int pixels = HEIGHT * WIDTH;
		double sum = 0;
		for (int c = 0; c < channels; c++) {
			sum += input[c * pixels + index / pixels] * input[c * pixels + index % pixels];
		}
		return sum;
	}

}
