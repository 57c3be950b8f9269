package dev.dcae.image;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/**
 * Everything about JPEG again, as it is where libjpeg-turbo is not installed.
 */
class JdkJpegTests {

	private static final JpegCodec USUAL = JpegCodecs.current;

	@BeforeAll
	static void turboIsNotThere() {
		JpegCodecs.current = JpegCodecs.JDK;
	}

	@AfterAll
	static void asBefore() {
		JpegCodecs.current = USUAL;
	}

	@Nested
	class Files extends JpegTests {

	}

	@Nested
	class Decoding extends ImageDecoderTests {

	}

	@Nested
	class Encoding extends ImageEncoderTests {

	}

	@Nested
	class Colours extends ColourProfileTests {

	}

	@Nested
	class Damage extends ImageFuzzTests {

	}

}
