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
package dev.dcae.training.data;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ProceduralTests {

	private static final int PATCHES = 200;

	private final ImageSource source = new Procedural();

	@Test
	void theSameSeedShowsTheSameOnAnyThread() {
		RgbImage[] alone = IntStream.range(0, PATCHES).mapToObj(this::patch).toArray(RgbImage[]::new);
		RgbImage[] together = IntStream.range(0, PATCHES).parallel().mapToObj(this::patch).toArray(RgbImage[]::new);
		assertThat(together).isEqualTo(alone).doesNotHaveDuplicates();
	}

	@Test
	void patchesAreNotConstantAndSpanTheWholeRange() {
		long[][] counts = new long[3][256];
		for (int seed = 0; seed < PATCHES; seed++) {
			RgbImage patch = patch(seed);
			int lowest = 255;
			int highest = 0;
			for (int i = 0; i < patch.pixels().length; i++) {
				int level = patch.pixels()[i] & 0xff;
				counts[i % 3][level]++;
				lowest = Math.min(lowest, level);
				highest = Math.max(highest, level);
			}
			assertThat(highest).as("seed %d", seed).isGreaterThan(lowest + 2);
		}
		for (long[] channel : counts) {
			assertThat(channel).doesNotContain(0);
			double mean = IntStream.range(0, 256).mapToDouble((level) -> level * (double) channel[level]).sum()
					/ (PATCHES * 64.0 * 64.0);
			assertThat(mean).isBetween(85.0, 170.0);
		}
	}

	@Test
	void manyPatchesHaveEdgesAndManyAreSmooth() {
		int edges = 0;
		int smooth = 0;
		for (int seed = 0; seed < PATCHES; seed++) {
			RgbImage patch = patch(seed);
			int steps = 0;
			for (int i = 0; i + 3 < patch.pixels().length; i++) {
				steps += (Math.abs((patch.pixels()[i] & 0xff) - (patch.pixels()[i + 3] & 0xff)) > 40) ? 1 : 0;
			}
			edges += (steps > patch.pixels().length / 50) ? 1 : 0;
			smooth += (steps < patch.pixels().length / 100) ? 1 : 0;
		}
		assertThat(edges).isGreaterThan(PATCHES / 4);
		assertThat(smooth).isGreaterThan(PATCHES / 8);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7, 33, 256 })
	void anySideWorks(int side) {
		for (int seed = 0; seed < 30; seed++) {
			RgbImage patch = this.source.patch(side, new SplittableRandom(seed));
			assertThat(patch.width()).isEqualTo(side);
			assertThat(patch.height()).isEqualTo(side);
		}
	}

	private RgbImage patch(int seed) {
		return this.source.patch(64, new SplittableRandom(seed));
	}

}
