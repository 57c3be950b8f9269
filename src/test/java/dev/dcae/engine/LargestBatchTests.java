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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The largest batches that the default settings allow: 32 items, 16 megapixels. Kernels
 * that count in 32 bits leave the last items of too large a batch at zero, without an
 * error.
 */
@Tag("slow")
class LargestBatchTests {

	@TempDir
	static Path cache;

	private static AutoencoderConfig config;

	private static TorchRunner runner;

	@BeforeAll
	static void load() throws IOException {
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of("classpath:models/dc-ae-tiny-f32c32"))) {
			config = checkpoint.config();
			runner = TorchRunner.load(
					new ArchiveCache(cache).get(checkpoint.digest(),
							Compiler.of(config, checkpoint::tensor, Precision.FP32)),
					config, "cpu", Runtime.getRuntime().availableProcessors());
		}
	}

	@AfterAll
	static void close() {
		runner.close();
	}

	@ParameterizedTest
	@CsvSource({ "ENCODE_IMAGE, 64, 32", "DECODE, 64, 32", "DECODE_IMAGE, 64, 32", "ENCODE_IMAGE, 256, 32",
			"DECODE, 256, 32", "ENCODE_IMAGE, 1024, 16", "DECODE_IMAGE, 1024, 16" })
	void everyItemOfTheLargestBatchIsWhatItIsAlone(Operation operation, int side, int count) {
		Random random = new Random(side);
		// Of large images two, in turns: to compute each alone takes as long as all of
		// them together.
		int different = (side == 1024) ? 2 : count;
		List<Tensor> items = new ArrayList<>();
		List<Tensor> alone = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			items.add((i < different) ? item(operation, side, random) : items.get(i - different));
			if (i < different) {
				alone.add(runner.run(operation, items.subList(i, i + 1)).getFirst().output());
			}
		}
		List<ItemResult> together = runner.run(operation, items);
		for (int i = 0; i < count; i++) {
			assertSame(together.get(i).output(), alone.get(i % different));
		}
	}

	private static Tensor item(Operation operation, int side, Random random) {
		if (operation.encodes()) {
			byte[] pixels = new byte[3 * side * side];
			random.nextBytes(pixels);
			return Tensor.ofBytes(new Shape(side, side, 3), pixels);
		}
		Shape shape = config.latentShape(side, side);
		float[] values = new float[(int) shape.elements()];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) random.nextGaussian();
		}
		return Tensor.of(shape, values);
	}

	private static void assertSame(Tensor together, Tensor alone) {
		if (alone.dtype() == DType.U8) {
			byte[] levels = alone.toBytes();
			byte[] others = together.toBytes();
			int largest = 0;
			int difference = 0;
			for (int i = 0; i < levels.length; i++) {
				largest = Math.max(largest, levels[i] & 0xff);
				difference = Math.max(difference, Math.abs((levels[i] & 0xff) - (others[i] & 0xff)));
			}
			assertThat(largest).isPositive();
			assertThat(difference).isLessThanOrEqualTo(1);
			return;
		}
		float largest = 0;
		for (float value : alone.toFloats()) {
			largest = Math.max(largest, Math.abs(value));
		}
		assertThat(largest).isPositive();
		assertThat(GoldenTests.maxDifference(together, alone)).isLessThanOrEqualTo(3e-5f * largest);
	}

}
