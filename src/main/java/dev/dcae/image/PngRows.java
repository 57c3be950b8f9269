package dev.dcae.image;

import java.util.Iterator;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The rows of a PNG: inflated as they are asked for, filters undone.
 */
final class PngRows implements AutoCloseable {

	private final Inflater inflater = new Inflater();

	private final Iterator<PngChunk> chunks;

	private final int distance;

	private final byte[] filter = new byte[1];

	/**
	 * The rows in the IDAT chunks, which together are one zlib stream.
	 * @param distance bytes from a sample to the same sample of the pixel before
	 */
	PngRows(PngChunks chunks, int distance) {
		this.chunks = chunks.iterator();
		this.distance = distance;
	}

	/**
	 * Reads the next row.
	 * @param row to fill
	 * @param above the row before it in the same pass; zeros for the first
	 * @throws ImageException.Undecodable if the data ends or makes no sense
	 */
	void read(byte[] row, byte[] above) {
		inflate(this.filter);
		inflate(row);
		switch (this.filter[0]) {
			case 0 -> {
			}
			case 1 -> undoSub(row);
			case 2 -> undoUp(row, above);
			case 3 -> undoAverage(row, above);
			case 4 -> undoPaeth(row, above);
			default -> throw ImageException.Undecodable.damaged(ImageFormat.PNG);
		}
	}

	@Override
	public void close() {
		this.inflater.close();
	}

	private void inflate(byte[] target) {
		try {
			int filled = 0;
			while (filled < target.length) {
				filled += this.inflater.inflate(target, filled, target.length - filled);
				if (filled < target.length && !feed()) {
					throw ImageException.Undecodable.cutShort(ImageFormat.PNG);
				}
			}
		}
		catch (DataFormatException ex) {
			throw ImageException.Undecodable.damaged(ImageFormat.PNG, ex);
		}
	}

	private boolean feed() {
		if (this.inflater.finished() || this.inflater.needsDictionary()) {
			return false;
		}
		while (this.inflater.needsInput()) {
			if (!this.chunks.hasNext()) {
				return false;
			}
			PngChunk chunk = this.chunks.next();
			if (chunk.type().equals("IDAT")) {
				this.inflater.setInput(chunk.data().duplicate());
			}
		}
		return true;
	}

	private void undoSub(byte[] row) {
		for (int i = this.distance; i < row.length; i++) {
			row[i] += row[i - this.distance];
		}
	}

	private static void undoUp(byte[] row, byte[] above) {
		for (int i = 0; i < row.length; i++) {
			row[i] += above[i];
		}
	}

	private void undoAverage(byte[] row, byte[] above) {
		for (int i = 0; i < row.length; i++) {
			int left = (i < this.distance) ? 0 : row[i - this.distance] & 0xff;
			row[i] += (byte) ((left + (above[i] & 0xff)) / 2);
		}
	}

	private void undoPaeth(byte[] row, byte[] above) {
		for (int i = 0; i < Math.min(this.distance, row.length); i++) {
			row[i] += above[i];
		}
		for (int i = this.distance; i < row.length; i++) {
			int left = row[i - this.distance] & 0xff;
			int up = above[i] & 0xff;
			int corner = above[i - this.distance] & 0xff;
			int toLeft = Math.abs(up - corner);
			int toUp = Math.abs(left - corner);
			int toCorner = Math.abs(left + up - 2 * corner);
			int nearest = (toLeft <= toUp && toLeft <= toCorner) ? left : (toUp <= toCorner) ? up : corner;
			row[i] += (byte) nearest;
		}
	}

}
