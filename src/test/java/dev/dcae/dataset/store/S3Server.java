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
package dev.dcae.dataset.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real S3 server, S3Proxy, in a process of its own: it brings too much with it for this
 * one. Keeps its objects in a folder.
 */
public final class S3Server implements AutoCloseable {

	private static final Path JAR = Path.of("target/s3proxy/s3proxy.jar");

	private final Process process;

	private final int port;

	/**
	 * Starts a server.
	 * @param folder for objects and the server's own files
	 */
	public S3Server(Path folder) {
		assertThat(JAR).as("S3Proxy, which mvn process-test-resources copies there").exists();
		try {
			this.port = freePort();
			Path objects = Files.createDirectories(folder.resolve("objects"));
			Path settings = Files.writeString(folder.resolve("s3proxy.conf"), """
					s3proxy.authorization=none
					s3proxy.endpoint=http://127.0.0.1:%d
					jclouds.provider=filesystem-nio2
					jclouds.filesystem.basedir=%s
					""".formatted(this.port, objects.toAbsolutePath()));
			this.process = new ProcessBuilder(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-jar",
							JAR.toString(), "--properties", settings.toString()))
				.redirectErrorStream(true)
				.redirectOutput(folder.resolve("s3proxy.log").toFile())
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		Awaitility.await().atMost(Duration.ofMinutes(2)).until(this::isUp);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private boolean isUp() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	public URI address() {
		return URI.create("http://127.0.0.1:" + this.port);
	}

	/**
	 * A client as the product makes it, with credentials that nobody looks at.
	 */
	public static S3Client client(URI address) {
		return S3Store.builder(Optional.of(address))
			.region(Region.US_EAST_1)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "body")))
			.build();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
