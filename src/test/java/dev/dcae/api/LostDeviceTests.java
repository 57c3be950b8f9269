package dev.dcae.api;

import java.util.concurrent.atomic.AtomicBoolean;

import dev.dcae.serving.DeviceFaultException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Health tells the truth about a device that is lost.
 */
@HeldService
@Timeout(60)
class LostDeviceTests {

	private final Service service;

	private final HeldBackend backend;

	private final AtomicBoolean processEnded;

	LostDeviceTests(Service service, HeldBackend backend, AtomicBoolean processEnded) {
		this.service = service;
		this.backend = backend;
		this.processEnded = processEnded;
	}

	@Test
	void aStickyFaultOfTheLastDeviceFailsReadinessAndLivenessAtOnceAndEndsTheProcess() throws InterruptedException {
		assertThat(health("readiness")).isEqualTo(200);
		assertThat(health("liveness")).isEqualTo(200);
		this.backend.fail(new DeviceFaultException("an illegal memory access, injected", null));
		Answer lost = this.service.post("/v1/encode", TestImages.noise(16, 16));
		assertThat(lost.status()).isEqualTo(503);
		assertThat(lost.header("Retry-After")).isNotEmpty();
		assertThat(lost.text()).doesNotContain("illegal memory access");
		assertThat(lost.json().path("detail").asString()).isEqualTo(this.service.described()
			.at("/components/examples/not-ready/value/detail")
			.asString()
			.replace("dc-ae-tiny-f32c32", "tiny-mix"));
		assertThat(health("readiness")).isEqualTo(503);
		assertThat(health("liveness")).isEqualTo(503);
		long start = System.nanoTime();
		while (!this.processEnded.get()) {
			Thread.sleep(10);
		}
		assertThat((System.nanoTime() - start) / 1e9).isLessThan(10);
	}

	private int health(String group) {
		return this.service.get(this.service.managementPort(), "/actuator/health/" + group).status();
	}

}
