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
import java.util.List;

import dev.dcae.image.formats.ImageFormats;
import dev.dcae.training.data.ColourAugmentation;
import dev.dcae.training.data.Mixture;
import dev.dcae.training.data.PatchSizes;
import dev.dcae.training.data.PhotoFolder;
import dev.dcae.training.data.ImageSource;
import dev.dcae.training.data.Procedural;

/**
 * The images that settings ask for.
 */
final class TrainingImages {

	private TrainingImages() {
	}

	/**
	 * The source of the patches.
	 * @throws IOException if a folder cannot be read
	 */
	static ImageSource source(TrainingSettings settings) throws IOException {
		TrainingSettings.Data data = settings.data();
		Path photos = data.photos();
		List<Mixture.Part> parts = new ArrayList<>();
		if (photos != null && data.photoShare() > 0) {
			PhotoFolder read = PhotoFolder.read(photos, TrainingCurve.in(settings.output()),
					ImageFormats.ofCollections());
			parts.add(new Mixture.Part(read, data.photoShare(),
					data.colours() ? ColourAugmentation.STRONG : ColourAugmentation.NONE));
		}
		if (photos == null || data.photoShare() < 1) {
			parts.add(new Mixture.Part(new Procedural(), (photos != null) ? 1 - data.photoShare() : 1));
		}
		return new Mixture(parts);
	}

	/**
	 * The sides of the patches.
	 * @throws TrainingException if one is no multiple of the ratio
	 */
	static PatchSizes sizes(TrainingSettings.Data data, int ratio) {
		for (int side : data.sides()) {
			if (side % ratio != 0) {
				throw new TrainingException(
						"data.sides has %d, which is no multiple of the model's ratio, %d".formatted(side, ratio));
			}
		}
		return new PatchSizes(data.sides().stream().map((side) -> new PatchSizes.Side(side, 1)).toList(),
				data.pixels());
	}

}
