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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.api.connection.Connections;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Notes;
import dev.dcae.pipeline.Quoted;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.WorkItem;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Makes the {@link Call} of a request: how soon it wants its answer stands in
 * {@code X-Request-Timeout} and {@code X-Priority}.
 */
public class Calls {

	public static final String TIMEOUT = "X-Request-Timeout";

	public static final String PRIORITY = "X-Priority";

	private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s)");

	private final NanoClock clock;

	private final Duration longest;

	/**
	 * Calls with a cap on their time.
	 * @param clock the scheduler's
	 * @param longest timeout, which is also that of requests that name none
	 */
	public Calls(NanoClock clock, Duration longest) {
		this.clock = clock;
		this.longest = longest;
	}

	/**
	 * The call of a request, as its headers say.
	 * @throws ProblemException if one is malformed
	 */
	public Call of(HttpServletRequest request) {
		return urged(opened(request), request, OptionalInt.empty(), Optional.empty());
	}

	/**
	 * The call of a request whose protocol has more to say, in the body: until then it
	 * has all the time there is.
	 */
	public Call opened(HttpServletRequest request) {
		return new Call(0, Deadline.after(this.longest, this.clock), Callers.of(request), Connections.hungUp(), false,
				MemoryFilter.budget(request), TimelineFilter.timeline(request), new Notes());
	}

	/**
	 * The call as urgent as the request's protocol says, and its headers for what that
	 * does not say.
	 * @param priority 0, normal, to 3, most urgent, if the protocol says; cut to what its
	 * caller may claim
	 * @param timeout if the protocol says; cut to the longest
	 * @throws ProblemException if a header is malformed
	 */
	public Call urged(Call call, HttpServletRequest request, OptionalInt priority, Optional<Duration> timeout) {
		Duration asked = timeout.or(() -> Optional.ofNullable(request.getHeader(TIMEOUT)).map(Calls::duration))
			.orElse(this.longest);
		Duration allowed = (asked.compareTo(this.longest) < 0) ? asked : this.longest;
		int claimed = priority.orElseGet(() -> priority(request.getHeader(PRIORITY)));
		return call.urged(Math.min(claimed, call.caller().maxPriority()), Deadline.after(allowed, this.clock));
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
