package dev.dcae.api;

import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that are older than they may become.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix", "dcae.connections.max-age=1ns" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
class ConnectionAgeTests {

	private final Service service;

	ConnectionAgeTests(Service service) {
		this.service = service;
	}

	@Test
	void theyEndWithTheirNextAnswerSoThatOtherInstancesGetTheirShare() throws Exception {
		try (KeptConnection old = new KeptConnection(this.service.port())) {
			assertThat(old.get("/v1/models").ok().header("Connection")).isEqualTo("close");
			assertThat(old.isClosed()).isTrue();
		}
	}

}
