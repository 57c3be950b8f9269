package dev.dcae.api.v1;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A stream of the status lasts no longer than the service.
 */
@Timeout(60)
class StatusStreamEndTests {

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
