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
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.Compiler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Numbers at the edge of what a precision holds.
 */
class ExtremeValuesTests {

	private static final DcAeConfig CONFIG = ConfigJson.tiny().read();

	private static final Tensor LATENT = Tensor.of(new Shape(4, 1, 1), 0.5f, -0.5f, 1f, -1f);

	private static final Tensor ZERO = Tensor.zeros(DType.F32, LATENT.shape());

	private final Map<String, Tensor> tensors = new LinkedHashMap<>();

	@TempDir
	Path temp;

	@BeforeEach
	void randomTensors() throws IOException {
		this.tensors.putAll(RandomCheckpoint.tensors(ConfigJson.tiny(), 1));
	}

	/**
	 * Zero by zero, but for the guard in the denominator, which is no number of float16.
	 */
	@ParameterizedTest
	@EnumSource
	void attentionThatSeesNothingAnswersZero(Precision precision) throws IOException {
		for (String part : List.of("q", "k", "v")) {
			this.tensors.computeIfPresent("decoder.up_blocks.2.0.attn.to_%s.weight".formatted(part),
					(_, weight) -> Tensor.zeros(DType.F32, weight.shape()));
		}
		float[] seeing = decode(precision, LATENT).getFirst().output().toFloats();
		assertThat(seeing).doesNotContain(Float.NaN);
		assertThat(decode(precision, LATENT, ZERO)).allMatch(ItemResult::finite);
	}

	/**
	 * Alone: its neighbour in the batch is well.
	 */
	@ParameterizedTest
	@EnumSource
	void onlyFp16OverflowsAndSaysSoOfTheItem(Precision precision) throws IOException {
		this.tensors.computeIfPresent("decoder.conv_in.weight", (_, weight) -> {
			float[] values = weight.toFloats();
			java.util.Arrays.fill(values, 60000f);
			return Tensor.of(weight.shape(), values);
		});
		Tensor large = Tensor.of(LATENT.shape(), 1f, 1f, 1f, 1f);
		List<ItemResult> results = decode(precision, ZERO, large, ZERO);
		assertThat(results).extracting(ItemResult::finite).containsExactly(true, precision != Precision.FP16, true);
	}

	private List<ItemResult> decode(Precision precision, Tensor... latents) throws IOException {
		Path archive = this.temp.resolve(precision + ".pt");
		try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
				StandardOpenOption.TRUNCATE_EXISTING)) {
			Compiler.of(CONFIG, (name) -> Objects.requireNonNull(this.tensors.get(name)), precision).writeTo(channel);
		}
		try (TorchRunner runner = TorchRunner.load(archive, CONFIG, "cpu", 2)) {
			assertThat(runner.run(Operation.DECODE_IMAGE, List.of(latents))).extracting(ItemResult::finite)
				.isEqualTo(runner.run(Operation.DECODE, List.of(latents)).stream().map(ItemResult::finite).toList());
			return runner.run(Operation.DECODE, List.of(latents));
		}
	}

}
