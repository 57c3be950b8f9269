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

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The group norm of a KL autoencoder alone, against float64 on the same input. The model
 * is made so that its last norm sees the latent as it is: convolutions that do nothing,
 * blocks that add nothing.
 */
class GroupNormTests {

	private static final int CHANNELS = 8;

	private static final int GROUPS = 4;

	private static final ConfigJson CONFIG = ConfigJson.tinyKl()
		.with("block_out_channels", "[8]")
		.with("latent_channels", "8")
		.with("down_block_types", "[\"DownEncoderBlock2D\"]")
		.with("up_block_types", "[\"UpDecoderBlock2D\"]")
		.with("mid_block_add_attention", "false")
		.with("use_post_quant_conv", "false");

	/**
	 * The part behind the blocks: into, the middle, one resolution, the norm.
	 */
	private static final int NORM = 3;

	private final Map<String, Tensor> tensors = new LinkedHashMap<>();

	@TempDir
	Path temp;

	@BeforeEach
	void makeAllButTheNormDoNothing() throws IOException {
		this.tensors.putAll(RandomCheckpoint.tensors(CONFIG, 4));
		this.tensors.replaceAll((name, tensor) -> {
			boolean adds = name.startsWith("decoder.") && name.contains(".conv2.")
					|| name.equals("decoder.conv_in.bias");
			return adds ? Tensor.zeros(DType.F32, tensor.shape()) : tensor;
		});
		float[] same = new float[CHANNELS * CHANNELS * 9];
		for (int c = 0; c < CHANNELS; c++) {
			same[(c * CHANNELS + c) * 9 + 4] = 1;
		}
		this.tensors.put("decoder.conv_in.weight", Tensor.of(new Shape(CHANNELS, CHANNELS, 3, 3), same));
	}

	/**
	 * Of more than one piece, the last of which is smaller.
	 */
	@ParameterizedTest
	@CsvSource({ "0, 1", "1000, 1", "-1000, 1", "1000, 0.01", "0.001, 0.0001", "30000, 100", "1000.3, 0", "0, 0" })
	void anOffsetCostsNoDigits(double offset, double deviation) throws IOException {
		assertExact(noise(500, 300, offset, deviation));
	}

	@ParameterizedTest
	@CsvSource({ "1, 1", "1, 7", "3, 2", "2, 131073" })
	void anySizeIsExact(int height, int width) throws IOException {
		assertExact(noise(height, width, -3, 2));
	}

	/**
	 * Halves of black and white, each of many pieces: no piece is like the whole.
	 */
	@ParameterizedTest
	@CsvSource({ "500, 300, 1", "500, 300, 1000" })
	void piecesThatDifferFromEachOtherAreExact(int height, int width, double step) throws IOException {
		float[] values = noise(height, width, 0, 0.01).toFloats();
		for (int i = 0; i < values.length; i++) {
			values[i] += (float) ((i % (height * width) < height * width / 2) ? step : -step);
		}
		assertExact(Tensor.of(new Shape(CHANNELS, height, width), values));
	}

	@Tag("slow")
	@ParameterizedTest
	@CsvSource({ "0, 1", "1000, 1", "-1000, 1", "1, 0" })
	void aMegapixelCostsNoDigits(double offset, double deviation) throws IOException {
		assertExact(noise(1024, 1024, offset, deviation));
	}

	private void assertExact(Tensor input) throws IOException {
		Tensor small = noise(5, 3, 10, 1);
		try (TorchRunner runner = new Compiled(this.temp).load(CONFIG.readAny(), this.tensors, Precision.FP32)) {
			for (List<Tensor> batch : List.of(List.of(input), List.of(small, small))) {
				Tensor all = runner.trace(false, batch).get(NORM);
				for (int i = 0; i < batch.size(); i++) {
					assertExact(batch.get(i), all.get(i).toFloats());
				}
			}
		}
	}

	private void assertExact(Tensor input, float[] actual) {
		FeatureMap map = new FeatureMap(CHANNELS, (int) input.shape().size(1), (int) input.shape().size(2));
		float[] floats = input.toFloats();
		for (int i = 0; i < floats.length; i++) {
			map.values()[i] = floats[i];
		}
		Definition.Values values = new Definition.Values(this.tensors);
		double[] expected = map
			.groupNorm(GROUPS, values.vector("decoder.conv_norm_out.weight"),
					values.vector("decoder.conv_norm_out.bias"))
			.apply(NaiveDcAe.activation("silu"))
			.values();
		double errors = 0;
		double squares = 0;
		for (int i = 0; i < expected.length; i++) {
			errors += Math.pow(actual[i] - expected[i], 2);
			squares += Math.pow(expected[i], 2);
		}
		assertThat(squares).isPositive();
		assertThat(Math.sqrt(errors / squares)).isLessThanOrEqualTo(1e-5);
	}

	private static Tensor noise(int height, int width, double offset, double deviation) {
		Random random = new Random(6);
		float[] values = new float[CHANNELS * height * width];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) (offset + deviation * random.nextGaussian());
		}
		return Tensor.of(new Shape(CHANNELS, height, width), values);
	}

}
