package dev.dcae.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ImageEncoderTests {

	private static final RgbImage PHOTO = decode(Fixtures.photo("coffee.png"));

	@ParameterizedTest
	@EnumSource(ImageFormat.class)
	void theFormatIsTheOneAskedFor(ImageFormat format) {
		ImageHeader header = ImageDecoder.header(ImageEncoder.encode(PHOTO, format));
		assertThat(header).isEqualTo(new ImageHeader(format, 600, 400));
	}

	@ParameterizedTest
	@EnumSource(names = { "PNG", "WEBP" })
	void pngAndWebpAreLosslessByDefault(ImageFormat format) {
		assertThat(decode(ImageEncoder.encode(PHOTO, format))).isEqualTo(PHOTO);
	}

	@ParameterizedTest
	@CsvSource({ "1,1", "2,1", "1,7", "13,5" })
	void smallPicturesAreNoException(int width, int height) {
		RgbImage small = PHOTO.crop(100, 100, width, height);
		assertThat(decode(ImageEncoder.encode(small, ImageFormat.PNG))).isEqualTo(small);
		assertThat(decode(ImageEncoder.encode(small, ImageFormat.WEBP))).isEqualTo(small);
		assertThat(decode(ImageEncoder.encode(small, ImageFormat.JPEG)).width()).isEqualTo(width);
	}

	@Test
	void othersReadOurPng() throws IOException {
		byte[] png = ImageEncoder.encode(PHOTO, ImageFormat.PNG);
		var read = ImageIO.read(new ByteArrayInputStream(png));
		for (int i = 0; i < 600 * 400; i++) {
			int rgb = read.getRGB(i % 600, i / 600);
			assertThat((byte) (rgb >> 16)).isEqualTo(PHOTO.pixels()[3 * i]);
			assertThat((byte) (rgb >> 8)).isEqualTo(PHOTO.pixels()[3 * i + 1]);
			assertThat((byte) rgb).isEqualTo(PHOTO.pixels()[3 * i + 2]);
		}
	}

	@Test
	void pngCompresses() {
		assertThat(ImageEncoder.encode(PHOTO, ImageFormat.PNG).length).isLessThan(PHOTO.pixels().length * 3 / 4);
	}

	/**
	 * Photo, paper, photo: rows of each kind are deflated in their own way.
	 */
	@Test
	void paperBetweenPhotosCostsPngNextToNothing() {
		int third = PHOTO.pixels().length;
		byte[] pixels = new byte[3 * third];
		System.arraycopy(PHOTO.pixels(), 0, pixels, 0, third);
		Arrays.fill(pixels, third, 2 * third, (byte) 0xf4);
		System.arraycopy(PHOTO.pixels(), 0, pixels, 2 * third, third);
		RgbImage sheet = new RgbImage(PHOTO.width(), 3 * PHOTO.height(), pixels);
		byte[] png = ImageEncoder.encode(sheet, ImageFormat.PNG);
		assertThat(decode(png)).isEqualTo(sheet);
		int photo = ImageEncoder.encode(PHOTO, ImageFormat.PNG).length;
		assertThat(png.length).isBetween(2 * photo - third / 50, 2 * photo + third / 50);
	}

	@ParameterizedTest
	@EnumSource(names = { "JPEG", "WEBP" })
	void moreQualityIsMoreBytesAndLessError(ImageFormat format) {
		List<byte[]> files = Stream.of(10, 50, 90)
			.map((q) -> ImageEncoder.encode(PHOTO, format, new Quality(q)))
			.toList();
		assertThat(files).extracting((file) -> file.length).isSorted();
		assertThat(files).extracting((file) -> ImageMetrics.psnr(PHOTO, decode(file))).isSorted();
		assertThat(ImageMetrics.psnr(PHOTO, decode(files.get(2)))).isGreaterThan(33);
	}

	@Test
	void jpegHalvesTheResolutionOfChroma() {
		byte[] jpeg = ImageEncoder.encode(PHOTO, ImageFormat.JPEG);
		// The SOF0 segment: luma has twice the samples of chroma in both directions.
		int frame = 0;
		while (jpeg[frame] != (byte) 0xff || jpeg[frame + 1] != (byte) 0xc0) {
			frame++;
		}
		assertThat(jpeg[frame + 11]).isEqualTo((byte) 0x22);
		assertThat(jpeg[frame + 14]).isEqualTo((byte) 0x11);
	}

	@Test
	void sidesAreAsLongAsTheFormatAllows() {
		RgbImage longest = new RgbImage(16_384, 1, new byte[3 * 16_384]);
		assertThatExceptionOfType(ImageException.Unencodable.class)
			.isThrownBy(() -> ImageEncoder.encode(longest, ImageFormat.WEBP))
			.withMessage("A picture of 16384 × 1 pixels is too long for WebP, which has at most 16383 on a side; "
					+ "ask for image/png.");
		assertThat(ImageEncoder.encode(longest, ImageFormat.JPEG)).isNotEmpty();
		assertThat(ImageEncoder.encode(longest.crop(0, 0, 16_383, 1), ImageFormat.WEBP)).isNotEmpty();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, 101 })
	void qualityIsAPercentage(int percent) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Quality(percent));
	}

	@Test
	void nothingIsWrittenToDisk() {
		List<Path> before = imageIoFiles();
		for (ImageFormat format : ImageFormat.values()) {
			decode(ImageEncoder.encode(PHOTO, format));
		}
		assertThat(imageIoFiles()).isEqualTo(before);
	}

	private static List<Path> imageIoFiles() {
		try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
			return files.filter((file) -> file.getFileName().toString().startsWith("imageio")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static RgbImage decode(byte[] file) {
		return ImageDecoder.decode(file, Fixtures.LIMITS);
	}

}
