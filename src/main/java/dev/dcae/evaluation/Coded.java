package dev.dcae.evaluation;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.dcae.image.RgbImage;

/**
 * An image after a codec.
 *
 * @param image as it came back
 * @param rate of what was held in between
 * @param encoding time
 * @param decoding time
 */
public record Coded(RgbImage image, Rate rate, Duration encoding, Duration decoding) {

	/**
	 * Encodes and decodes, and looks at the clock.
	 * @param <T> what is held in between
	 */
	public static <T> Coded of(Supplier<T> encode, Function<T, RgbImage> decode, Function<T, Rate> rate) {
		long start = System.nanoTime();
		T held = encode.get();
		long between = System.nanoTime();
		RgbImage image = decode.apply(held);
		long end = System.nanoTime();
		return new Coded(image, rate.apply(held), Duration.ofNanos(between - start), Duration.ofNanos(end - between));
	}

}
