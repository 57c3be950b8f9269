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
package dev.dcae.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TrainingCurveTests {

	private static final int MIDDLE = 320;

	@TempDir
	private Path folder;

	@Test
	void whatHasNoLogarithmLeavesTheLineOfTheRest() throws IOException {
		List<TrainingLog.Row> rows = List.of(row(1, 0.5, 20), row(2, Double.NaN, Double.NaN), row(3, 0, 0),
				row(4, -0.1, 22), row(5, 0.2, 23));
		assertThat(blue(rows, 0, MIDDLE)).isGreaterThan(100);
		assertThat(blue(rows, MIDDLE, 2 * MIDDLE)).isGreaterThan(100);
	}

	@Test
	void aPanelWithoutAValueIsEmpty() throws IOException {
		List<TrainingLog.Row> rows = List.of(row(1, -0.5, 20), row(2, -0.6, 21));
		assertThat(blue(rows, 0, MIDDLE)).isZero();
		assertThat(blue(rows, MIDDLE, 2 * MIDDLE)).isGreaterThan(100);
	}

	private static TrainingLog.Row row(int step, double loss, double psnr) {
		List<Double> values = new ArrayList<>(List.of(loss, psnr));
		values.addAll(Collections.nCopies(6, Double.NaN));
		return new TrainingLog.Row(step, values);
	}

	/**
	 * The pixels of the line's colour between two heights.
	 */
	private long blue(List<TrainingLog.Row> rows, int top, int bottom) throws IOException {
		Path file = this.folder.resolve("curve.png");
		TrainingCurve.write(file, rows);
		var image = ImageIO.read(file.toFile());
		long blue = 0;
		for (int y = top; y < bottom; y++) {
			for (int x = 0; x < image.getWidth(); x++) {
				blue += ((image.getRGB(x, y) & 0xffffff) == 0x1f77b4) ? 1 : 0;
			}
		}
		return blue;
	}

}
