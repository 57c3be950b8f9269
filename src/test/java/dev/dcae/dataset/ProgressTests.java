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

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The state of the work.
 */
class ProgressTests {

	private final StringWriter said = new StringWriter();

	private long now;

	@Test
	void aLineSaysHowMuchIsDoneHowFastAndWhenTheRestWillBe() {
		Progress progress = progress(false, 2000, 1000);
		count(progress, 99);
		pass(20);
		progress.count(true);
		assertThat(this.said.toString().strip()).isEqualTo("1,100 of 2,000 images (55 %), 5.0/s, 3 min left, 1 failed");
	}

	@Test
	void aTerminalHasOneLineThatChanges() {
		Progress progress = progress(true, 10, 0);
		for (int i = 0; i < 10; i++) {
			pass(1);
			progress.count(false);
		}
		progress.end();
		assertThat(this.said.toString()).startsWith("\r1 of 10 images (10 %), 1.0/s, 9 s left")
			.contains("\r10 of 10 images (100 %), 1.0/s, 0 s left");
		assertThat(this.said.toString().lines().filter((line) -> !line.isEmpty())).isNotEmpty();
		assertThat(this.said.toString().chars().filter((c) -> c == '\n')).hasSize(1);
	}

	@Test
	void elsewhereALineComesSeldom() {
		Progress progress = progress(false, 100, 0);
		for (int i = 0; i < 30; i++) {
			pass(1);
			progress.count(false);
		}
		progress.end();
		assertThat(this.said.toString().lines()).hasSize(3);
	}

	@Test
	void hoursAreToldAsHours() {
		Progress progress = progress(false, 100_001, 0);
		pass(10);
		progress.count(false);
		assertThat(this.said.toString()).contains("0.1/s", "277 h 46 min left");
	}

	private Progress progress(boolean terminal, long total, long before) {
		return new Progress(new PrintWriter(this.said), terminal, () -> this.now, total, before);
	}

	private void pass(long seconds) {
		this.now += TimeUnit.SECONDS.toNanos(seconds);
	}

	private static void count(Progress progress, int files) {
		for (int i = 0; i < files; i++) {
			progress.count(false);
		}
	}

}
