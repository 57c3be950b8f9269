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
 * A test of the whole service through its real port. All such tests share one service:
 * the embedded model, the four fixtures, one of them a second time under another id, and
 * one in bfloat16. Bodies may have 4 MB.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.limits.max-body=4MB",
				"dcae.models[0].id=embedded", "dcae.models[0].source=classpath:models/dc-ae-tiny-f32c32",
				"dcae.models[1].id=tiny-mix", "dcae.models[1].source=src/test/resources/fixtures/tiny-mix",
				"dcae.models[1].tiling.tile=64", "dcae.models[1].tiling.stride=48",
				"dcae.models[1].tiling.threshold=20000", "dcae.models[2].id=tiny-sana",
				"dcae.models[2].source=src/test/resources/fixtures/tiny-sana", "dcae.models[3].id=tiny-1.5",
				"dcae.models[3].source=src/test/resources/fixtures/tiny-1.5", "dcae.models[4].id=tiny-mix-again",
				"dcae.models[4].source=src/test/resources/fixtures/tiny-mix", "dcae.models[5].id=tiny-sana-bf16",
				"dcae.models[5].source=src/test/resources/fixtures/tiny-sana", "dcae.models[5].dtype=bf16",
				"dcae.models[6].id=tiny-kl", "dcae.models[6].source=src/test/resources/fixtures/tiny-kl",
				"dcae.status.max-listeners=2" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
public @interface HttpTest {

}
