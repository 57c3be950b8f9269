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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The image for CUDA, whose libtorch is downloaded while it is built: here from a server
 * of the test's own, which has files in the right places that are no libraries.
 */
@DockerTest
@Timeout(600)
class CudaImageTests {

	private static final String TAG = "dcae-test:cu128";

	@Test
	void itFetchesWhatTheJarHasNot() throws Exception {
		byte[] zip = zip("libtorch/lib/libtorch.so", "libtorch/lib/libtorch_cuda.so", "libtorch/lib/libc10.so",
				"libtorch/lib/libcudart-218eec4c.so.12", "libtorch/lib/libcudnn.so.9",
				"libtorch/lib/libjitbackend_test.so", "libtorch/include/torch/torch.h", "libtorch/lib/libdnnl.a");
		HttpServer site = HttpServer.create(new InetSocketAddress(0), 0);
		site.createContext("/libtorch.zip", (exchange) -> {
			exchange.sendResponseHeaders(200, zip.length);
			exchange.getResponseBody().write(zip);
			exchange.close();
		});
		site.start();
		try {
			String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zip));
			String address = "LIBTORCH_URL=http://host.docker.internal:%d/libtorch.zip"
				.formatted(site.getAddress().getPort());
			build(address, "f".repeat(64), false);
			build(address, sha256, true);
		}
		finally {
			site.stop(0);
		}
		assertThat(shell("cd /opt/libtorch && ls")).hasLineCount(7)
			.isEqualToIgnoringWhitespace("libc10.so libcudart-218eec4c.so.12 libcudart.so libcudnn.so.9 libdjl_torch.so"
					+ " libtorch.so libtorch_cuda.so");
		assertThat(shell("readlink /opt/libtorch/libcudart.so")).isEqualTo("libcudart-218eec4c.so.12");
		assertThat(shell("sha256sum </opt/libtorch/libdjl_torch.so")).startsWith(sha256OfJni());
		assertThat(shell("echo $PYTORCH_FLAVOR")).isEqualTo("cu128");
		// What could not be trained there is no reason not to build.
		assertThat(shell("ls /opt/dcae")).contains("dcae.jar").doesNotContain("dcae.aot");
		// It looks nowhere else for a libtorch that can't be loaded.
		Docker.Result start = Docker.run(Map.of(), List.of("docker", "run", "--rm", "--network", "none", TAG));
		assertThat(start.status()).isNotZero();
		assertThat(start.output()).contains("/opt/libtorch/").doesNotContain("Started DcaeApplication");
	}

	private static void build(String address, String sha256, boolean succeeds) {
		Runnable build = () -> Image.build(TAG, "--add-host", "host.docker.internal:host-gateway", "--build-arg",
				"FLAVOR=cu128", "--build-arg", address, "--build-arg", "LIBTORCH_SHA256=" + sha256);
		if (succeeds) {
			build.run();
		}
		else {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(build::run)
				.withMessageContaining("The SHA-256 of the zip is");
		}
	}

	private static String shell(String command) {
		return Docker.docker("run", "--rm", "--entrypoint", "bash", TAG, "-c", command).strip();
	}

	private static String sha256OfJni() throws Exception {
		try (InputStream jni = Objects.requireNonNull(CudaImageTests.class.getClassLoader()
			.getResourceAsStream("jnilib/linux-x86_64/cu128/libdjl_torch.so"))) {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(jni.readAllBytes()));
		}
	}

	private static byte[] zip(String... names) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (String name : names) {
				zip.putNextEntry(new ZipEntry(name));
				zip.write(name.getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}

}
