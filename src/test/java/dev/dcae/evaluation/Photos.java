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
package dev.dcae.evaluation;

import java.nio.file.Path;
import java.util.SplittableRandom;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;

/**
 * The photographs among the test resources, and images made here.
 */
final class Photos {

	static final Path FOLDER = Path.of("src/test/resources/photos");

	static final RgbImage ASTRONAUT = ImageFolder.of(FOLDER, Formats.ALL).read(FOLDER.resolve("astronaut.png"));

	/**
	 * Cropped to multiples of 32.
	 */
	static final RgbImage COFFEE = ImageFolder.of(FOLDER, Formats.ALL)
		.read(FOLDER.resolve("coffee.png"))
		.centerCrop(576, 384);

	private Photos() {
	}

	static RgbImage noise(int width, int height, long seed) {
		byte[] pixels = new byte[3 * width * height];
		new SplittableRandom(seed).nextBytes(pixels);
		return new RgbImage(width, height, pixels);
	}

}
