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
package dev.dcae.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.dcae.DcaeApplication;
import tools.jackson.databind.json.JsonMapper;

/**
 * The service in a process of its own, with the container's options, so that what it and what the load costs can be told
 * apart.
 */
final class ServiceProcess implements AutoCloseable {

	private static final Path OPTIONS = Path.of("src/main/docker/jvm.options");

	private static final Path LOG = Path.of("target/bench/service.log");

	private static final Duration START = Duration.ofMinutes(10);

	private final Process process;

	private final int port;

	private final int management;

	private ServiceProcess(Process process, int port, int management) {
		this.process = process;
		this.port = port;
		this.management = management;
	}

	/**
	 * Starts the service, in float32 as the bare model beside which it is measured, and waits until it takes requests.
	 * @param settings such as {@code --dcae.batching.max-items=1}
	 */
	static ServiceProcess start(String... settings) throws Exception {
		return start(List.of(), DcaeApplication.class, settings);
	}

	/**
	 * Starts the service and waits until it takes requests.
	 * @param options of the JVM, besides the container's
	 * @param main what starts the service
	 */
	static ServiceProcess start(List<String> options, Class<?> main, String... settings) throws Exception {
		int port = freePort();
		int management = freePort();
		List<String> command = new ArrayList<>(List.of(java(), "@" + OPTIONS));
		// The container's folder is not here.
		command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), "--server.port=" + port,
				"--management.server.port=" + management, "--dcae.cache-dir=target/bench/cache", "--dcae.cpu.dtype=fp32"));
		command.addAll(List.of(settings));
		Files.createDirectories(LOG.getParent());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(LOG.toFile());
		// These, too, are the container's.
		builder.environment().put("OMP_WAIT_POLICY", "passive");
		builder.environment().put("MALLOC_ARENA_MAX", "2");
		ServiceProcess service = new ServiceProcess(builder.start(), port, management);
		service.await(port);
		// It is opened last.
		service.await(management);
		return service;
	}

	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private void await(int awaited) throws Exception {
		long deadline = System.nanoTime() + START.toNanos();
		while (System.nanoTime() < deadline && this.process.isAlive()) {
			try (Socket socket = new Socket("localhost", awaited)) {
				return;
			}
			catch (IOException ex) {
				Thread.sleep(100);
			}
		}
		throw new IllegalStateException("The service did not start; see " + LOG);
	}

	int port() {
		return this.port;
	}

	int management() {
		return this.management;
	}

	/**
	 * The sum of a metric over all labels but one; 0 if there is none.
	 * @param series such as {@code dcae_items_total}
	 * @param label such as {@code outcome="answered"}, or nothing
	 */
	double metric(String series, String label) throws IOException {
		String text = new String(Client.once(this.management, Client.get("/actuator/prometheus")), StandardCharsets.UTF_8);
		return text.lines()
			.filter((line) -> line.startsWith(series + "{") && line.contains(label))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

	/**
	 * The median time of the latest batches on the device.
	 * @param header that shows a key, or nothing
	 */
	Duration batch(String header) throws IOException {
		byte[] request = Client.get("/v1/status");
		byte[] status = Client.once(this.port, header.isEmpty() ? request : Client.with(request, header));
		double seconds = JsonMapper.shared().readTree(status).at("/recent/medianBatchSeconds").asDouble();
		return Duration.ofNanos((long) (1e9 * seconds));
	}

	long pid() {
		return this.process.pid();
	}

	@Override
	public void close() throws Exception {
		this.process.destroy();
		if (!this.process.waitFor(2, TimeUnit.MINUTES)) {
			this.process.destroyForcibly();
		}
	}

}
