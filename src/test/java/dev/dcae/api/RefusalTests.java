package dev.dcae.api;

import org.junit.jupiter.api.AfterEach;

/**
 * Tests of what the service refuses. After each it must still serve.
 */
@HttpTest
abstract class RefusalTests {

	protected final Service service;

	RefusalTests(Service service) {
		this.service = service;
	}

	@AfterEach
	void theServiceKeepsServing() {
		this.service.post("/v1/reconstruct?model=tiny-mix", TestImages.noise(8, 8)).ok();
	}

}
