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
package dev.dcae.image;

import java.util.Arrays;
import java.util.Optional;

import dev.dcae.image.colour.ColourTransforms;
import org.jspecify.annotations.Nullable;

/**
 * Decoded pixels in the colours of the file.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels 1 for grey, 3 for RGB, 4 for CMYK (255 = full ink)
 * @param colour uint8 [height, width, channels]; given away, {@link #toRgb} may write to
 * it
 * @param alpha uint8 [height, width], 255 = opaque, not premultiplied; null if all is
 * opaque
 */
@SuppressWarnings("ArrayRecordComponent")
public record Samples(int width, int height, int channels, byte[] colour, byte @Nullable [] alpha) {

	private static final byte OPAQUE = (byte) 255;

	/**
	 * The image in sRGB over white. Colours are converted first and blended second, as
	 * browsers do.
	 * @param profile an ICC profile of the colours; ignored if it is unusable
	 * @param colours what converts them
	 */
	public RgbImage toRgb(Optional<byte[]> profile, ColourTransforms colours) {
		byte[] rgb = profile.flatMap((bytes) -> colours.of(bytes, this.channels))
			.map((transform) -> transform.apply(this.colour))
			.orElseGet(this::toRgbWithoutProfile);
		if (this.alpha != null) {
			layOverWhite(rgb, this.alpha);
		}
		return new RgbImage(this.width, this.height, rgb);
	}

	/**
	 * The image on a canvas that is transparent around it.
	 * @param x of its left edge on the canvas, in pixels
	 * @param y of its upper edge, in pixels
	 */
	public Samples on(int canvasWidth, int canvasHeight, int x, int y) {
		if (this.width == canvasWidth && this.height == canvasHeight) {
			return this;
		}
		byte[] placed = new byte[this.channels * canvasWidth * canvasHeight];
		byte[] opacity = new byte[canvasWidth * canvasHeight];
		for (int row = 0; row < this.height; row++) {
			int from = row * this.width;
			int to = (y + row) * canvasWidth + x;
			System.arraycopy(this.colour, this.channels * from, placed, this.channels * to, this.channels * this.width);
			if (this.alpha != null) {
				System.arraycopy(this.alpha, from, opacity, to, this.width);
			}
			else {
				Arrays.fill(opacity, to, to + this.width, OPAQUE);
			}
		}
		return new Samples(canvasWidth, canvasHeight, this.channels, placed, opacity);
	}

	private byte[] toRgbWithoutProfile() {
		return switch (this.channels) {
			case 1 -> greyToRgb(this.colour);
			case 3 -> this.colour;
			case 4 -> cmykToRgb(this.colour);
			default -> throw new IllegalStateException(this.channels + " channels");
		};
	}

	private static byte[] greyToRgb(byte[] grey) {
		byte[] rgb = new byte[3 * grey.length];
		for (int i = 0; i < grey.length; i++) {
			rgb[3 * i] = grey[i];
			rgb[3 * i + 1] = grey[i];
			rgb[3 * i + 2] = grey[i];
		}
		return rgb;
	}

	/**
	 * {@code R = (1 - C)(1 - K)} and so on: what everybody does for CMYK without a
	 * profile.
	 */
	private static byte[] cmykToRgb(byte[] cmyk) {
		byte[] rgb = new byte[cmyk.length / 4 * 3];
		for (int from = 0, to = 0; from < cmyk.length; from += 4) {
			int light = 255 - (cmyk[from + 3] & 0xff);
			for (int ink = 0; ink < 3; ink++) {
				rgb[to++] = (byte) (light - divideBy255((cmyk[from + ink] & 0xff) * light));
			}
		}
		return rgb;
	}

	private static void layOverWhite(byte[] rgb, byte[] alpha) {
		for (int i = 0; i < alpha.length; i++) {
			int opacity = alpha[i] & 0xff;
			if (opacity != 255) {
				for (int j = 3 * i; j < 3 * i + 3; j++) {
					rgb[j] = (byte) (255 - divideBy255((255 - (rgb[j] & 0xff)) * opacity));
				}
			}
		}
	}

	/**
	 * Rounded to nearest.
	 */
	private static int divideBy255(int product) {
		return (product + 127) / 255;
	}

}
