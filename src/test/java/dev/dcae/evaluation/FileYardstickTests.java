package dev.dcae.evaluation;

import dev.dcae.image.Formats;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class FileYardstickTests {

	private static final RgbImage PHOTO = Photos.COFFEE.centerCrop(256, 192);

	@ParameterizedTest
	@ValueSource(strings = { "jpeg", "webp" })
	void theFileIsTheBestThatIsNoLargerThanTheLatent(String name) {
		ImageFormat format = Formats.ALL.called(name).orElseThrow();
		Coded coded = new FileYardstick(format, new LatentGrid(8, 4)).code(PHOTO);
		double latent = 16 * 4 / 64.0;
		assertThat(coded.rate().bitsPerPixel()).isLessThanOrEqualTo(latent);
		int best = 0;
		for (int percent = 1; percent <= 100; percent++) {
			byte[] file = format.encode(PHOTO, new Quality(percent));
			if (8.0 * file.length <= latent * 256 * 192) {
				best = percent;
			}
		}
		byte[] file = format.encode(PHOTO, new Quality(best));
		assertThat(coded.rate().bitsPerPixel()).isEqualTo(8.0 * file.length / (256 * 192));
		assertThat(coded.image()).isEqualTo(Formats.decode(file));
		assertThat(ImageMetrics.psnr(PHOTO, coded.image())).isGreaterThan(20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "jpeg", "webp" })
	void whereAllFilesAreLargerItIsTheSmallestAndSaysItsSize(String name) {
		ImageFormat format = Formats.ALL.called(name).orElseThrow();
		Coded coded = new FileYardstick(format, new LatentGrid(64, 1)).code(PHOTO);
		assertThat(coded.rate().bitsPerPixel())
			.isEqualTo(8.0 * format.encode(PHOTO, new Quality(1)).length / (256 * 192))
			.isGreaterThan(16 / 4096.0);
	}

}
