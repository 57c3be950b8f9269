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
package dev.dcae.api.problem;

import java.util.Optional;

import dev.dcae.serving.Caller;

/**
 * The requests in flight hold all the memory that there is for them, or as much as their
 * caller may have.
 */
public class OverloadedException extends RuntimeException {

	private final ProblemType type;

	private OverloadedException(ProblemType type, String message) {
		super(message, null, false, false);
		this.type = type;
	}

	public static OverloadedException ofAll() {
		return new OverloadedException(ProblemType.QUEUE_FULL,
				"The requests in flight hold all the memory that there is for them");
	}

	public static OverloadedException of(Caller caller, long bytes) {
		return new OverloadedException(ProblemType.SHARE_FULL,
				"The requests in flight of '%s' hold the share of memory that they may: %d MB".formatted(caller.name(),
						bytes >> 20));
	}

	/**
	 * A caller, or else an address, sends too many bodies at once.
	 */
	public static OverloadedException ofUploads(Optional<Caller> sender, int most) {
		return new OverloadedException(ProblemType.SHARE_FULL, sender
			.map((caller) -> "'%s' sends %d bodies at once, which is as many as a caller may".formatted(caller.name(),
					most))
			.orElseGet(
					() -> "%d bodies are on their way from this address, which is as many as may be".formatted(most)));
	}

	/**
	 * True if all is full, false if a share is.
	 */
	ProblemType type() {
		return this.type;
	}

}
