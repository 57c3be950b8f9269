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
package dev.dcae.serving.core;

import java.util.List;
import java.util.stream.IntStream;

import dev.dcae.model.Operation;
import dev.dcae.serving.Caller;
import dev.dcae.serving.ServingEvent;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.WorkItem;
import dev.dcae.serving.queue.QueuedItem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The share of the queue that one caller may take.
 */
class ShareTests {

	private static final Caller BULK = new Caller("bulk", 0.5);

	private static final Caller WEB = new Caller("web", 1);

	@Test
	void aCallerCannotFillTheQueue() {
		CoreDriver driver = CoreDriver.serving(Given.queue(8, Long.MAX_VALUE));
		submit(driver, BULK, 4);
		assertThatExceptionOfType(ServingException.ShareFull.class).isThrownBy(() -> submit(driver, BULK, 1))
			.withMessageContaining("'bulk'")
			.withMessageContaining("4 items")
			.satisfies((full) -> assertThat(full.retryAfter()).isPositive());
		submit(driver, WEB, 4);
		assertThatExceptionOfType(ServingException.QueueFull.class).isThrownBy(() -> submit(driver, WEB, 1))
			.isNotInstanceOf(ServingException.ShareFull.class);
	}

	@Test
	void aShareIsOneOfPixelsToo() {
		CoreDriver driver = CoreDriver.serving(Given.queue(100, 400));
		submit(driver, BULK, 3);
		assertThatExceptionOfType(ServingException.ShareFull.class).isThrownBy(() -> submit(driver, BULK, 1))
			.withMessageContaining("200 pixels");
		submit(driver, WEB, 3);
	}

	@Test
	void whatLeavesTheQueueIsRoomInTheShare() {
		CoreDriver driver = CoreDriver.serving(Given.queue(8, Long.MAX_VALUE));
		submit(driver, BULK, 3);
		QueuedItem last = driver.submit(Given.itemOf(BULK, 9, 8));
		driver.cancel(last);
		submit(driver, BULK, 1);
		assertThat(driver.batch()).hasSize(4);
		submit(driver, BULK, 4);
		assertThatExceptionOfType(ServingException.ShareFull.class).isThrownBy(() -> submit(driver, BULK, 1));
	}

	@Test
	void aCallerOfWhomNothingWaitsMaySendMoreThanItsShareAtOnce() {
		CoreDriver driver = CoreDriver.serving(Given.queue(100, 100));
		Caller small = new Caller("small", 0.001);
		driver.submit(Given.itemOf(small, 1, 8));
		assertThatExceptionOfType(ServingException.ShareFull.class)
			.isThrownBy(() -> driver.submit(Given.itemOf(small, 2, 1)));
		assertThat(driver.batch()).containsExactly(1);
		driver.submit(Given.itemOf(small, 3, 8));
	}

	@Test
	void aGroupIsMeasuredAsAWhole() {
		CoreDriver driver = CoreDriver.serving(Given.queue(8, Long.MAX_VALUE));
		List<WorkItem> four = List.of(Given.itemOf(BULK, 1, 8), Given.itemOf(BULK, 2, 8), Given.itemOf(BULK, 3, 8),
				Given.itemOf(BULK, 4, 8));
		submit(driver, BULK, 1);
		assertThatExceptionOfType(ServingException.ShareFull.class)
			.isThrownBy(() -> driver.core.admission.admit(four, 0));
		assertThat(driver.status().queue().items()).isOne();
		driver.core.admission.admit(four.subList(0, 3), 0);
	}

	@Test
	void aGroupLargerThanTheShareComesInOnceNothingOfItsCallerWaits() {
		CoreDriver driver = CoreDriver.serving(Given.queue(8, Long.MAX_VALUE));
		List<WorkItem> six = IntStream.range(1, 7).mapToObj((id) -> Given.itemOf(BULK, id, 8)).toList();
		submit(driver, WEB, 1);
		driver.core.admission.admit(six, 0);
		assertThat(driver.status().queue().items()).isEqualTo(7);
		assertThatExceptionOfType(ServingException.ShareFull.class).isThrownBy(() -> submit(driver, BULK, 1));
		assertThat(driver.batches()).hasSize(1);
		driver.core.admission.admit(six, 0);
	}

	@Test
	void anItemThatIsTooLargeIsToldSoWhateverTheShare() {
		CoreDriver driver = CoreDriver.serving(Given.queue(100, 50));
		submit(driver, BULK, 0);
		assertThatExceptionOfType(ServingException.TooLarge.class)
			.isThrownBy(() -> driver.submit(Given.itemOf(BULK, 1, 8)));
	}

	@Test
	void everyRejectionIsCounted() {
		CoreDriver driver = CoreDriver.serving(Given.queue(2, Long.MAX_VALUE));
		submit(driver, BULK, 1);
		assertThatExceptionOfType(ServingException.ShareFull.class).isThrownBy(() -> submit(driver, BULK, 1));
		assertThat(driver.events.of(ServingEvent.Rejected.class)).singleElement()
			.satisfies((rejected) -> assertThat(rejected.operation()).isEqualTo(Operation.DECODE));
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0, -0.1, 1.01, Double.NaN })
	void aShareIsAPartOfTheWhole(double share) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Caller("x", share));
	}

	@ParameterizedTest
	@ValueSource(ints = { -1, 4 })
	void whatACallerMayClaimIsAPriority(int priority) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Caller("x", 1, priority));
	}

	/**
	 * Items of 64 pixels.
	 */
	private static void submit(CoreDriver driver, Caller caller, int count) {
		for (int i = 0; i < count; i++) {
			driver.submit(Given.itemOf(caller, i, 8));
		}
	}

}
