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
