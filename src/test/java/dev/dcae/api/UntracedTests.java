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
