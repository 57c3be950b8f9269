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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.dcae.evaluation.ImageCodec;
import dev.dcae.evaluation.Reconstruction;
import dev.dcae.image.RgbImage;
import dev.dcae.image.sheet.ContactSheet;

/**
 * An evaluation as a contact sheet: each image beside what the codecs made of it.
 */
final class EvaluationSheet {

	/**
	 * The longest side of an image on it: eight columns fit a wide screen's zoom.
	 */
	private static final int LONGEST_SIDE = 384;

	/**
	 * More images than this are not put on a sheet.
	 */
	static final int MOST_ROWS = 24;

	private final List<String> columns = new ArrayList<>(List.of("original"));

	private final List<ContactSheet.Row> rows = new ArrayList<>();

	EvaluationSheet(List<ImageCodec> codecs) {
		codecs.forEach((codec) -> this.columns.add(codec.name()));
	}

	/**
	 * Adds a row, unless there are enough.
	 * @param reconstructions in the order of the codecs
	 */
	void add(String name, RgbImage image, List<Reconstruction> reconstructions) {
		if (this.rows.size() == MOST_ROWS) {
			return;
		}
		List<ContactSheet.Cell> cells = new ArrayList<>();
		cells.add(new ContactSheet.Cell(image, "%d x %d".formatted(image.width(), image.height())));
		for (Reconstruction reconstruction : reconstructions) {
			cells.add(new ContactSheet.Cell(reconstruction.image(),
					String.format(Locale.ROOT, "%.2f dB", reconstruction.measurement().fidelity().psnr())));
		}
		this.rows.add(new ContactSheet.Row(name, cells).within(LONGEST_SIDE));
	}

	RgbImage draw() {
		return ContactSheet.of(this.columns, this.rows);
	}

}
