package dev.dcae.api;

import org.springframework.boot.test.context.SpringBootTest;

/**
 * Documented Python on a CPU that computes in bfloat16, which NumPy does not know.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.cpu.dtype=bfloat16",
				"dcae.models[0].id=embedded", "dcae.models[0].source=classpath:models/dc-ae-tiny-f32c32" })
class PythonInBfloat16Tests extends PythonTest {

	PythonInBfloat16Tests(Service service) {
		super(service);
	}

}
