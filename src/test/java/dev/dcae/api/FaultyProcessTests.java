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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.google.protobuf.ByteString;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Behaviour that only a whole process shows: how it ends, and every line that it logs.
 */
@Timeout(180)
@Tag("slow")
class FaultyProcessTests {

	private static final String ENCODE = "/v1/encode";

	@Test
	void theProcessEndsWithAnErrorWithinTenSecondsOfLosingItsLastDevice(@TempDir Path folder) throws Exception {
		try (FaultyProcess faulty = FaultyProcess.start(folder.resolve("log"), Map.of())) {
			Service service = faulty.service();
			assertThat(health(service, "readiness")).isEqualTo(200);
			faulty.lose();
			assertThat(service.post(ENCODE, TestImages.noise(16, 16)).status()).isEqualTo(503);
			assertThat(health(service, "readiness")).isEqualTo(503);
			assertThat(health(service, "liveness")).isEqualTo(503);
			long start = System.nanoTime();
			assertThat(faulty.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat((System.nanoTime() - start) / 1e9).as("seconds").isLessThan(10);
			assertThat(faulty.process().exitValue()).isEqualTo(70);
			assertThat(Files.readString(folder.resolve("log"))).contains("No device is left");
		}
	}

	@Test
	void theLogIsJsonWhereThatIsWishedForAndNamesTheRequest(@TempDir Path folder) throws Exception {
		Path log = folder.resolve("log");
		try (FaultyProcess faulty = FaultyProcess.start(log, Map.of(), "--logging.structured.format.console=ecs")) {
			faulty.fail();
			Answer failed = faulty.service().post(ENCODE, TestImages.noise(16, 16), "X-Request-Id", "order-7/3");
			assertThat(failed.status()).isEqualTo(500);
			assertThat(failed.header("X-Request-Id")).isEqualTo("order-7/3");
			faulty.process().destroy();
			assertThat(faulty.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		List<JsonNode> lines = Files.readAllLines(log).stream().map(JsonMapper.shared()::readTree).toList();
		assertThat(lines).hasSizeGreaterThan(5)
			.allMatch((line) -> line.path("message").isString() && line.path("@timestamp").isString()
					&& line.at("/service/name").asString().equals("dcae"));
		assertThat(lines).filteredOn((line) -> line.path("message").asString().equals("The model failed on an item"))
			.singleElement()
			.satisfies((line) -> {
				assertThat(line.path("requestId").asString()).isEqualTo("order-7/3");
				assertThat(line.at("/error/stack_trace").asString()).contains("wrong, injected");
			});
	}

	@Test
	void aCollectorThatTheEnvironmentNamesGetsTracesAndPlainLinesNameThem(@TempDir Path folder) throws Exception {
		Path log = folder.resolve("log");
		String trace = "0123456789abcdef0123456789abcdef";
		try (TraceCollector collector = TraceCollector.start();
				FaultyProcess faulty = FaultyProcess.start(log,
						Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint().replace("/v1/traces", "")))) {
			faulty.fail();
			faulty.service()
				.post(ENCODE, TestImages.noise(16, 16), "X-Request-Id", "order-8", "traceparent",
						"00-%s-0123456789abcdef-01".formatted(trace));
			assertThat(collector.await((span) -> span.getName().equals("http post /v1/encode")).getTraceId())
				.isEqualTo(ByteString.copyFrom(HexFormat.of().parseHex(trace)));
			faulty.process().destroy();
			assertThat(faulty.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		assertThat(Files.readAllLines(log)).filteredOn((line) -> line.endsWith("The model failed on an item"))
			.singleElement()
			.satisfies((line) -> assertThat(line).contains(" [order-8 " + trace + "] "));
	}

	private static int health(Service service, String group) {
		return service.get(service.managementPort(), "/actuator/health/" + group).status();
	}

}
