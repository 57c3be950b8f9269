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
package dev.dcae.api.v1.status;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import dev.dcae.api.http.Senders;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/**
 * Tells the status to those who follow it, as server-sent events: once a second an event
 * where something changed, and a comment where nothing did, by which both ends learn that
 * the other is still there. Each follower has the thread of its request. All streams end
 * when the service begins to shut down, before it waits for requests to finish.
 */
public final class StatusStream {

	private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

	private final int listeners;

	private final Semaphore places;

	private final Senders followers;

	private final CountDownLatch shutdown = new CountDownLatch(1);

	/**
	 * A stream for a number of followers, of whom half may be of one caller with a key,
	 * or of one address.
	 * @param listeners at once; 0 for a service that does not want to be followed
	 */
	public StatusStream(int listeners) {
		this.listeners = listeners;
		this.places = new Semaphore(listeners);
		int most = Math.ceilDiv(listeners, 2);
		this.followers = new Senders(most, (caller) -> tooMany(
				"%d of %s follow".formatted(most, caller.isPresent() ? "this key" : "this address")));
	}

	/**
	 * Tells if the status may be followed at all.
	 */
	boolean isOpen() {
		return this.listeners > 0;
	}

	/**
	 * Writes until the client or the service goes.
	 * @param status as JSON, on one line
	 * @param hungUp whether the client is known to be gone
	 * @throws ProblemException if there are too many followers, or too many of the same
	 * @throws IOException if the client is gone
	 */
	void follow(Supplier<String> status, BooleanSupplier hungUp, HttpServletRequest request,
			HttpServletResponse response) throws IOException, InterruptedException {
		Runnable end = this.followers.begin(request);
		try {
			if (!this.places.tryAcquire()) {
				throw tooMany("%d clients follow".formatted(this.listeners));
			}
			try {
				announce(response);
				write(status, hungUp, response.getOutputStream());
			}
			finally {
				this.places.release();
			}
		}
		finally {
			end.run();
		}
	}

	private static ProblemException tooMany(String followers) {
		return new ProblemException(ProblemType.TOO_MANY_LISTENERS,
				followers + " the status already; ask for it as application/json, or try again later");
	}

	/**
	 * Sets the headers of a stream.
	 */
	static void announce(HttpServletResponse response) {
		response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		// nginx would collect the events otherwise.
		response.setHeader("X-Accel-Buffering", "no");
	}

	private void write(Supplier<String> status, BooleanSupplier hungUp, OutputStream out)
			throws IOException, InterruptedException {
		String told = "";
		do {
			String now = status.get();
			out.write(now.equals(told) ? COMMENT : "data: %s\n\n".formatted(now).getBytes(StandardCharsets.UTF_8));
			out.flush();
			told = now;
		}
		while (!this.shutdown.await(1, TimeUnit.SECONDS) && !hungUp.getAsBoolean());
	}

	/**
	 * Ends all streams, and those to come after their first event.
	 */
	@EventListener(ContextClosedEvent.class)
	public void end() {
		this.shutdown.countDown();
	}

}
