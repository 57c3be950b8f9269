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
