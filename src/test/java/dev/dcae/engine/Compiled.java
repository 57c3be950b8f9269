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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.Compiler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compiled models held against their definition.
 *
 * @param folder for archives
 */
record Compiled(Path folder) {

	private static final float TOLERANCE = 1e-4f;

	/**
	 * Checks both ends of a model.
	 * @param sides of latents: heights and widths
	 */
	void assertIsItsDefinition(ConfigJson json, Map<String, Tensor> tensors, int[]... sides) throws IOException {
		AutoencoderConfig config = json.readAny().completedBy(tensors);
		Definition definition = Definition.of(json.node(), tensors);
		try (TorchRunner runner = load(config, tensors, Precision.FP32)) {
			for (int[] side : sides) {
				List<Tensor> images = random(
						new Shape(3, (long) side[0] * config.ratio(), (long) side[1] * config.ratio()));
				assertSame(runner.run(Operation.ENCODE, images),
						images.stream().map((image) -> definition.encode(map(image))).toList());
				List<Tensor> latents = random(new Shape(config.latentChannels(), side[0], side[1]));
				assertSame(runner.run(Operation.DECODE, latents),
						latents.stream().map((latent) -> definition.decode(map(latent))).toList());
			}
		}
	}

	TorchRunner load(AutoencoderConfig config, Map<String, Tensor> tensors, Precision precision) throws IOException {
		// Without the cache, which waits for the disk.
		Path archive = Files.createTempFile(this.folder, precision.name(), ".pt");
		try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
			Compiler.of(config, (name) -> Objects.requireNonNull(tensors.get(name)), precision).writeTo(channel);
		}
		return TorchRunner.load(archive, config, "cpu", 2);
	}

	/**
	 * Two items, so that one that leaks into the other shows.
	 */
	static List<Tensor> random(Shape shape) {
		Random random = new Random(3);
		List<Tensor> items = new ArrayList<>();
		for (int i = 0; i < 2; i++) {
			float[] values = new float[(int) shape.elements()];
			for (int j = 0; j < values.length; j++) {
				values[j] = 2 * random.nextFloat() - 1;
			}
			items.add(Tensor.of(shape, values));
		}
		return items;
	}

	private static FeatureMap map(Tensor tensor) {
		float[] floats = tensor.toFloats();
		FeatureMap map = new FeatureMap((int) tensor.shape().size(0), (int) tensor.shape().size(1),
				(int) tensor.shape().size(2));
		for (int i = 0; i < floats.length; i++) {
			map.values()[i] = floats[i];
		}
		return map;
	}

	private static void assertSame(List<ItemResult> results, List<FeatureMap> expected) {
		for (int i = 0; i < expected.size(); i++) {
			FeatureMap map = expected.get(i);
			float[] actual = results.get(i).output().toFloats();
			assertThat(results.get(i).finite()).isTrue();
			assertThat(results.get(i).output().shape()).isEqualTo(new Shape(map.channels(), map.height(), map.width()));
			double largest = 0;
			double squares = 0;
			for (int j = 0; j < actual.length; j++) {
				largest = Math.max(largest, Math.abs(actual[j] - map.values()[j]));
				squares += map.values()[j] * map.values()[j];
			}
			assertThat(largest).isLessThanOrEqualTo(TOLERANCE);
			// Else the comparison would say little.
			assertThat(Math.sqrt(squares / actual.length)).isBetween(0.1, 20.0);
		}
	}

}
