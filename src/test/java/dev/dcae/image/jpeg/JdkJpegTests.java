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
package dev.dcae.image.jpeg;

import java.util.List;

import dev.dcae.image.Formats;
import dev.dcae.image.formats.ColourProfileTests;
import dev.dcae.image.formats.DamagedEndTests;
import dev.dcae.image.formats.EncodingTests;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.image.formats.ImageFormatsTests;
import dev.dcae.image.formats.ImageFuzzTests;
import org.junit.jupiter.api.Nested;

/**
 * Everything about JPEG again, as it is where libjpeg-turbo is not installed.
 */
class JdkJpegTests {

	private static final ImageFormats JDK = new ImageFormats(
			List.of(Formats.PNG, new JpegFormat(new JdkJpeg()), Formats.WEBP));

	@Nested
	class Files extends JpegTests {

		@Override
		protected ImageFormats formats() {
			return JDK;
		}

	}

	@Nested
	class Decoding extends ImageFormatsTests {

		@Override
		protected ImageFormats formats() {
			return JDK;
		}

	}

	@Nested
	class Encoding extends EncodingTests {

		@Override
		protected ImageFormats formats() {
			return JDK;
		}

	}

	@Nested
	class Colours extends ColourProfileTests {

		@Override
		protected ImageFormats formats() {
			return JDK;
		}

	}

	@Nested
	class Ends extends DamagedEndTests {

		@Override
		protected ImageFormats formats() {
			return JDK;
		}

	}

	@Nested
	class Damage extends ImageFuzzTests {

		@Override
		protected ImageFormats formats() {
			return JDK;
		}

	}

}
