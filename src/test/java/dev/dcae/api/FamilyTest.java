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
 * A test of the whole service through its real port, with a fixture of each family that
 * {@link HttpTest} has none of. The model {@code copy} stands for {@code full}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, properties = { "management.server.port=0",
		"dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-flux2",
		"dcae.models[0].source=src/test/resources/fixtures/tiny-flux2", "dcae.models[1].id=full",
		"dcae.models[1].source=src/test/resources/fixtures/tiny-1.5", "dcae.models[2].id=copy",
		"dcae.models[2].source=src/test/resources/fixtures/tiny-taesd", "dcae.models[2].latents-of=full",
		"dcae.models[3].id=tiny-taesd", "dcae.models[3].source=src/test/resources/fixtures/tiny-taesd",
		"dcae.models[4].id=tiny-taesana", "dcae.models[4].source=src/test/resources/fixtures/tiny-taesana/checkpoint",
		"dcae.models[5].id=tiny-hunyuanimage", "dcae.models[5].source=src/test/resources/fixtures/tiny-hunyuanimage",
		"dcae.models[6].id=tiny-qwenimage", "dcae.models[6].source=src/test/resources/fixtures/tiny-qwenimage" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
public @interface FamilyTest {

}
