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
package dev.dcae.image.tiff;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;

import dev.dcae.image.ImageException;
import dev.dcae.image.codec.RasterSamples;
import dev.dcae.image.colour.ColourTransform;

/**
 * The tags of a page that tell about its pixels.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param channels of colour: 1 for grey or indices of a palette, 3 for RGB, 4 for CMYK
 * @param alpha what the sample behind them means
 * @param end the position behind the last of the pixels
 * @param strips that the pixels are in
 * @param profile the embedded ICC profile
 */
record TiffTags(int width, int height, int channels, RasterSamples.Alpha alpha, long end, TiffStrips strips,
		Optional<byte[]> profile) {

	/**
	 * None, CCITT's, LZW, deflate and packed bits. JPEG is not among them: its own
	 * headers have another size, which nothing checks.
	 */
	private static final Set<Integer> COMPRESSIONS = Set.of(1, 2, 3, 4, 5, 8, 32_946, 32_773);

	/**
	 * LZW and deflate, which a predictor may come before.
	 */
	private static final Set<Integer> PREDICTED = Set.of(5, 8, 32_946);

	/**
	 * The predictor from the sample to the left.
	 */
	private static final int DIFFERENCES = 2;

	private static final Set<Integer> DEPTHS = Set.of(1, 2, 4, 8, 16);

	/**
	 * Beyond an image's own size, for tiles at its edges.
	 */
	private static final int LARGEST_TILE = 4096;

	/**
	 * Samples of a kind lie together.
	 */
	private static final int PLANES = 2;

	/**
	 * The order of the bits of a byte.
	 */
	private static final int REVERSED = 2;

	private static final int MULTIPLIED = 1;

	private static final int APART = 2;

	/**
	 * Reads the tags.
	 * @throws ImageException.Undecodable if they make no sense, or are of a kind that is
	 * not supported
	 */
	static TiffTags of(TIFFDirectory tags) {
		int width = number(tags, BaselineTIFFTagSet.TAG_IMAGE_WIDTH, 0);
		int height = number(tags, BaselineTIFFTagSet.TAG_IMAGE_LENGTH, 0);
		if (width < 1 || height < 1) {
			throw ImageException.Undecodable.damaged(TiffFormat.TITLE);
		}
		int photometric = number(tags, BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION, -1);
		int channels = switch (photometric) {
			case BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_WHITE_IS_ZERO,
					BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_BLACK_IS_ZERO,
					BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_PALETTE_COLOR ->
				1;
			case BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_RGB -> 3;
			case BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_CMYK -> 4;
			default -> throw TiffFormat.rare();
		};
		boolean alone = photometric == BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_WHITE_IS_ZERO
				|| photometric == BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_PALETTE_COLOR;
		requireSupported(tags, width, height, channels, alone ? channels : channels + 1);
		return new TiffTags(width, height, channels, alpha(tags, channels), end(tags), strips(tags, width, height),
				profile(tags));
	}

	/**
	 * Refuses what the reader cannot read, or reads wrong: beside inverted grey and
	 * indices another sample.
	 */
	private static void requireSupported(TIFFDirectory tags, int width, int height, int channels, int most) {
		int samples = number(tags, BaselineTIFFTagSet.TAG_SAMPLES_PER_PIXEL, 1);
		int compression = number(tags, BaselineTIFFTagSet.TAG_COMPRESSION, 1);
		int[] depths = numbers(tags, BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE, 1);
		int[] formats = numbers(tags, BaselineTIFFTagSet.TAG_SAMPLE_FORMAT, 1);
		boolean tiles = number(tags, BaselineTIFFTagSet.TAG_TILE_WIDTH, 0) <= Math.max(width, LARGEST_TILE)
				&& number(tags, BaselineTIFFTagSet.TAG_TILE_LENGTH, 0) <= Math.max(height, LARGEST_TILE);
		if (depths.length != samples || samples < channels || samples > most || !DEPTHS.contains(depths[0])
				|| Arrays.stream(depths).anyMatch((depth) -> depth != depths[0])
				|| Arrays.stream(formats).anyMatch((format) -> format != 1) || !COMPRESSIONS.contains(compression)
				|| !tiles) {
			throw TiffFormat.rare();
		}
		requirePredictor(number(tags, BaselineTIFFTagSet.TAG_PREDICTOR, 1), compression, depths[0]);
	}

	/**
	 * The reader undoes differences of bytes alone.
	 */
	private static void requirePredictor(int predictor, int compression, int depth) {
		if (predictor > DIFFERENCES && PREDICTED.contains(compression)) {
			throw TiffFormat.rare();
		}
		if (predictor == DIFFERENCES && depth != Byte.SIZE && PREDICTED.contains(compression)) {
			throw new ImageException.Undecodable(TiffFormat.TITLE,
					"has a predictor over samples that are not of 8 bits, which is not supported");
		}
	}

	private static RasterSamples.Alpha alpha(TIFFDirectory tags, int channels) {
		if (number(tags, BaselineTIFFTagSet.TAG_SAMPLES_PER_PIXEL, 1) == channels) {
			return RasterSamples.Alpha.NONE;
		}
		return switch (number(tags, BaselineTIFFTagSet.TAG_EXTRA_SAMPLES, 0)) {
			case MULTIPLIED -> RasterSamples.Alpha.MULTIPLIED;
			case APART -> RasterSamples.Alpha.APART;
			default -> RasterSamples.Alpha.NONE;
		};
	}

	/**
	 * The reader fills up what is not there.
	 */
	private static long end(TIFFDirectory tags) {
		long end = Math.max(end(tags, BaselineTIFFTagSet.TAG_STRIP_OFFSETS, BaselineTIFFTagSet.TAG_STRIP_BYTE_COUNTS),
				end(tags, BaselineTIFFTagSet.TAG_TILE_OFFSETS, BaselineTIFFTagSet.TAG_TILE_BYTE_COUNTS));
		if (end == 0) {
			throw ImageException.Undecodable.damaged(TiffFormat.TITLE);
		}
		return end;
	}

	private static long end(TIFFDirectory tags, int offsets, int counts) {
		TIFFField starts = tags.getTIFFField(offsets);
		TIFFField lengths = tags.getTIFFField(counts);
		long end = 0;
		if (starts != null && lengths != null) {
			for (int i = 0; i < Math.min(starts.getCount(), lengths.getCount()); i++) {
				end = Math.max(end, starts.getAsLong(i) + lengths.getAsLong(i));
			}
		}
		return end;
	}

	/**
	 * The strips or tiles, row by row, of all samples or of one after the other.
	 */
	private static TiffStrips strips(TIFFDirectory tags, int width, int height) {
		int samples = number(tags, BaselineTIFFTagSet.TAG_SAMPLES_PER_PIXEL, 1);
		int depth = number(tags, BaselineTIFFTagSet.TAG_BITS_PER_SAMPLE, 1);
		boolean planes = number(tags, BaselineTIFFTagSet.TAG_PLANAR_CONFIGURATION, 1) == PLANES;
		boolean tiles = tags.getTIFFField(BaselineTIFFTagSet.TAG_TILE_OFFSETS) != null;
		int columns = tiles ? Math.max(1, number(tags, BaselineTIFFTagSet.TAG_TILE_WIDTH, width)) : width;
		int rows = number(tags, tiles ? BaselineTIFFTagSet.TAG_TILE_LENGTH : BaselineTIFFTagSet.TAG_ROWS_PER_STRIP,
				height);
		rows = (rows < 1 || (!tiles && rows > height)) ? height : rows;
		int down = Math.ceilDiv(height, rows);
		long each = Math.ceilDiv((long) columns * depth * (planes ? 1 : samples), Byte.SIZE);
		long[] starts = longs(tags, tiles ? BaselineTIFFTagSet.TAG_TILE_OFFSETS : BaselineTIFFTagSet.TAG_STRIP_OFFSETS);
		long[] lengths = longs(tags,
				tiles ? BaselineTIFFTagSet.TAG_TILE_BYTE_COUNTS : BaselineTIFFTagSet.TAG_STRIP_BYTE_COUNTS);
		long count = (long) Math.ceilDiv(width, columns) * down * (planes ? samples : 1);
		long[] bytes = new long[(int) Math.min(count, Math.min(starts.length, lengths.length))];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = each * (tiles ? rows : Math.min(rows, height - i % down * rows));
		}
		return new TiffStrips(number(tags, BaselineTIFFTagSet.TAG_COMPRESSION, 1),
				number(tags, BaselineTIFFTagSet.TAG_FILL_ORDER, 1) == REVERSED, bytes.length == count, starts, lengths,
				bytes);
	}

	private static long[] longs(TIFFDirectory tags, int tag) {
		TIFFField field = tags.getTIFFField(tag);
		if (field == null) {
			return new long[0];
		}
		long[] longs = new long[field.getCount()];
		Arrays.setAll(longs, field::getAsLong);
		return longs;
	}

	private static Optional<byte[]> profile(TIFFDirectory tags) {
		return Optional.ofNullable(tags.getTIFFField(BaselineTIFFTagSet.TAG_ICC_PROFILE))
			.map(TIFFField::getAsBytes)
			.filter((bytes) -> bytes.length <= ColourTransform.MOST_BYTES);
	}

	private static int number(TIFFDirectory tags, int tag, int otherwise) {
		return numbers(tags, tag, otherwise)[0];
	}

	private static int[] numbers(TIFFDirectory tags, int tag, int otherwise) {
		TIFFField field = tags.getTIFFField(tag);
		if (field == null || field.getCount() == 0) {
			return new int[] { otherwise };
		}
		int[] numbers = new int[field.getCount()];
		Arrays.setAll(numbers, field::getAsInt);
		return numbers;
	}

}
