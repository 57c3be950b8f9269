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

import org.springframework.boot.test.context.SpringBootTest;

/**
 * Documented Python on a CPU that computes in float32.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.cpu.dtype=float32",
				"dcae.models[0].id=embedded", "dcae.models[0].source=classpath:models/dc-ae-tiny-f32c32" })
class PythonInFloat32Tests extends PythonTest {

	PythonInFloat32Tests(Service service) {
		super(service);
	}

}
