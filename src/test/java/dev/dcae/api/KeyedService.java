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

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestConstructor;

/**
 * A test of the whole service on a {@link HeldBackend}, with two API keys, one of which
 * may have half of a queue of four, and with the web pages of one other origin allowed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.cpu.lanes=1",
				"dcae.queue.max-items=4", "dcae.limits.max-in-flight=8MB", "dcae.limits.max-body=1MB",
				"dcae.batching.max-items=1", "dcae.models[0].id=tiny-sana",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-sana", "dcae.security.keys[0].name=web",
				"dcae.security.keys[0].sha256=f4267dd4602564f666481f7b93ca3d0092b3fd45981212e311cbcedc9d02018f",
				"dcae.security.keys[1].name=bulk", "dcae.security.keys[1].share=0.5",
				"dcae.security.keys[1].sha256=BE5ACBB834A10B0B32B013307BE85984F8E098D77CA10BEE13FE6606B047D900",
				"dcae.cors.allowed-origins=https://app.example" })
@Import({ Service.class, HeldService.Backend.class })
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@interface KeyedService {

	/**
	 * The key of one who may have the whole queue.
	 */
	String WEB = "web-key-of-the-tests";

	/**
	 * The key of one who may have half of it.
	 */
	String BULK = "bulk-key-of-the-tests";

	/**
	 * The only origin of pages that is allowed.
	 */
	String ORIGIN = "https://app.example";

}
