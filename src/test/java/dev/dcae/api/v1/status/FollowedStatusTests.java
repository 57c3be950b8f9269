package dev.dcae.api.v1.status;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

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
					}, response);
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
		}, response);
		assertThat(response.getContentAsString()).isEqualTo("data: {}\n\n:\n\ndata: {\"changed\":true}\n\n");
	}

	@Test
	void aStreamThatBeginsDuringTheShutdownEndsAfterItsFirstEvent() throws Exception {
		StatusStream stream = new StatusStream(1);
		stream.end();
		MockHttpServletResponse response = new MockHttpServletResponse();
		stream.follow(() -> "{}", response);
		assertThat(response.getContentAsString()).isEqualTo("data: {}\n\n");
	}

	@Test
	void aStreamForNobodyIsClosed() {
		assertThat(new StatusStream(0).isOpen()).isFalse();
		assertThat(new StatusStream(1).isOpen()).isTrue();
	}

}
