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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.dcae.ops.DeviceWatch;
import dev.dcae.ops.ModelArchives;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

/**
 * A test of the whole service on a {@link HeldBackend}: one lane, a queue of two, a model
 * in bf16, a status that cannot be followed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.cpu.lanes=1",
				"dcae.queue.max-items=2", "dcae.limits.max-in-flight=4MB", "dcae.limits.max-body=1MB",
				"dcae.limits.max-uploads=1", "dcae.batching.max-items=1", "dcae.status.stream=false",
				"management.endpoint.models.access=unrestricted", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix", "dcae.models[0].dtype=bf16",
				"dcae.models[1].id=tiny-sana", "dcae.models[1].source=src/test/resources/fixtures/tiny-sana" })
@Import({ Service.class, HeldService.Backend.class })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
public @interface HeldService {

	/**
	 * The backend, and a process that does not really end.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	class Backend {

		@Bean
		@Primary
		HeldBackend heldBackend(ModelArchives archives) {
			return new HeldBackend(archives);
		}

		@Bean
		AtomicBoolean processEnded() {
			return new AtomicBoolean();
		}

		@Bean
		@Primary
		DeviceWatch.Exit pretendedExit(AtomicBoolean processEnded) {
			return () -> processEnded.set(true);
		}

	}

}
