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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.dcae.image.metrics.Fidelity;

/**
 * The rate, fidelity and speed of a codec on an image, or on several in the mean.
 *
 * @param codec its name
 * @param encoding time; of several images the median, since the first of a size takes
 * longer
 * @param decoding time, likewise
 */
public record Measurement(String codec, Rate rate, Fidelity fidelity, Duration encoding, Duration decoding) {

	/**
	 * The means over images, codec by codec.
	 * @param images at least one, each with measurements of the same codecs in the same
	 * order
	 */
	public static List<Measurement> means(List<List<Measurement>> images) {
		List<Measurement> means = new ArrayList<>();
		for (int i = 0; i < images.getFirst().size(); i++) {
			int codec = i;
			List<Measurement> each = images.stream().map((measurements) -> measurements.get(codec)).toList();
			Rate rate = new Rate(
					each.stream().mapToDouble((one) -> one.rate().valuesPerPixel()).average().orElseThrow(),
					each.stream().mapToDouble((one) -> one.rate().bitsPerPixel()).average().orElseThrow());
			means.add(new Measurement(each.getFirst().codec(), rate,
					Fidelity.mean(each.stream().map(Measurement::fidelity).toList()),
					median(each.stream().map(Measurement::encoding)),
					median(each.stream().map(Measurement::decoding))));
		}
		return means;
	}

	private static Duration median(Stream<Duration> times) {
		List<Duration> sorted = times.sorted().toList();
		int count = sorted.size();
		return sorted.get((count - 1) / 2).plus(sorted.get(count / 2)).dividedBy(2);
	}

}
