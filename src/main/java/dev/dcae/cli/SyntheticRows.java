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
package dev.dcae.cli;

import dev.dcae.image.rows.RowSource;

/**
 * An image that is made as it is read: waves of many lengths, and squares with sharp
 * edges.
 */
final class SyntheticRows implements RowSource {

	private static final int SQUARE = 96;

	private static final double[] WAVELENGTHS = { 41, 173, 1021 };

	private static final int AMPLITUDE = 48;

	private static final int STEP = 24;

	private final int height;

	/**
	 * The addition of a column to red, green and blue.
	 */
	private final float[][] columns;

	private int y;

	SyntheticRows(int width, int height) {
		this.height = height;
		this.columns = new float[width][];
		for (int x = 0; x < width; x++) {
			this.columns[x] = waves(x);
		}
	}

	private static float[] waves(int at) {
		float[] waves = new float[3];
		for (int channel = 0; channel < 3; channel++) {
			waves[channel] = (float) (AMPLITUDE * Math.sin(2 * Math.PI * at / WAVELENGTHS[channel]));
		}
		return waves;
	}

	@Override
	public int width() {
		return this.columns.length;
	}

	@Override
	public int height() {
		return this.height;
	}

	@Override
	public void read(byte[] into, int offset, int count) {
		int at = offset;
		for (int row = 0; row < count; row++) {
			float[] down = waves(this.y);
			for (int x = 0; x < this.columns.length; x++) {
				float[] across = this.columns[x];
				int step = ((x / SQUARE + this.y / SQUARE) % 2 == 0) ? STEP : -STEP;
				for (int channel = 0; channel < 3; channel++) {
					// Of two amplitudes and a step, never outside of [0, 255].
					into[at++] = (byte) (int) (128 + across[channel] + down[2 - channel] + step);
				}
			}
			this.y++;
		}
	}

}
