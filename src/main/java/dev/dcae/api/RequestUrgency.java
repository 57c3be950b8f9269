package dev.dcae.api;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.pipeline.Quoted;
import dev.dcae.pipeline.Urgency;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.WorkItem;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Reads how soon a request wants its answer from {@code X-Request-Timeout} and
 * {@code X-Priority}.
 */
public class RequestUrgency {

	public static final String TIMEOUT = "X-Request-Timeout";

	public static final String PRIORITY = "X-Priority";

	private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s)");

	private final NanoClock clock;

	private final Duration longest;

	/**
	 * A reader with a cap.
	 * @param clock the scheduler's
	 * @param longest timeout, which is also that of requests that name none
	 */
	public RequestUrgency(NanoClock clock, Duration longest) {
		this.clock = clock;
		this.longest = longest;
	}

	/**
	 * Reads the headers.
	 * @throws ProblemException if one is malformed
	 */
	public Urgency of(HttpServletRequest request) {
		return of(request, OptionalInt.empty(), Optional.empty());
	}

	/**
	 * Reads the headers, for what the request's own protocol does not say.
	 * @param priority 0, normal, to 3, most urgent, if the protocol says
	 * @param timeout if the protocol says; cut to the longest
	 * @throws ProblemException if a header is malformed
	 */
	public Urgency of(HttpServletRequest request, OptionalInt priority, Optional<Duration> timeout) {
		Duration asked = timeout.or(() -> Optional.ofNullable(request.getHeader(TIMEOUT)).map(RequestUrgency::duration))
			.orElse(this.longest);
		Duration allowed = (asked.compareTo(this.longest) < 0) ? asked : this.longest;
		return new Urgency(priority.orElseGet(() -> priority(request.getHeader(PRIORITY))),
				Deadline.after(allowed, this.clock), ClientConnection.hungUp(), Callers.of(request));
	}

	private static Duration duration(String text) {
		Matcher matcher = DURATION.matcher(text.strip());
		if (!matcher.matches()) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"%s is %s; it is a time such as 2s or 1500ms".formatted(TIMEOUT, Quoted.of(text)));
		}
		long amount = Long.parseLong(matcher.group(1));
		return matcher.group(2).equals("s") ? Duration.ofSeconds(amount) : Duration.ofMillis(amount);
	}

	private static int priority(@Nullable String text) {
		if (text == null) {
			return 0;
		}
		if (!text.strip().matches("[0-" + WorkItem.MOST_URGENT + "]")) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					"%s is %s; it is 0 to %d".formatted(PRIORITY, Quoted.of(text), WorkItem.MOST_URGENT));
		}
		return Integer.parseInt(text.strip());
	}

}
