package dev.dcae.image;

import java.nio.ByteBuffer;

import dev.dcae.image.PngHeader.Colour;
import org.jspecify.annotations.Nullable;

/**
 * From the rows of a PNG to samples of 8 bits. The JDK's reader takes more time and
 * memory, checks no sums, and returns a dozen kinds of rasters, dealing with which is no
 * shorter than this.
 */
final class PngPixels {

	/**
	 * Column and row of the first pixel, and the distance to the next, of each pass.
	 */
	private static final int[][] ADAM7 = { { 0, 0, 8, 8 }, { 4, 0, 8, 8 }, { 0, 4, 4, 8 }, { 2, 0, 4, 4 },
			{ 0, 2, 2, 4 }, { 1, 0, 2, 2 }, { 0, 1, 1, 2 } };

	private static final int[][] ALL_AT_ONCE = { { 0, 0, 1, 1 } };

	private final PngHeader header;

	private final ByteBuffer palette;

	private final ByteBuffer transparency;

	private final int channels;

	private final byte[] colour;

	private final byte @Nullable [] alpha;

	private PngPixels(PngFile file) {
		this.header = file.header();
		this.palette = file.palette();
		this.transparency = file.transparency();
		this.channels = this.header.colour().isGrey() ? 1 : 3;
		int pixels = Math.multiplyExact(this.header.width(), this.header.height());
		this.colour = new byte[Math.multiplyExact(pixels, this.channels)];
		boolean opaque = !this.header.colour().hasAlpha() && this.transparency.limit() == 0;
		this.alpha = opaque ? null : new byte[pixels];
	}

	static Samples decode(PngFile file) {
		PngPixels pixels = new PngPixels(file);
		try (PngRows rows = new PngRows(file.chunks(), file.header().filterDistance())) {
			pixels.read(rows);
		}
		return new Samples(file.width(), file.height(), pixels.channels, pixels.colour, pixels.alpha);
	}

	private void read(PngRows rows) {
		for (int[] pass : this.header.interlaced() ? ADAM7 : ALL_AT_ONCE) {
			int columns = Math.ceilDiv(this.header.width() - pass[0], pass[2]);
			if (columns < 1) {
				continue;
			}
			byte[] row = new byte[this.header.rowBytes(columns)];
			byte[] above = new byte[row.length];
			for (int y = pass[1]; y < this.header.height(); y += pass[3]) {
				rows.read(row, above);
				place(row, columns, y * this.header.width() + pass[0], pass[2]);
				byte[] done = row;
				row = above;
				above = done;
			}
		}
	}

	/**
	 * Puts a row's pixels where they belong.
	 * @param at the first one's place in the picture
	 * @param step from one to the next
	 */
	private void place(byte[] row, int columns, int at, int step) {
		if (this.header.depth() == 8 && step == 1 && this.alpha == null && this.header.colour() != Colour.INDEXED) {
			System.arraycopy(row, 0, this.colour, at * this.channels, row.length);
		}
		else if (this.header.colour() == Colour.INDEXED) {
			for (int i = 0; i < columns; i++) {
				placeIndexed(sample(row, i), at + i * step);
			}
		}
		else {
			for (int i = 0; i < columns; i++) {
				placeDirect(row, i * this.header.colour().samples(), at + i * step);
			}
		}
	}

	/**
	 * An index past the palette is damage, and throws; past the tRNS chunk it is opaque.
	 */
	private void placeIndexed(int index, int at) {
		for (int c = 0; c < 3; c++) {
			this.colour[3 * at + c] = this.palette.get(3 * index + c);
		}
		if (this.alpha != null) {
			this.alpha[at] = (index < this.transparency.limit()) ? this.transparency.get(index) : (byte) 255;
		}
	}

	private void placeDirect(byte[] row, int first, int at) {
		for (int c = 0; c < this.channels; c++) {
			this.colour[at * this.channels + c] = to8Bits(sample(row, first + c));
		}
		if (this.alpha != null) {
			this.alpha[at] = this.header.colour().hasAlpha() ? to8Bits(sample(row, first + this.channels))
					: isTransparentColour(row, first) ? 0 : (byte) 255;
		}
	}

	/**
	 * Without an alpha channel, tRNS names one colour, in the depth of the file.
	 */
	private boolean isTransparentColour(byte[] row, int first) {
		int mask = (1 << this.header.depth()) - 1;
		for (int c = 0; c < this.channels; c++) {
			if (sample(row, first + c) != (this.transparency.getShort(2 * c) & mask)) {
				return false;
			}
		}
		return true;
	}

	private int sample(byte[] row, int index) {
		int depth = this.header.depth();
		if (depth == 8) {
			return row[index] & 0xff;
		}
		if (depth == 16) {
			return ((row[2 * index] & 0xff) << 8) | (row[2 * index + 1] & 0xff);
		}
		int bit = index * depth;
		return (row[bit >> 3] >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
	}

	/**
	 * {@code v * 255 / (2^depth - 1)}, rounded to nearest; for 16 bits not the upper
	 * byte, which would be darker by half a level.
	 */
	private byte to8Bits(int sample) {
		return switch (this.header.depth()) {
			case 8 -> (byte) sample;
			case 16 -> (byte) ((sample + 128) / 257);
			default -> (byte) (sample * 255 / ((1 << this.header.depth()) - 1));
		};
	}

}
