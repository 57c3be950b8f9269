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
package dev.dcae.dataset;

import java.util.Random;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The mean and the spread of channels.
 */
class ChannelStatsTests {

	@Test
	void partsAddedAreTheWholeHoweverTheyAreCut() {
		Random random = new Random(1);
		ChannelStats left = ChannelStats.NONE;
		ChannelStats right = ChannelStats.NONE;
		double sum = 0;
		double squares = 0;
		int count = 0;
		for (int i = 0; i < 20; i++) {
			float[] values = new float[2 * (1 + i)];
			for (int k = 0; k < values.length; k++) {
				values[k] = (float) (1000 + random.nextGaussian());
			}
			for (int k = 0; k < values.length / 2; k++) {
				sum += values[k];
				squares += (double) values[k] * values[k];
				count++;
			}
			ChannelStats one = ChannelStats.of(Tensor.of(new Shape(2, 1, 1 + i), values));
			if (i % 3 == 0) {
				left = left.plus(one);
			}
			else {
				right = one.plus(right);
			}
		}
		ChannelStats all = right.plus(left);
		assertThat(all.latents()).isEqualTo(20);
		assertThat(all.count()).isEqualTo(count);
		assertThat(all.mean()[0]).isCloseTo(sum / count, Offset.offset(1e-9));
		assertThat(all.squares()[0]).isCloseTo(squares - sum * sum / count, Offset.offset(1e-4));
	}

	@Test
	void nothingAddsNothing() {
		ChannelStats one = ChannelStats.of(Tensor.of(new Shape(1, 1, 2), 1, 3));
		assertThat(ChannelStats.NONE.plus(one)).isSameAs(one);
		assertThat(one.plus(ChannelStats.NONE)).isSameAs(one);
		assertThat(one.mean()).containsExactly(2);
		assertThat(one.squares()).containsExactly(2);
	}

	@Test
	void latentsOfOtherChannelsAreNotAdded() {
		ChannelStats one = ChannelStats.of(Tensor.of(new Shape(1, 1, 1), 1));
		ChannelStats two = ChannelStats.of(Tensor.of(new Shape(2, 1, 1), 1, 2));
		assertThatIllegalArgumentException().isThrownBy(() -> one.plus(two)).withMessageContaining("1 and of 2");
	}

}
