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

import dev.dcae.serving.OutOfDeviceMemoryException;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Readiness after a device call that failed: not what was known before, but what a call
 * made now comes to.
 */
@HeldService
@Timeout(120)
class ReadinessTests {

	private final Service service;

	private final HeldBackend backend;

	ReadinessTests(Service service, HeldBackend backend) {
		this.service = service;
		this.backend = backend;
	}

	@AfterEach
	void heal() {
		this.backend.heal();
		this.backend.release();
		assertThat(encode()).isEqualTo(200);
		assertThat(readiness().status()).isEqualTo(200);
	}

	@Test
	void aHealthyDeviceIsNotProbed() {
		int before = this.backend.probes();
		assertThat(encode()).isEqualTo(200);
		assertThat(readiness().status()).isEqualTo(200);
		assertThat(this.backend.probes()).isEqualTo(before);
	}

	@Test
	void aDeviceThatFailsOnEverythingIsNotReadyUntilACallSucceeds() {
		int before = this.backend.probes();
		this.backend.fail(new IllegalStateException("wrong, injected"));
		assertThat(encode()).isEqualTo(500);
		Answer refused = readiness();
		assertThat(refused.status()).isEqualTo(503);
		assertThat(refused.json().at("/components/serving/details/cpu").asString())
			.isEqualTo("failed on its last call");
		assertThat(readiness().status()).isEqualTo(503);
		assertThat(this.backend.probes()).isEqualTo(before + 2);
		assertThat(liveness()).isEqualTo(200);
		this.backend.heal();
		assertThat(readiness().status()).isEqualTo(200);
		assertThat(readiness().status()).isEqualTo(200);
		assertThat(this.backend.probes()).as("the last for nothing").isEqualTo(before + 3);
	}

	@Test
	void aDeviceThatFailedOnOneItemShowsThatItIsWell() {
		int before = this.backend.probes();
		this.backend.fail(new IllegalStateException("this item, injected"));
		assertThat(encode()).isEqualTo(500);
		this.backend.heal();
		assertThat(readiness().status()).isEqualTo(200);
		assertThat(this.backend.probes()).isEqualTo(before + 1);
	}

	@Test
	void aNextItemThatSucceedsIsProofEnough() {
		int before = this.backend.probes();
		this.backend.fail(new IllegalStateException("this item, injected"));
		assertThat(encode()).isEqualTo(500);
		this.backend.heal();
		assertThat(encode()).isEqualTo(200);
		assertThat(readiness().status()).isEqualTo(200);
		assertThat(this.backend.probes()).isEqualTo(before);
	}

	@Test
	void runningOutOfMemoryIsNoDoubt() {
		int before = this.backend.probes();
		this.backend.fail(new OutOfDeviceMemoryException("full, injected", new IllegalStateException()));
		assertThat(this.service.post("/v1/encode?model=tiny-sana&tile=never", TestImages.noise(16, 16)).status())
			.isEqualTo(413);
		assertThat(readiness().status()).isEqualTo(200);
		assertThat(this.backend.probes()).isEqualTo(before);
	}

	@Test
	void aDeviceThatHangsInItsProbeIsNotReadyAndTheAnswerDoesNotHang() {
		this.backend.fail(new IllegalStateException("wrong, injected"));
		assertThat(encode()).isEqualTo(500);
		this.backend.heal();
		int before = this.backend.probes();
		this.backend.hold();
		assertThat(readiness().status()).isEqualTo(503);
		assertThat(readiness().status()).isEqualTo(503);
		assertThat(this.backend.probes()).as("of one call that hangs").isEqualTo(before + 1);
		this.backend.release();
		assertThat(readiness().status()).isEqualTo(200);
	}

	@Test
	void theOpenInferenceProtocolSaysTheSameAndFindsOutByItself() {
		String model = "/v2/models/tiny-sana.encode/ready";
		String health = "/v2/health/ready";
		this.backend.fail(new IllegalStateException("wrong, injected"));
		assertThat(encode()).isEqualTo(500);
		for (String path : List.of(model, health)) {
			Answer refused = this.service.get(path);
			assertThat(refused.status()).as(path).isEqualTo(503);
			assertThat(refused.json().path("ready").asBoolean(true)).isFalse();
		}
		assertThat(this.service.get("/v2/health/live").ok().json().path("ready").asBoolean(true)).isFalse();
		this.backend.heal();
		this.service.get(health).ok();
		this.backend.fail(new IllegalStateException("wrong, injected"));
		assertThat(encode()).isEqualTo(500);
		this.backend.heal();
		this.service.get(model).ok();
	}

	@Test
	void livenessDoesNotProbe() {
		this.backend.fail(new IllegalStateException("wrong, injected"));
		assertThat(encode()).isEqualTo(500);
		int before = this.backend.probes();
		this.service.get("/v2/health/live").ok();
		assertThat(this.backend.probes()).isEqualTo(before);
	}

	private int encode() {
		return this.service.post("/v1/encode?model=tiny-sana", TestImages.noise(16, 16)).status();
	}

	private Answer readiness() {
		return this.service.get(this.service.managementPort(), "/actuator/health/readiness");
	}

	private int liveness() {
		return this.service.get(this.service.managementPort(), "/actuator/health/liveness").status();
	}

}
