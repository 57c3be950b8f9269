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
package dev.dcae.image.gif;

import java.awt.image.BufferedImage;

import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadUpdateListener;
import javax.imageio.event.IIOReadWarningListener;

import dev.dcae.image.ImageException;

/**
 * Counts the rows that the JDK's reader has decoded, and stops it behind the last: it
 * says nothing where data ends too soon, and fails on what is left where it does not.
 */
final class RowCount implements IIOReadUpdateListener, IIOReadWarningListener {

	private int left;

	private boolean damaged;

	RowCount(int rows) {
		this.left = rows;
	}

	/**
	 * Refuses an image that is not whole.
	 */
	void requireAll() {
		if (this.damaged) {
			throw ImageException.Undecodable.damaged(GifFormat.TITLE);
		}
		if (this.left > 0) {
			throw ImageException.Undecodable.cutShort(GifFormat.TITLE);
		}
	}

	@Override
	public void imageUpdate(ImageReader reader, BufferedImage image, int x, int y, int width, int height, int periodX,
			int periodY, int[] bands) {
		this.left -= height;
		if (this.left == 0) {
			reader.abort();
		}
	}

	@Override
	public void warningOccurred(ImageReader reader, String warning) {
		this.damaged = true;
	}

	@Override
	public void passStarted(ImageReader reader, BufferedImage image, int pass, int minPass, int maxPass, int x, int y,
			int periodX, int periodY, int[] bands) {
		// Rows are counted, not passes.
	}

	@Override
	public void passComplete(ImageReader reader, BufferedImage image) {
		// Rows are counted, not passes.
	}

	@Override
	public void thumbnailPassStarted(ImageReader reader, BufferedImage thumbnail, int pass, int minPass, int maxPass,
			int x, int y, int periodX, int periodY, int[] bands) {
		// There are none.
	}

	@Override
	public void thumbnailUpdate(ImageReader reader, BufferedImage thumbnail, int x, int y, int width, int height,
			int periodX, int periodY, int[] bands) {
		// There are none.
	}

	@Override
	public void thumbnailPassComplete(ImageReader reader, BufferedImage thumbnail) {
		// There are none.
	}

}
