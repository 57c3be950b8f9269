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
package dev.dcae.pipeline;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.Timings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The time of a call, on whatever threads it is served.
 */
class TimelineTests {

	private final Timeline timeline = new Timeline("whose it is");

	private final Call call = new Call(0, Deadline.NONE, Caller.ANYONE, () -> false, false, MemoryBudget.UNLIMITED,
			this.timeline, new Notes());

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void aPhaseIsBookedOnceAndIsBothInTheSumAndAmongTheEntries() {
		this.timeline.book(Phase.PARSE, Duration.ofMillis(3));
		this.timeline.book(new Timings(Duration.ofMillis(4), Duration.ofMillis(5), Duration.ofMillis(6), 1));
		this.timeline.time(Phase.ENCODE, () -> true);
		List<Timeline.Entry> entries = this.timeline.entries();
		assertThat(entries).extracting(Timeline.Entry::phase)
			.containsExactly(Phase.PARSE, Phase.QUEUE, Phase.BATCH_WAIT, Phase.DEVICE, Phase.ENCODE);
		assertThat(entries.subList(1, 4)).extracting(Timeline.Entry::time)
			.containsExactly(Duration.ofMillis(4), Duration.ofMillis(5), Duration.ofMillis(6));
		assertThat(entries.get(1).start().plusMillis(4)).isEqualTo(entries.get(2).start());
		assertThat(entries.get(2).start().plusMillis(5)).isEqualTo(entries.get(3).start());
		assertThat(this.timeline.times()).containsOnlyKeys(Phase.values())
			.containsEntry(Phase.DEVICE, Duration.ofMillis(6));
	}

	@Test
	void ofPartsSideBySideTheLongestCountsAndEachIsAnEntry() throws IOException {
		new FanOut(2, Long.MAX_VALUE).run(this.call, List.of(3, 5).iterator(), (part, millis) -> {
			part.timeline().book(Phase.DEVICE, Duration.ofMillis(millis));
			return millis;
		}, (_) -> {
		});
		assertThat(this.timeline.times()).containsEntry(Phase.DEVICE, Duration.ofMillis(5));
		assertThat(this.timeline.entries()).extracting(Timeline.Entry::time)
			.containsExactlyInAnyOrder(Duration.ofMillis(3), Duration.ofMillis(5));
	}

	@Test
	void ofItemsThatWereThereAtTheSameTimeEachMomentCountsOnce() {
		Timings first = new Timings(Duration.ofMinutes(1), Duration.ZERO, Duration.ofMinutes(2), 8);
		Timings second = new Timings(Duration.ofMinutes(5), Duration.ZERO, Duration.ofMinutes(1), 8);
		for (int i = 0; i < 8; i++) {
			this.timeline.book(first);
		}
		this.timeline.book(second);
		Map<Phase, Duration> times = this.timeline.times();
		assertThat(times.get(Phase.DEVICE)).isBetween(Duration.ofMinutes(2), Duration.ofSeconds(150));
		assertThat(times.get(Phase.QUEUE)).isEqualTo(Duration.ofMinutes(1));
		assertThat(this.timeline.entries()).extracting(Timeline.Entry::time).contains(Duration.ofMinutes(5));
	}

	@Test
	void aCallWithoutAnEndKeepsNoEntries() {
		Timeline sums = Timeline.ofSums();
		sums.book(Phase.PARSE, Duration.ofMillis(3));
		assertThat(sums.entries()).isEmpty();
		assertThat(sums.times()).containsEntry(Phase.PARSE, Duration.ofMillis(3));
	}

	@Test
	void aCallHasNoModelOneOrSeveral() {
		assertThat(this.timeline.model()).isEqualTo(Timeline.NO_MODEL);
		this.timeline.model("one");
		this.timeline.part().model("one");
		assertThat(this.timeline.model()).isEqualTo("one");
		this.timeline.part().model("other");
		this.timeline.model("one");
		assertThat(this.timeline.model()).isEqualTo(Timeline.MODELS);
	}

	@Test
	void partsShareTheirCallsOriginAndTheNameInItsLog() throws IOException {
		MDC.put("requestId", "abc");
		List<String> seen = new ArrayList<>();
		new FanOut(4, Long.MAX_VALUE).run(this.call, IntStream.range(0, 20).iterator(),
				(part, _) -> MDC.get("requestId") + " " + part.timeline().origin(), seen::add);
		assertThat(seen).hasSize(20).containsOnly("abc whose it is");
	}

	@Test
	void theThreadsOfImagesServeOneRequestAfterAnother() {
		try (ImagePool pool = new ImagePool(1, () -> 0)) {
			MDC.put("requestId", "abc");
			String during = pool.run(Rig.WHENEVER, 1, () -> MDC.get("requestId"));
			MDC.clear();
			String after = pool.run(Rig.WHENEVER, 1, () -> String.valueOf(MDC.get("requestId")));
			assertThat(during).isEqualTo("abc");
			assertThat(after).isEqualTo("null");
		}
	}

}
