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

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * An sRGB image. The array is shared, not copied: whoever makes an image of it leaves it
 * alone afterwards.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param pixels uint8 [height, width, 3], row-major: exactly {@code 3 * width * height}
 * bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record RgbImage(int width, int height, byte[] pixels) {

	/**
	 * Checks that the array has the size of the image.
	 * @throws IllegalArgumentException if it has not
	 */
	public RgbImage {
		if (pixels.length != bytes(width, height)) {
			throw new IllegalArgumentException("An image of %d x %d has %d bytes, not %d".formatted(width, height,
					3L * width * height, pixels.length));
		}
	}

	/**
	 * The pixels {@code [y, y + height) x [x, x + width)}.
	 * @throws IllegalArgumentException if the rectangle is empty or leaves the image
	 */
	public RgbImage crop(int x, int y, int width, int height) {
		if (x < 0 || y < 0 || width < 1 || height < 1 || width > this.width - x || height > this.height - y) {
			throw new IllegalArgumentException("A crop of %d x %d at (%d, %d) leaves the image of %d x %d"
				.formatted(width, height, x, y, this.width, this.height));
		}
		if (width == this.width && height == this.height) {
			return this;
		}
		byte[] cropped = new byte[bytes(width, height)];
		for (int row = 0; row < height; row++) {
			System.arraycopy(this.pixels, 3 * ((y + row) * this.width + x), cropped, 3 * row * width, 3 * width);
		}
		return new RgbImage(width, height, cropped);
	}

	/**
	 * The middle of the image. Where the margins cannot be equal, the left and the upper
	 * one are a pixel narrower.
	 * @throws IllegalArgumentException if the image is smaller
	 */
	public RgbImage centerCrop(int width, int height) {
		return crop((this.width - width) / 2, (this.height - height) / 2, width, height);
	}

	/**
	 * This image with left and right changed.
	 */
	public RgbImage mirrored() {
		return Orientation.MIRROR.upright(this);
	}

	/**
	 * This image in the upper left corner of a larger one, its last column repeated to
	 * the right and its last row downwards.
	 * @throws IllegalArgumentException if a side would shrink or the image is too large
	 * for an array
	 */
	public RgbImage padTo(int width, int height) {
		if (width < this.width || height < this.height) {
			throw new IllegalArgumentException(
					"Cannot pad %d x %d to %d x %d".formatted(this.width, this.height, width, height));
		}
		if (width == this.width && height == this.height) {
			return this;
		}
		byte[] padded = new byte[bytes(width, height)];
		int stride = 3 * width;
		for (int y = 0; y < this.height; y++) {
			System.arraycopy(this.pixels, 3 * y * this.width, padded, y * stride, 3 * this.width);
			for (int i = y * stride + 3 * this.width; i < (y + 1) * stride; i++) {
				padded[i] = padded[i - 3];
			}
		}
		for (int y = this.height; y < height; y++) {
			System.arraycopy(padded, (this.height - 1) * stride, padded, y * stride, stride);
		}
		return new RgbImage(width, height, padded);
	}

	/**
	 * This image at another size, by an antialiased Lanczos filter: byte for byte what
	 * Pillow's {@code resize(size, Image.LANCZOS)} returns.
	 * @throws IllegalArgumentException if a side is less than 1 or the image is too large
	 * for an array
	 */
	public RgbImage resize(int width, int height) {
		return resize(width, height, Kernel.LANCZOS);
	}

	/**
	 * This image at another size, antialiased where it shrinks, in the arithmetic of
	 * Pillow: uint8 between width and height.
	 * @throws IllegalArgumentException if a side is less than 1 or the image is too large
	 * for an array
	 */
	public RgbImage resize(int width, int height, Kernel kernel) {
		RgbImage wide = (width == this.width) ? this : Resampler.resizeWidth(this, width, kernel);
		return (height == this.height) ? wide : Resampler.resizeHeight(wide, height, kernel);
	}

	/**
	 * This image as Java 2D sees images: the same bytes, so that what is drawn on one is
	 * drawn on the other.
	 */
	public BufferedImage asBufferedImage() {
		DataBufferByte data = new DataBufferByte(this.pixels, this.pixels.length);
		WritableRaster raster = Raster.createInterleavedRaster(data, this.width, this.height, 3 * this.width, 3,
				new int[] { 0, 1, 2 }, null);
		ComponentColorModel rgb = new ComponentColorModel(ColorSpace.getInstance(ColorSpace.CS_sRGB), false, false,
				ComponentColorModel.OPAQUE, DataBuffer.TYPE_BYTE);
		return new BufferedImage(rgb, raster, false, null) {

			/**
			 * Not a copy: writers of files ask for it only to read.
			 */
			@Override
			public Raster getData() {
				return getRaster();
			}

		};
	}

	/**
	 * This image, made smaller in its proportions where a side is longer than a limit.
	 * @param longestSide in pixels, at least 1
	 */
	public RgbImage within(int longestSide) {
		double scale = (double) longestSide / Math.max(this.width, this.height);
		if (scale >= 1) {
			return this;
		}
		return resize(Math.max(1, (int) Math.round(scale * this.width)),
				Math.max(1, (int) Math.round(scale * this.height)));
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof RgbImage image && this.width == image.width && this.height == image.height
				&& Arrays.equals(this.pixels, image.pixels);
	}

	@Override
	public int hashCode() {
		return 31 * this.width + Arrays.hashCode(this.pixels);
	}

	@Override
	public String toString() {
		return "RgbImage[" + this.width + " x " + this.height + "]";
	}

	/**
	 * The bytes of an image.
	 * @throws IllegalArgumentException if a side is less than 1 or the array too long
	 */
	public static int bytes(int width, int height) {
		if (width < 1 || height < 1 || (long) width * height > ImageLimits.MOST_PIXELS) {
			throw new IllegalArgumentException("No image has %d x %d pixels".formatted(width, height));
		}
		return 3 * width * height;
	}

}
