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
package dev.dcae.evaluation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.jpeg.JpegFormat;
import dev.dcae.image.webp.WebpFormat;

/**
 * The codecs that models are measured against: for each kind of latent among them the
 * codecs that hold as many values, and image files of as many bytes.
 *
 * @param codecs all bicubic ones, then JPEG, WebP and block-PCA
 * @param leftOut a sentence for each that is missing
 */
public record Yardsticks(List<ImageCodec> codecs, List<String> leftOut) {

	/**
	 * Copies the lists.
	 */
	public Yardsticks {
		codecs = List.copyOf(codecs);
		leftOut = List.copyOf(leftOut);
	}

	/**
	 * Makes them.
	 * @param grids of the models, each once
	 * @param images that block-PCA is fitted to; it is left out without
	 * @param longestSide of the images that are measured, in pixels; formats of files
	 * that have no room for it are left out
	 * @throws EvaluationException if it cannot be fitted to these images
	 */
	public static Yardsticks of(SequencedCollection<LatentGrid> grids, Optional<ImageFolder> images, int longestSide) {
		List<ImageCodec> codecs = new ArrayList<>(grids.stream().map(BicubicYardstick::new).toList());
		List<String> leftOut = new ArrayList<>();
		for (ImageFormat format : List.of(new JpegFormat(), new WebpFormat())) {
			if (longestSide > format.longestSide()) {
				leftOut.add("%s is left out: it has at most %d pixels on a side, and an image has %d"
					.formatted(format.title(), format.longestSide(), longestSide));
			}
			else {
				grids.forEach((grid) -> codecs.add(new FileYardstick(format, grid)));
			}
		}
		images.ifPresent((folder) -> {
			Map<Integer, BlockPcaCodec> fitted = new HashMap<>();
			for (LatentGrid grid : grids) {
				if (BlockPcaCodec.fits(grid.ratio())) {
					codecs.add(fitted.computeIfAbsent(grid.ratio(), (ratio) -> fit(folder, ratio, grids))
						.first(grid.channels()));
				}
				else {
					leftOut.add("Block-PCA %s is left out: its blocks have %d values, too many to fit".formatted(grid,
							3 * grid.ratio() * grid.ratio()));
				}
			}
		});
		return new Yardsticks(codecs, leftOut);
	}

	/**
	 * One fit serves every number of channels of a ratio.
	 */
	private static BlockPcaCodec fit(ImageFolder folder, int ratio, SequencedCollection<LatentGrid> grids) {
		int most = grids.stream()
			.filter((grid) -> grid.ratio() == ratio)
			.mapToInt(LatentGrid::channels)
			.max()
			.orElseThrow();
		return BlockPcaCodec.fit(folder, new LatentGrid(ratio, most));
	}

}
