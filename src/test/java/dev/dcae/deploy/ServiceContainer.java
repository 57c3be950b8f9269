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
package dev.dcae.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service in a container with no rights, as {@code docker-compose.yml} and the chart
 * run it.
 */
final class ServiceContainer extends GenericContainer<ServiceContainer> {

	static final String CACHE = "/var/cache/dcae";

	static final int PORT = 8080;

	static final int MANAGEMENT_PORT = 8081;

	static final long MEMORY = 4L << 30;

	private static final Duration PATIENCE = Duration.ofMinutes(5);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	/**
	 * A container with as much memory as the chart gives it, that is up when it is ready.
	 */
	ServiceContainer(String image) {
		super(image);
		withExposedPorts(PORT, MANAGEMENT_PORT);
		withTmpFs(Map.of(CACHE, "exec,uid=10001,gid=10001"));
		memory(MEMORY);
		withCreateContainerCmdModifier((command) -> Objects.requireNonNull(command.getHostConfig())
			.withReadonlyRootfs(true)
			.withCapDrop(Capability.ALL)
			.withSecurityOpts(List.of("no-new-privileges")));
		waitingFor(Wait.forHttp("/actuator/health/readiness").forPort(MANAGEMENT_PORT).withStartupTimeout(PATIENCE));
	}

	/**
	 * Keeps the cache in a volume in place of memory.
	 */
	ServiceContainer cacheIn(String volume) {
		withTmpFs(Map.of());
		return withCreateContainerCmdModifier((command) -> Objects.requireNonNull(command.getHostConfig())
			.withBinds(Bind.parse(volume + ":" + CACHE)));
	}

	ServiceContainer memory(long bytes) {
		return withCreateContainerCmdModifier(
				(command) -> Objects.requireNonNull(command.getHostConfig()).withMemory(bytes).withMemorySwap(bytes));
	}

	URI address(String path) {
		return URI.create("http://%s:%d%s".formatted(getHost(), getMappedPort(PORT), path));
	}

	URI management(String path) {
		return URI.create("http://%s:%d%s".formatted(getHost(), getMappedPort(MANAGEMENT_PORT), path));
	}

	JsonNode status() {
		return JsonMapper.shared().readTree(get(address("/v1/status")).body());
	}

	HttpResponse<byte[]> get(URI address) {
		return send(HttpRequest.newBuilder(address).build());
	}

	HttpResponse<byte[]> post(String path, String type, byte[] body) {
		return send(HttpRequest.newBuilder(address(path))
			.header("Content-Type", type)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body))
			.build());
	}

	private HttpResponse<byte[]> send(HttpRequest request) {
		try {
			return this.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The output of a shell in the container, which ends with 0.
	 */
	String shell(String command) {
		try {
			ExecResult result = execInContainer("bash", "-c", command);
			if (result.getExitCode() != 0) {
				throw new AssertionError("%s: %s%s".formatted(command, result.getStdout(), result.getStderr()));
			}
			return result.getStdout().strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
