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
package dev.dcae.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TilingTests {

	@ParameterizedTest
	@CsvSource({ "4, 512, 448", "8, 512, 448", "32, 512, 448", "64, 512, 448", "128, 512, 384", "256, 512, 256",
			"512, 1024, 512" })
	void defaultsAreDiffusersWhereTheySuitTheRatio(int ratio, int tile, int stride) {
		assertThat(Tiling.of(ratio)).isEqualTo(new Tiling(ratio, tile, stride, 2048 * 2048));
	}

	@ParameterizedTest
	@CsvSource({ "512, 448", "500, 384", "0, 128", "128, 0", "-128, -128", "512, -128" })
	void tilesAndStridesThatAreNoMultiplesOfTheRatioAreRefused(int tile, int stride) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Tiling(128, tile, stride, 1))
			.withMessageContaining("multiples of 128");
	}

	@Test
	void anotherTileOverlapsByAsLargeAPart() {
		assertThat(Tiling.of(32).withTile(1024)).isEqualTo(new Tiling(32, 1024, 896, 2048 * 2048));
		assertThat(Tiling.of(128).withTile(1024)).isEqualTo(new Tiling(128, 1024, 768, 2048 * 2048));
		assertThat(Tiling.of(128).withTile(128)).isEqualTo(new Tiling(128, 128, 128, 2048 * 2048));
		assertThatIllegalArgumentException().isThrownBy(() -> Tiling.of(8).withTile(0));
		assertThatIllegalArgumentException().isThrownBy(() -> Tiling.of(8).withTile(Integer.MAX_VALUE));
	}

	@Test
	void tilesWithGapsAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Tiling(8, 64, 72, 1)).withMessageContaining("gaps");
		assertThat(new Tiling(8, 64, 64, 1).overlap()).isZero();
	}

	@Test
	void aThresholdIsAtLeastAPixel() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Tiling(8, 64, 48, 0)).withMessageContaining("0");
	}

}
