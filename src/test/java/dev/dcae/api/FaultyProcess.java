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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.DcaeApplication;
import dev.dcae.ops.ModelArchives;
import dev.dcae.serving.DeviceFaultException;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;
import org.springframework.mock.env.MockEnvironment;

/**
 * The service in a process of its own, whose device fails when it is told to.
 */
final class FaultyProcess implements AutoCloseable {

	private static final Pattern PORTS = Pattern.compile("ports (\\d+) (\\d+)");

	private final Process process;

	private final Service service;

	private FaultyProcess(Process process, Service service) {
		this.process = process;
		this.service = service;
	}

	/**
	 * Starts the service and waits until it is ready.
	 * @param log where its standard output goes
	 * @param variables of its environment
	 */
	static FaultyProcess start(Path log, Map<String, String> variables, String... settings) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"--enable-native-access=ALL-UNNAMED", "-Xmx512m", "-cp", System.getProperty("java.class.path"),
						FaultyProcess.class.getName(), "--server.port=0", "--management.server.port=0",
						"--dcae.cache-dir=target/http-tests", "--dcae.cpu.lanes=1", "--dcae.models[0].id=tiny-sana",
						"--dcae.models[0].source=src/test/resources/fixtures/tiny-sana"));
		command.addAll(List.of(settings));
		ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(log.toFile());
		builder.environment().putAll(variables);
		Process process = builder.start();
		StringBuilder errors = new StringBuilder();
		BufferedReader reader = process.errorReader();
		for (String line = reader.readLine(); line != null; line = reader.readLine()) {
			Matcher ports = PORTS.matcher(line);
			if (ports.matches()) {
				return new FaultyProcess(process,
						new Service(new MockEnvironment().withProperty("local.server.port", ports.group(1))
							.withProperty("local.management.port", ports.group(2))));
			}
			errors.append(line).append('\n');
		}
		throw new AssertionError("It did not start: " + errors);
	}

	Service service() {
		return this.service;
	}

	Process process() {
		return this.process;
	}

	/**
	 * From now on device calls fail.
	 */
	void fail() throws IOException {
		say("fail");
	}

	/**
	 * From now on device calls find the device lost.
	 */
	void lose() throws IOException {
		say("lose");
	}

	private void say(String word) throws IOException {
		this.process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.US_ASCII));
		this.process.getOutputStream().flush();
		BufferedReader reader = this.process.errorReader();
		for (String line = reader.readLine(); !("done " + word).equals(line); line = reader.readLine()) {
			if (line == null) {
				throw new AssertionError("It ended");
			}
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

	/**
	 * The program of the process.
	 */
	public static void main(String[] arguments) throws IOException {
		ConfigurableApplicationContext context = new SpringApplicationBuilder(DcaeApplication.class, Backend.class)
			.run(arguments);
		HeldBackend backend = context.getBean(HeldBackend.class);
		Environment environment = context.getEnvironment();
		System.err.println("ports %s %s".formatted(environment.getProperty("local.server.port"),
				environment.getProperty("local.management.port")));
		BufferedReader words = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
		for (String word = words.readLine(); word != null; word = words.readLine()) {
			backend.fail(word.equals("lose") ? new DeviceFaultException("an illegal memory access, injected", null)
					: new IllegalStateException("wrong, injected"));
			System.err.println("done " + word);
		}
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Backend {

		@Bean
		@Primary
		HeldBackend heldBackend(ModelArchives archives) {
			return new HeldBackend(archives);
		}

	}

}
