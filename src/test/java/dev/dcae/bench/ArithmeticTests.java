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
import java.nio.file.Files;
import java.nio.file.Path;

import dev.dcae.model.ConfigReader;
import dev.dcae.model.DcAeConfig;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ArithmeticTests {

	/**
	 * GMAC at 512 × 512, counted from diffusers' modules.
	 */
	@ParameterizedTest
	@CsvSource({ "dc-ae-f32c32-sana-1.0, 647, 1046", "dc-ae-f32c32-mix-1.0, 1043, 1385",
			"dc-ae-f64c128-in-1.0, 1053, 1398", "dc-ae-f128c512-mix-1.0, 1055, 1403",
			"dc-ae-lite-f32c32-sana-1.1, 647, 939", "dc-ae-f64c128-1.5, 1376, 1488" })
	void countsWhatTheReferenceDoes(String model, double encoder, double decoder) throws IOException {
		DcAeConfig config = (DcAeConfig) ConfigReader
			.read(Files.readAllBytes(Path.of("src/test/resources/checkpoints", model + ".config.json")));
		assertThat(Arithmetic.gflop(config, true, 512) / 2).isCloseTo(encoder, Percentage.withPercentage(1));
		assertThat(Arithmetic.gflop(config, false, 512) / 2).isCloseTo(decoder, Percentage.withPercentage(1));
	}

}
