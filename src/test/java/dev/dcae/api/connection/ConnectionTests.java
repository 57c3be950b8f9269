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
package dev.dcae.api.connection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The age of connections, and what is sent ahead of their answers.
 */
class ConnectionTests {

	private static final long OPENED = Long.MAX_VALUE - 5;

	private static final Duration AGE = Duration.ofMinutes(4);

	private final Connection connection = new Connection();

	@Test
	void connectionsOfOneMomentAreTooOldAtDifferentOnes() {
		int early = 0;
		for (int i = 0; i < 1000; i++) {
			this.connection.open(OPENED);
			assertThat(this.connection.isOlderThan(AGE, OPENED + Duration.ofMinutes(3).toNanos())).isFalse();
			assertThat(this.connection.isOlderThan(AGE, OPENED + AGE.toNanos() + 1)).isTrue();
			early += this.connection.isOlderThan(AGE, OPENED + Duration.ofSeconds(210).toNanos()) ? 1 : 0;
		}
		assertThat(early).as("of a thousand, in the first half of the last quarter").isBetween(400, 750);
	}

	@Test
	void whatIsSentAheadIsTakenOffTheAnswerAndNoMore() {
		long now = OPENED;
		this.connection.open(now);
		StringBuilder sent = new StringBuilder();
		for (int i = 0; i < 4; i++) {
			sent.append((char) this.connection.nextAhead(now).get());
			this.connection.sentAhead(now);
			now += Duration.ofMinutes(1).toNanos();
		}
		ByteBuffer answer = answer();
		assertThat(this.connection.skip(answer)).isEqualTo(4);
		assertThat(sent + rest(answer)).isEqualTo("HTTP/1.1 200 \r\n");
		ByteBuffer next = answer();
		assertThat(this.connection.skip(next)).isZero();
	}

	@Test
	void anAnswerThatIsWrittenInPiecesIsWhole() {
		this.connection.open(OPENED);
		this.connection.sentAhead(OPENED);
		this.connection.sentAhead(OPENED);
		ByteBuffer first = answer().limit(1);
		assertThat(this.connection.skip(first)).isEqualTo(1);
		assertThat(first.hasRemaining()).isFalse();
		ByteBuffer second = answer().position(1);
		assertThat(this.connection.skip(second)).isEqualTo(1);
		assertThat(rest(second)).isEqualTo("TP/1.1 200 \r\n");
	}

	@Test
	void eachByteAheadWaitsLongerThanTheOneBefore() {
		long now = OPENED;
		this.connection.open(now);
		int bytes = 0;
		for (long passed = 0; passed < Duration.ofMinutes(1).toMillis(); passed += 10) {
			if (this.connection.nextAhead(now + passed * 1_000_000).hasRemaining()) {
				this.connection.sentAhead(now + passed * 1_000_000);
				bytes++;
			}
			if (passed == 40) {
				assertThat(bytes).isEqualTo(1);
			}
			if (passed == 60) {
				assertThat(bytes).isEqualTo(2);
			}
		}
		assertThat(bytes).as("all that is the same in every answer").isEqualTo("HTTP/1.1 ".length());
	}

	@Test
	void anotherClientBeginsAnew() {
		this.connection.open(OPENED);
		this.connection.busy(true);
		this.connection.sentAhead(OPENED);
		this.connection.open(OPENED);
		assertThat(this.connection.isBusy()).isFalse();
		assertThat(this.connection.skip(answer())).isZero();
	}

	private static ByteBuffer answer() {
		return ByteBuffer.wrap("HTTP/1.1 200 \r\n".getBytes(StandardCharsets.US_ASCII));
	}

	private static String rest(ByteBuffer answer) {
		return StandardCharsets.US_ASCII.decode(answer).toString();
	}

}
