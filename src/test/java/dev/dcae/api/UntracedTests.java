package dev.dcae.api;

import io.micrometer.tracing.Tracer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A service that knows no collector of traces.
 */
@HttpTest
class UntracedTests {

	private final Service service;

	private final Tracer tracer;

	UntracedTests(Service service, Tracer tracer) {
		this.service = service;
		this.tracer = tracer;
	}

	@Test
	void makesNoSpans() {
		this.service
			.post("/v1/encode?model=tiny-mix", TestImages.noise(16, 16), "traceparent",
					"00-0123456789abcdef0123456789abcdef-0123456789abcdef-01")
			.ok();
		assertThat(this.tracer).isSameAs(Tracer.NOOP);
	}

}
