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
package dev.dcae.image.sheet;

import java.awt.Color;
import java.awt.Graphics2D;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.dcae.image.RgbImage;

/**
 * Images beside each other, to be compared by eye: rows under a heading each, in columns
 * under a heading each, and a caption under every image. Images of a row are of equal
 * size; rows may be of different sizes.
 */
public final class ContactSheet {

	private static final int GAP = 12;

	private static final double HEADING = 13;

	private static final double CAPTION = 10;

	/**
	 * From the top of a line to its baseline, for a height of 1: letters reach 1.2 above
	 * and 0.45 below.
	 */
	private static final double ABOVE = 1.25;

	private static final byte PAPER = (byte) 0xf4;

	private static final Color INK = new Color(0x22, 0x22, 0x22);

	/**
	 * An image and what is written under it.
	 */
	public record Cell(RgbImage image, String caption) {
	}

	/**
	 * Images of equal size, in the order of the columns.
	 *
	 * @param cells at least one, at most as many as there are columns
	 */
	public record Row(String heading, List<Cell> cells) {

		/**
		 * Copies the list.
		 * @throws IllegalArgumentException if there is no cell or two differ in size
		 */
		public Row {
			cells = List.copyOf(cells);
			if (cells.isEmpty()) {
				throw new IllegalArgumentException("The row '%s' has no image".formatted(heading));
			}
			RgbImage first = cells.getFirst().image();
			for (Cell cell : cells) {
				if (cell.image().width() != first.width() || cell.image().height() != first.height()) {
					throw new IllegalArgumentException("The row '%s' has images of different sizes: %s and %s"
						.formatted(heading, first, cell.image()));
				}
			}
		}

		/**
		 * The same row with images that are no longer than a limit, in their proportions.
		 * @param longestSide in pixels, at least 1
		 */
		public Row within(int longestSide) {
			return new Row(this.heading,
					this.cells.stream()
						.map((cell) -> new Cell(cell.image().within(longestSide), cell.caption()))
						.toList());
		}

		private int width() {
			return this.cells.getFirst().image().width();
		}

		private int height() {
			return this.cells.getFirst().image().height();
		}

	}

	private final RgbImage sheet;

	private final Graphics2D graphics;

	private ContactSheet(int width, int height) {
		byte[] pixels = new byte[RgbImage.bytes(width, height)];
		Arrays.fill(pixels, PAPER);
		this.sheet = new RgbImage(width, height, pixels);
		this.graphics = this.sheet.asBufferedImage().createGraphics();
		this.graphics.setColor(INK);
	}

	/**
	 * Draws a sheet with images in their own size.
	 * @param columns their headings, from left to right
	 * @throws IllegalArgumentException if there is no row, a row has more images than
	 * there are columns, or the sheet does not fit an array
	 */
	public static RgbImage of(List<String> columns, List<Row> rows) {
		return of(columns, rows, Integer.MAX_VALUE);
	}

	/**
	 * Draws a sheet with larger images scaled down.
	 * @param columns their headings, from left to right
	 * @param longestSide that an image has on the sheet, in pixels, at least 1
	 * @throws IllegalArgumentException if there is no row, a row has more images than
	 * there are columns, or the sheet does not fit an array
	 */
	public static RgbImage of(List<String> columns, List<Row> rows, int longestSide) {
		if (rows.isEmpty()) {
			throw new IllegalArgumentException("A contact sheet has at least one row");
		}
		List<Row> fitting = new ArrayList<>();
		for (Row row : rows) {
			if (row.cells().size() > columns.size()) {
				throw new IllegalArgumentException("The row '%s' has %d images for %d columns".formatted(row.heading(),
						row.cells().size(), columns.size()));
			}
			fitting.add(row.within(longestSide));
		}
		int column = fitting.stream().mapToInt(Row::width).max().orElseThrow();
		int width = Math.addExact(GAP, Math.multiplyExact(columns.size(), column + GAP));
		int height = GAP + line(HEADING) + GAP / 2;
		for (Row row : fitting) {
			height = Math.addExact(height, line(HEADING) + row.height() + line(CAPTION) + GAP);
		}
		return new ContactSheet(width, height).draw(columns, fitting, column);
	}

	private RgbImage draw(List<String> columns, List<Row> rows, int column) {
		int top = GAP;
		for (int i = 0; i < columns.size(); i++) {
			write(columns.get(i), left(i, column), top, column, HEADING);
		}
		top += line(HEADING) + GAP / 2;
		for (Row row : rows) {
			write(row.heading(), GAP, top, this.sheet.width() - 2 * GAP, HEADING);
			top += line(HEADING);
			for (int i = 0; i < row.cells().size(); i++) {
				Cell cell = row.cells().get(i);
				int left = left(i, column);
				paste(cell.image(), left, top);
				write(cell.caption(), left, top + row.height(), column, CAPTION);
			}
			top += row.height() + line(CAPTION) + GAP;
		}
		this.graphics.dispose();
		return this.sheet;
	}

	private void paste(RgbImage image, int left, int top) {
		for (int y = 0; y < image.height(); y++) {
			System.arraycopy(image.pixels(), 3 * y * image.width(), this.sheet.pixels(),
					3 * ((top + y) * this.sheet.width() + left), 3 * image.width());
		}
	}

	/**
	 * Writes a line, in smaller letters if it is too long.
	 * @param width that it may take
	 * @param height of the letters
	 */
	private void write(String text, int left, int top, int width, double height) {
		double natural = Lettering.width(text, height);
		double fitting = (natural > width) ? height * width / natural : height;
		double baseline = top + ABOVE * height;
		Lettering.draw(this.graphics, text, left, baseline, fitting);
	}

	private static int left(int index, int column) {
		return GAP + index * (column + GAP);
	}

	private static int line(double height) {
		return (int) Math.ceil(Lettering.LINE * height);
	}

}
