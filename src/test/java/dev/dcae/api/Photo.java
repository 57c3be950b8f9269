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
package dev.dcae.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;

/**
 * A photograph among the test resources.
 */
enum Photo {

	ASTRONAUT, COFFEE;

	/**
	 * The file, a PNG.
	 */
	byte[] file() {
		try {
			return Files.readAllBytes(Path.of("src/test/resources/photos", name().toLowerCase(Locale.ROOT) + ".png"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Its middle, which takes less of a slow machine.
	 */
	RgbImage middle(int width, int height) {
		RgbImage whole = Formats.decode(file());
		return whole.crop((whole.width() - width) / 2, (whole.height() - height) / 2, width, height);
	}

}
