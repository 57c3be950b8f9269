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
