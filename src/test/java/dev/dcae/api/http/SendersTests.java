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

import java.util.Optional;

import dev.dcae.api.problem.OverloadedException;
import dev.dcae.serving.Caller;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two bodies at once of each sender.
 */
class SendersTests {

	private static final Caller WEB = new Caller("web", 1, 3);

	private static final Optional<String> HERE = Optional.of("203.0.113.7");

	private static final Optional<String> THERE = Optional.of("203.0.113.8");

	private final Senders uploads = new Senders(2, (caller) -> OverloadedException.ofUploads(caller, 2));

	@Test
	void anAddressHasItsOwnBound() {
		this.uploads.begin(Caller.ANYONE, HERE);
		Runnable second = this.uploads.begin(Caller.ANYONE, HERE);
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> this.uploads.begin(Caller.ANYONE, HERE))
			.withMessageContaining("2 bodies");
		this.uploads.begin(Caller.ANYONE, THERE);
		second.run();
		this.uploads.begin(Caller.ANYONE, HERE);
	}

	@Test
	void aCallerHasOneWhereverItIs() {
		Runnable here = this.uploads.begin(WEB, HERE);
		Runnable there = this.uploads.begin(WEB, THERE);
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> this.uploads.begin(WEB, Optional.empty()))
			.withMessageContaining("'web'");
		here.run();
		there.run();
		assertThat(this.uploads.count()).isZero();
	}

	@Test
	void oneThatIsRefusedCountsNowhere() {
		Runnable first = this.uploads.begin(Caller.ANYONE, HERE);
		Runnable second = this.uploads.begin(Caller.ANYONE, HERE);
		assertThatExceptionOfType(OverloadedException.class).isThrownBy(() -> this.uploads.begin(WEB, HERE));
		first.run();
		second.run();
		assertThat(this.uploads.count()).isZero();
	}

	@Test
	void withoutKeysProxiesHaveNoBound() {
		for (int i = 0; i < 100; i++) {
			this.uploads.begin(Caller.ANYONE, Optional.empty());
		}
		assertThat(this.uploads.count()).isZero();
	}

}
