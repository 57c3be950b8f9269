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
