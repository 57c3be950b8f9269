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
package dev.dcae.serving.limits;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.dcae.model.Operation;
import dev.dcae.serving.Bucket;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls that have a device to themselves.
 */
class LoneCallsTests {

	private static final Device CPU = new Device("cpu");

	private static final long PIXELS = 64 * 64;

	private final LoneCalls calls = new LoneCalls();

	@Test
	void bothWaysAreTriedBeforeOneIsChosen() {
		assertThat(made(PIXELS, 8, 5, 9)).containsExactly(true, true, true, true, false, false, false, false);
		assertThat(made(PIXELS, 40, 5, 9)).containsOnly(true);
	}

	@Test
	void theSlowerWayIsTriedAgainNowAndThen() {
		made(PIXELS, 8, 8, 5);
		List<Boolean> later = made(PIXELS, 2 * LoneCalls.AGAIN, 8, 5);
		assertThat(Collections.frequency(later, true)).isEqualTo(2);
	}

	@Test
	void aWayThatHasBecomeTheFasterIsTakenSoonerOrLater() {
		made(PIXELS, 8, 8, 5);
		made(PIXELS, 40 * LoneCalls.AGAIN, 3, 5);
		assertThat(made(PIXELS, 1, 3, 5)).containsExactly(true);
	}

	@Test
	void aLongCallHasAllCoresFromTheFirst() {
		assertThat(made(PIXELS, 2 * LoneCalls.AGAIN, 1600, 3200)).containsOnly(true);
	}

	@Test
	void eachSizeHasItsOwn() {
		made(PIXELS, 8, 8, 5);
		assertThat(made(16 * PIXELS, 8, 30, 50)).startsWith(true, true, true, true);
		assertThat(made(16 * PIXELS, 8, 30, 50)).containsOnly(true);
		assertThat(made(PIXELS, 8, 8, 5)).containsOnly(false);
	}

	@Test
	void anotherModelOfTheSameNameBeginsAnew() {
		made(PIXELS, 8, 8, 5);
		this.calls.forget("model");
		assertThat(made(PIXELS, 1, 8, 5)).containsExactly(true);
	}

	private List<Boolean> made(long pixels, int count, int wideMillis, int narrowMillis) {
		Bucket bucket = new Bucket("model", Operation.ENCODE_IMAGE, new Shape(pixels, 3), DType.U8,
				ReplicaPrecision.NORMAL);
		List<Boolean> made = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			boolean wide = this.calls.next(bucket, CPU, pixels);
			this.calls.ran(bucket, CPU, pixels, wide, (wide ? wideMillis : narrowMillis) * 1_000_000L, 0);
			made.add(wide);
		}
		return made;
	}

}
