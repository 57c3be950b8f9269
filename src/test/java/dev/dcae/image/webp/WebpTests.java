package dev.dcae.image.webp;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;

import javax.management.ObjectName;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageException;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.image.WebpBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class WebpTests {

	@Test
	void anAnimationIsRefused() {
		assertUndecodable(Fixtures.file("animated.webp"),
				"The WebP image is animated; only still images are accepted.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "lossy.webp", "lossless.webp" })
	void anImageOnACanvasIsTheImage(String name) {
		byte[] file = Fixtures.file(name);
		byte[] extended = new WebpBuilder().canvas(0, 37, 23).imageOf(file).end();
		assertThat(decode(extended)).isEqualTo(decode(file));
	}

	@ParameterizedTest
	@ValueSource(strings = { "lossy.webp", "lossless.webp" })
	void anImageOfAnotherSizeThanItsCanvasIsDamage(String name) {
		byte[] file = Fixtures.file(name);
		assertUndecodable(new WebpBuilder().canvas(0, 1, 1).imageOf(file).end(), "The WebP image is damaged.");
		assertUndecodable(new WebpBuilder().canvas(0, 38, 23).imageOf(file).end(), "The WebP image is damaged.");
	}

	@Test
	void aHugeCanvasIsTooLarge() {
		byte[] file = new WebpBuilder().canvas(0, 1 << 24, 1 << 24).imageOf(Fixtures.file("lossy.webp")).end();
		assertThatExceptionOfType(ImageException.TooLarge.class).isThrownBy(() -> decode(file))
			.withMessageContaining("16777216 x 16777216");
	}

	@Test
	void aCanvasWithoutAImageIsCutShort() {
		assertUndecodable(new WebpBuilder().canvas(0, 1, 1).end(), "The WebP image is cut short.");
		assertUndecodable(new WebpBuilder().end(), "The WebP image is cut short.");
	}

	@Test
	void anImageThatStopsHalfwayIsRefused() {
		for (String name : new String[] { "lossy.webp", "lossless.webp" }) {
			byte[] file = Fixtures.file(name);
			String type = name.equals("lossy.webp") ? "VP8 " : "VP8L";
			byte[] half = new WebpBuilder().chunk(type, Arrays.copyOfRange(file, 20, file.length / 2)).end();
			assertUndecodable(half, "The WebP image is damaged.");
		}
	}

	private static RgbImage decode(byte[] webp) {
		return Formats.ALL.read(webp, Fixtures.LIMITS).decode();
	}

	private static void assertUndecodable(byte[] webp, String message) {
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> decode(webp)).withMessage(message);
	}

	/**
	 * The plug-in registers its options with a cleaner in a way that keeps them, and
	 * their native memory, for good.
	 */
	@Test
	void filesOfOneQualityShareTheirOptions() throws Exception {
		RgbImage image = new RgbImage(2, 2, new byte[12]);
		WebpCodec codec = new WebpCodec();
		byte[] file = codec.encode(image, new Quality(80));
		codec.decode(file);
		long before = options();
		for (int i = 0; i < 20; i++) {
			codec.encode(image, new Quality(80));
			codec.decode(file);
		}
		assertThat(options()).isEqualTo(before).isPositive();
	}

	/**
	 * Written: the plug-in's pixels and file, and the file. Read: the plug-in's file and
	 * its pixels as integers, and the image.
	 */
	@Test
	void filesAreNotCopiedWithoutNeed() {
		int side = 256;
		byte[] pixels = new byte[3 * side * side];
		new Random(1).nextBytes(pixels);
		RgbImage image = new RgbImage(side, side, pixels);
		byte[] file = Formats.WEBP.encode(image);
		decode(file);
		long before = Fixtures.allocated();
		Formats.WEBP.encode(image);
		long between = Fixtures.allocated();
		decode(file);
		long after = Fixtures.allocated();
		int rest = 20_000;
		assertThat(between - before).isLessThan(2 * file.length + pixels.length + rest);
		assertThat(after - between).isLessThan(file.length + Integer.BYTES * side * side + pixels.length + rest);
	}

	/**
	 * Counts the options of the plug-in that are reachable.
	 */
	private static long options() throws Exception {
		String histogram = (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		return histogram.lines()
			.filter((line) -> line.matches(".*com\\.luciad\\.imageio\\.webp\\.WebP(En|De)coderOptions.*"))
			.mapToLong((line) -> Long.parseLong(line.strip().split(" +")[1]))
			.sum();
	}

}
