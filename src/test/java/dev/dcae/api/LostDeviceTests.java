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
