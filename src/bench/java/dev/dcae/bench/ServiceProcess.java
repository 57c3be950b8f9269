package dev.dcae.bench;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.dcae.DcaeApplication;

/**
 * The service in a process of its own, with the container's options, so that what it and what the load costs can be told
 * apart.
 */
final class ServiceProcess implements AutoCloseable {

	private static final Path OPTIONS = Path.of("src/main/docker/jvm.options");

	private static final Path LOG = Path.of("target/bench/service.log");

	private static final Duration START = Duration.ofMinutes(2);

	private final Process process;

	private final int port;

	private ServiceProcess(Process process, int port) {
		this.process = process;
		this.port = port;
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
		List<String> command = new ArrayList<>(List.of(java(), "@" + OPTIONS));
		// The container's folder is not here.
		command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
		command.addAll(options);
		command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), "--server.port=" + port,
				"--dcae.cache-dir=target/bench/cache", "--dcae.cpu.dtype=fp32"));
		command.addAll(List.of(settings));
		if (List.of(settings).stream().noneMatch((setting) -> setting.startsWith("--management.server.port="))) {
			command.add("--management.server.port=0");
		}
		Files.createDirectories(LOG.getParent());
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(LOG.toFile());
		// These, too, are the container's.
		builder.environment().put("OMP_WAIT_POLICY", "passive");
		builder.environment().put("MALLOC_ARENA_MAX", "2");
		ServiceProcess service = new ServiceProcess(builder.start(), port);
		service.awaitPort();
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

	private void awaitPort() throws Exception {
		long deadline = System.nanoTime() + START.toNanos();
		while (System.nanoTime() < deadline && this.process.isAlive()) {
			try (Socket socket = new Socket("localhost", this.port)) {
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
