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
package dev.dcae.serving;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigReader;
import dev.dcae.model.Operation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The largest batches of published models, by arithmetic alone.
 */
class ModelLimitsTests {

	private static final Path CHECKPOINTS = Path.of("src/test/resources/checkpoints");

	/**
	 * A map that is doubled has a row and a column more on each side before its four
	 * phases are put together.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "sd-vae-f8c4", "sd3-flux-f8c16", "flux2-f8c32", "flux2-small-decoder-f8c32", "taesd-f8c4",
			"qwenimage-f8c16", "wan2.1-f8c16", "dc-ae-f32c32-sana-1.0", "dc-ae-lite-f32c32-sana-1.1",
			"hunyuanimage-2.1-f32c64" })
	void noPaddedActivationReachesWhatKernelsIndex(String model) throws IOException {
		for (int side = 64; side <= 8192; side += 32) {
			assertIndexed(model, side, side);
		}
	}

	@ParameterizedTest
	@CsvSource({ "592, 440", "8192, 48", "16384, 64" })
	void norDoesOneOfAnotherShape(int width, int height) throws IOException {
		assertIndexed("sd-vae-f8c4", width, height);
	}

	private static void assertIndexed(String model, long width, long height) throws IOException {
		AutoencoderConfig config = ConfigReader.read(Files.readAllBytes(CHECKPOINTS.resolve(model + ".config.json")));
		long count = ModelLimits.of(config, ModelLimits.Memory.OF_DEVICE).largestPixels(Operation.DECODE)
				/ (width * height);
		assertThat(count * config.peakElementsPerPixel(Operation.DECODE) * (width + 2) * (height + 2))
			.as("%d of %d x %d", count, width, height)
			.isLessThan(1L << 31);
	}

}
