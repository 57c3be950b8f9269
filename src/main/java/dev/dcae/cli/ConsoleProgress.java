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
package dev.dcae.cli;

import java.io.PrintWriter;
import java.time.Duration;

import dev.dcae.checkpoint.hub.ProgressLine;

/**
 * Progress on a console: one line that changes where somebody watches, lines now and then
 * where the output goes into a file.
 */
record ConsoleProgress(PrintWriter out, boolean terminal) implements ProgressLine {

	private static final String CLEARED_LINE = "\r\033[K";

	static ConsoleProgress on(PrintWriter out) {
		return new ConsoleProgress(out, System.console() != null && System.console().isTerminal());
	}

	@Override
	public Duration interval() {
		return this.terminal ? Duration.ofMillis(200) : Duration.ofSeconds(10);
	}

	@Override
	public void update(String line) {
		if (this.terminal) {
			this.out.print(CLEARED_LINE + line);
			this.out.flush();
		}
		else {
			this.out.println(line);
		}
	}

	@Override
	public void say(String line) {
		this.out.println(this.terminal ? CLEARED_LINE + line : line);
		this.out.flush();
	}

}
