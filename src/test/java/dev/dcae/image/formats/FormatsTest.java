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
package dev.dcae.image.formats;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;

/**
 * Tests of the formats as this machine has them, which others run again with other
 * codecs.
 */
public abstract class FormatsTest {

	/**
	 * The formats under test.
	 */
	protected ImageFormats formats() {
		return Formats.ALL;
	}

	protected final ImageFormat format(String name) {
		return formats().called(name).orElseThrow();
	}

	/**
	 * Reads the header of a file of any size.
	 */
	protected final ImageFile read(byte[] file) {
		return formats().read(file, ImageLimits.NONE);
	}

	protected final RgbImage decode(byte[] file) {
		return decode(file, Fixtures.LIMITS);
	}

	protected final RgbImage decode(byte[] file, ImageLimits limits) {
		return formats().read(file, limits).decode();
	}

}
