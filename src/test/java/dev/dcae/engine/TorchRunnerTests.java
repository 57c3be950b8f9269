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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A runner refuses what it cannot run, and runs on. After every test it still does.
 */
class TorchRunnerTests {

	private static final Tensor IMAGE = Tensor.zeros(DType.F32, new Shape(3, 16, 16));

	@TempDir
	static Path cache;

	private static TorchRunner runner;

	private static float[] expected;

	@BeforeAll
	static void load() throws IOException {
		runner = Fixture.of("tiny-sana").load(cache, Precision.FP32);
		expected = runner.run(Operation.ENCODE, List.of(IMAGE)).getFirst().output().toFloats();
	}

	@AfterAll
	static void close() {
		runner.close();
	}

	@AfterEach
	void theRunnerStillWorks() {
		List<ItemResult> results = runner.run(Operation.ENCODE, List.of(IMAGE, IMAGE));
		assertThat(results).allMatch(ItemResult::finite).hasSize(2);
		assertThat(results.get(1).output().toFloats()).usingComparatorWithPrecision(1e-5f).containsExactly(expected);
	}

	@ParameterizedTest
	@CsvSource({ "ENCODE, 4, 16, 16", "ENCODE, 1, 16, 16", "ENCODE, 3, 15, 16", "ENCODE, 3, 2, 2", "DECODE, 3, 2, 2",
			"DECODE, 9, 2, 2", "DECODE, 0, 2, 2", "DECODE_IMAGE, 7, 2, 2" })
	void anInputOfAWrongShapeIsRefusedWithoutABacktrace(Operation operation, long channels, long height, long width) {
		Tensor input = Tensor.zeros(DType.F32, new Shape(channels, height, width));
		assertRefused(operation, input);
	}

	@Test
	void anInputOfAWrongRankIsRefused() {
		assertRefused(Operation.ENCODE, Tensor.zeros(DType.F32, new Shape(16, 16)));
		assertRefused(Operation.ENCODE, Tensor.zeros(DType.F32, new Shape(1, 3, 16, 16)));
		assertRefused(Operation.DECODE, Tensor.zeros(DType.F32, new Shape()));
		assertRefused(Operation.ENCODE_IMAGE, Tensor.zeros(DType.U8, new Shape(16, 16, 4)));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "F32")
	void anotherTypeIsRefusedBeforeItReachesLibtorch(DType dtype) {
		Tensor input = Tensor.zeros(dtype, IMAGE.shape());
		assertThatIllegalArgumentException().isThrownBy(() -> runner.run(Operation.ENCODE, List.of(input)))
			.withMessageContaining(dtype.torchName());
		assertThatIllegalArgumentException().isThrownBy(() -> runner.run(Operation.DECODE, List.of(IMAGE, input)))
			.withMessageContaining(dtype.torchName());
		assertThatIllegalArgumentException().isThrownBy(() -> runner.trace(true, List.of(input)));
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "U8")
	void pixelsAreBytes(DType dtype) {
		Tensor input = Tensor.zeros(dtype, new Shape(16, 16, 3));
		assertThatIllegalArgumentException().isThrownBy(() -> runner.run(Operation.ENCODE_IMAGE, List.of(input)));
	}

	@Test
	void itemsOfDifferentShapesAreRefused() {
		Tensor other = Tensor.zeros(DType.F32, new Shape(3, 16, 32));
		assertThatIllegalArgumentException().isThrownBy(() -> runner.run(Operation.ENCODE, List.of(IMAGE, other)))
			.withMessageContaining("[3, 16, 16] and [3, 16, 32]");
		assertThatIllegalArgumentException().isThrownBy(() -> runner.run(Operation.ENCODE, List.of()));
	}

	@Test
	void aFileThatIsNoArchiveIsRefusedWithoutABacktrace() throws IOException {
		Path file = Files.writeString(cache.resolve("broken.pt"), "not an archive");
		assertThatExceptionOfType(EngineRunException.class)
			.isThrownBy(() -> TorchRunner.load(file, ConfigJson.tiny().read(), "cpu", 2))
			.withMessage("libtorch cannot load the archive " + file);
	}

	@Test
	void aBatchOfAHundredMegabytesThatIsRefusedDoesNoHarm() {
		assertRefused(Operation.ENCODE, Tensor.zeros(DType.F32, new Shape(7, 2048, 2048)));
	}

	private static void assertRefused(Operation operation, Tensor input) {
		assertThatExceptionOfType(EngineRunException.class).isThrownBy(() -> runner.run(operation, List.of(input)))
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\n", "frame", "c10").hasSizeLessThan(200));
	}

}
