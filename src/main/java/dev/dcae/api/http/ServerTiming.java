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
import java.util.Locale;
import java.util.stream.Collectors;

import dev.dcae.pipeline.Timeline;

/**
 * The header in which an answer says where its time went (W3C Server Timing).
 */
public final class ServerTiming {

	public static final String HEADER = "Server-Timing";

	private ServerTiming() {
	}

	/**
	 * The phases, in milliseconds.
	 */
	public static String of(Timeline timeline) {
		return timeline.times()
			.entrySet()
			.stream()
			.map((phase) -> "%s;dur=%s".formatted(phase.getKey().name().toLowerCase(Locale.ROOT),
					milliseconds(phase.getValue())))
			.collect(Collectors.joining(", "));
	}

	private static String milliseconds(Duration duration) {
		return String.format(Locale.ROOT, "%.3f", duration.toNanos() / 1e6);
	}

}
