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
