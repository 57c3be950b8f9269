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
package dev.dcae.bench;

import java.io.IOException;
import java.util.List;
import java.util.Objects;

import dev.dcae.model.AutoencoderConfig;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The walk from layer to layer, held against the sum over all weights, which is counted
 * in another way.
 */
class LayersTests {

	@ParameterizedTest
	@ValueSource(ints = { 256, 1024 })
	void haveTheArithmeticOfTheReference(int size) throws IOException {
		for (var model : Roofline.models().entrySet()) {
			for (boolean encoder : new boolean[] { true, false }) {
				double products = Layers.of(model.getValue(), encoder, size)
					.stream()
					.mapToDouble(Layer::reference)
					.sum();
				assertThat(2 * products / 1e9).as("%s, encoder %s", model.getKey(), encoder)
					.isCloseTo(Arithmetic.gflop(model.getValue(), encoder, size), Percentage.withPercentage(0.01));
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void moveAtLeastWhatTheyHaveTo(boolean encoder) throws IOException {
		for (AutoencoderConfig config : Roofline.models().values()) {
			assertThat(Layers.of(config, encoder, 512)).allSatisfy((layer) -> {
				assertThat(layer.moved()).isPositive().isGreaterThanOrEqualTo(layer.least());
				assertThat(layer.products()).isLessThanOrEqualTo(layer.reference() * 1.1);
			});
		}
	}

	/**
	 * 36 products a pixel of the smaller map and channels in and out become 16.
	 */
	@ParameterizedTest
	@CsvSource({ "dc-ae-f32c32-sana-1.0, 0.83, 0.93", "dc-ae-lite-f32c32-sana-1.1, 1, 1", "sd-vae-f8c4, 0.8, 0.92" })
	void savesByPhases(String model, double least, double most) throws IOException {
		List<Layer> layers = Layers.of(Objects.requireNonNull(Roofline.models().get(model)), false, 512);
		double ratio = layers.stream().mapToDouble(Layer::products).sum()
				/ layers.stream().mapToDouble(Layer::reference).sum();
		assertThat(ratio).isBetween(least, most);
	}

}
