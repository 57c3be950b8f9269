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
package dev.dcae.api.http;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.pipeline.Notes;
import dev.dcae.pipeline.Timeline;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The urgency of a call.
 */
class CallPriorityTests {

	private final Calls calls = new Calls(() -> 0, Duration.ofSeconds(60));

	@Test
	void aCallIsAsUrgentAsItClaims() {
		assertThat(priority(new Caller("web", 1), "3", OptionalInt.empty())).isEqualTo(3);
		assertThat(priority(new Caller("web", 1), null, OptionalInt.empty())).isZero();
	}

	@Test
	void aKeyBoundsWhatItsCallsClaim() {
		Caller bulk = new Caller("bulk", 1, 1);
		assertThat(priority(bulk, "3", OptionalInt.empty())).isEqualTo(1);
		assertThat(priority(bulk, "0", OptionalInt.empty())).isZero();
		assertThat(priority(bulk, null, OptionalInt.of(2))).isEqualTo(1);
	}

	private int priority(Caller caller, @Nullable String header, OptionalInt protocols) {
		MockHttpServletRequest request = new MockHttpServletRequest();
		if (header != null) {
			request.addHeader(Calls.PRIORITY, header);
		}
		Call call = new Call(0, Deadline.NONE, caller, () -> false, false, MemoryBudget.UNLIMITED, Timeline.ofSums(),
				new Notes());
		return this.calls.urged(call, request, protocols, Optional.empty()).priority();
	}

}
