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
package dev.dcae.checkpoint.hub;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The progress shown of a download, by a clock that is set by hand.
 */
class TransferTests {

	private static final long GIGABYTE = 1_000_000_000;

	private Instant now = Instant.EPOCH;

	private final List<String> lines = new ArrayList<>();

	@Test
	void aLineTellsTheRateOfThisTryAndTheTimeThatIsLeft() {
		Transfer transfer = transfer(GIGABYTE);
		pass(10);
		transfer.moved(3 * GIGABYTE / 2);
		pass(60);
		transfer.moved(2 * GIGABYTE);
		pass(70);
		transfer.finished();
		assertThat(this.lines).containsExactly("model.safetensors: 1.5 GB of 9.0 GB, 50.0 MB/s, 2 min 30 s left",
				"model.safetensors: 2.0 GB of 9.0 GB, 14.3 MB/s, 8 min 10 s left",
				"model.safetensors: 9.0 GB in 2 min 20 s, 57.1 MB/s");
	}

	@Test
	void linesComeNoMoreOftenThanTheyAreWanted() {
		Transfer transfer = transfer(0);
		for (int i = 1; i <= 100; i++) {
			pass(1);
			transfer.moved(i * 1000L);
		}
		assertThat(this.lines).hasSize(10)
			.last()
			.isEqualTo("model.safetensors: 100 kB of 9.0 GB, 1.0 kB/s, 2499 h 58 min left");
	}

	@Test
	void aDownloadThatHasBroughtNothingTellsNoTime() {
		Transfer transfer = transfer(GIGABYTE);
		pass(10);
		transfer.moved(GIGABYTE);
		pass(10);
		// It was started anew.
		transfer.moved(1000);
		assertThat(this.lines).containsExactly("model.safetensors: 1.0 GB of 9.0 GB",
				"model.safetensors: 1.0 kB of 9.0 GB");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0 B", "999, 999 B", "1000, 1.0 kB", "99949, 99.9 kB", "99950, 100 kB", "999499, 999 kB",
			"999500, 1.0 MB", "1249001100, 1.2 GB", "4482780328, 4.5 GB", "9223372036854775807, 9223372 TB" })
	void bytesAreRoundedToWhatCanBeReadAtAGlance(long bytes, String text) {
		assertThat(Transfer.bytes(bytes)).isEqualTo(text);
	}

	private void pass(long seconds) {
		this.now = this.now.plusSeconds(seconds);
	}

	private Transfer transfer(long done) {
		ProgressLine progress = new ProgressLine() {

			@Override
			public Duration interval() {
				return Duration.ofSeconds(10);
			}

			@Override
			public void update(String line) {
				TransferTests.this.lines.add(line);
			}

			@Override
			public void say(String line) {
				TransferTests.this.lines.add(line);
			}

		};
		return new Transfer(progress, () -> this.now, new RepoFile("model.safetensors", 9 * GIGABYTE, ""), done);
	}

}
