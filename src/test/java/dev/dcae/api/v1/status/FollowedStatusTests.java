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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.dcae.api.http.Callers;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.serving.Caller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A stream of the status, which lasts no longer than the service.
 */
@Timeout(60)
class FollowedStatusTests {

	@Test
	void aShutdownEndsTheStreamsBeforeItWaitsForRequests() throws Exception {
		StatusStream stream = new StatusStream(1);
		MockHttpServletResponse response = new MockHttpServletResponse();
		CountDownLatch begun = new CountDownLatch(1);
		Thread follower;
		try (AnnotationConfigApplicationContext service = new AnnotationConfigApplicationContext()) {
			service.registerBean(StatusStream.class, () -> stream);
			service.refresh();
			follower = Thread.ofVirtual().start(() -> {
				try {
					stream.follow(() -> {
						begun.countDown();
						return "{}";
					}, () -> false, new MockHttpServletRequest(), response);
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			});
			begun.await();
			assertThat(follower.isAlive()).isTrue();
		}
		follower.join();
		assertThat(response.getContentAsString()).startsWith("data: {}\n\n");
	}

	@Test
	void whereNothingChangesCommentsKeepTheConnection() throws Exception {
		StatusStream stream = new StatusStream(1);
		MockHttpServletResponse response = new MockHttpServletResponse();
		AtomicInteger looks = new AtomicInteger();
		stream.follow(() -> {
			// What is written after the last look is written all the same.
			if (looks.incrementAndGet() == 3) {
				stream.end();
			}
			return (looks.get() == 3) ? "{\"changed\":true}" : "{}";
		}, () -> false, new MockHttpServletRequest(), response);
		assertThat(response.getContentAsString()).isEqualTo("data: {}\n\n:\n\ndata: {\"changed\":true}\n\n");
	}

	@Test
	void aStreamThatBeginsDuringTheShutdownEndsAfterItsFirstEvent() throws Exception {
		StatusStream stream = new StatusStream(1);
		stream.end();
		MockHttpServletResponse response = new MockHttpServletResponse();
		stream.follow(() -> "{}", () -> false, new MockHttpServletRequest(), response);
		assertThat(response.getContentAsString()).isEqualTo("data: {}\n\n");
	}

	@Test
	void aStreamEndsWhenItsClientIsKnownToBeGone() throws Exception {
		StatusStream stream = new StatusStream(1);
		MockHttpServletResponse response = new MockHttpServletResponse();
		stream.follow(() -> "{}", () -> true, new MockHttpServletRequest(), response);
		assertThat(response.getContentAsString()).isEqualTo("data: {}\n\n");
	}

	@Test
	void oneCallerLeavesPlacesToOthers() {
		StatusStream stream = new StatusStream(4);
		MockHttpServletRequest mine = new MockHttpServletRequest();
		Callers.set(mine, new Caller("web", 1, 3));
		// Who is asked for the status follows it.
		String first = follow(stream, mine, () -> follow(stream, mine, () -> {
			assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> follow(stream, mine, () -> ""))
				.withMessageContaining("2 of this key");
			return follow(stream, new MockHttpServletRequest(), () -> "{}");
		}));
		assertThat(first).contains("data: {}\n\n");
		assertThat(follow(stream, mine, () -> "{}")).isEqualTo("data: {}\n\n");
	}

	private static String follow(StatusStream stream, MockHttpServletRequest request, Supplier<String> status) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		try {
			stream.follow(status, () -> true, request, response);
			return response.getContentAsString();
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aStreamForNobodyIsClosed() {
		assertThat(new StatusStream(0).isOpen()).isFalse();
		assertThat(new StatusStream(1).isOpen()).isTrue();
	}

}
