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
package dev.dcae.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Options that the service would ignore are refused, with what to write instead.
 */
class ServiceOptionsTests {

	@ParameterizedTest
	@ValueSource(strings = { "--server.port=0", "--management.server.port=0", "--debug", "--trace",
			"--dcae.models[0].id=sana", "--dcae.limit.typed-wrongly=is told when it is bound",
			"--server.servlet.contextPath=/x", "--spring.config.additional-location=a.yaml",
			"--logging.level.dev.dcae=debug", "--logging.level.org.springframework.web=debug",
			"--logging.structured.format.console=ecs", "--spring.ssl.bundle.pem.web.keystore.certificate=file:x",
			"--server.ssl.bundle=web", "--management.endpoint.models.access=unrestricted",
			"--management.tracing.sampling.probability=1",
			"--management.opentelemetry.tracing.export.otlp.endpoint=http://x", "--springdoc.api-docs.enabled=false",
			"--server.tomcat.connection-timeout=5s", "--spring.main.banner-mode=off",
			"--management.metrics.tags.zone=a", "--spring.lifecycle.timeout-per-shutdown-phase=1s",
			"--server.tomcat.remoteip.internal-proxies=10.*", "--SERVER.PORT=8080" })
	void whatIsKnownPasses(String option) {
		assertThat(ServiceOptions.problem(option)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "--port=9000 | --server.port=9000", "-p=9000 | --server.port=9000",
			"-p 9000 | --server.port=9000", "--port 9000 | --server.port=9000", "--host=::1 | --server.address=::1",
			"--model=hf:a/b | \"'--dcae.models[0].source=hf:a/b'\"", "--server.prot=1 | --server.port=1",
			"--sever.port=1 | --server.port=1", "--managment.server.port=1 | --management.server.port=1",
			"--logging.levle=debug | --logging.level", "--server.port 9000 | --server.port=9000",
			"--dcae.limits.max-body 1MB | --dcae.limits.max-body=1MB", "--cache-dir=/c | --dcae.cache-dir=/c",
			"--config | --spring.config.additional-location=…", "--batch-size 8 | --dcae.batching.max-items=8" },
			quoteCharacter = '"')
	void whatIsMisspelledIsRefusedWithWhatToWrite(String arguments, String written) {
		assertThat(ServiceOptions.problem(arguments.split(" "))).get()
			.asString()
			.contains(arguments.split("[= ]")[0])
			.contains("write " + written);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--completely.different=1", "--wholly-unknown", "-x", "-Dserver.port=8080", "--" })
	void whatIsLikeNothingIsRefused(String option) {
		assertThat(ServiceOptions.problem("--server.port=1", option)).get().asString().contains(option.split("=")[0]);
	}

	@Test
	void aWordBehindAnOptionThatHasItsValueBelongsToNone() {
		assertThat(ServiceOptions.problem("--server.port=1", "9000")).get()
			.asString()
			.contains("'9000' belongs to no option");
	}

	@Test
	void theProblemIsPrintedAndTheServiceNotStarted() {
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
		assertThat(Commands.checkOptions(stream, "--server.port=1")).isTrue();
		assertThat(err.size()).isZero();
		assertThat(Commands.checkOptions(stream, "--port=1")).isFalse();
		assertThat(err.toString(StandardCharsets.UTF_8).lines()).singleElement().asString().contains("--server.port=1");
	}

}
