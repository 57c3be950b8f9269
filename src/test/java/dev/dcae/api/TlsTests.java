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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service behind TLS of its own, with a certificate in PEM.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.models[0].id=tiny-mix",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix", "server.ssl.bundle=web" })
@Import(HeldService.Backend.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
class TlsTests {

	private static final String PASSWORD = "for-a-file-of-this-test";

	@TempDir
	static Path folder;

	private final Environment environment;

	private final HeldBackend backend;

	TlsTests(Environment environment, HeldBackend backend) {
		this.environment = environment;
		this.backend = backend;
	}

	@DynamicPropertySource
	static void certificate(DynamicPropertyRegistry properties) throws Exception {
		bundle(properties, "web", selfSigned());
		bundle(properties, "expired", selfSigned("expired", "-40d"));
	}

	private static void bundle(DynamicPropertyRegistry properties, String name, KeyStore store) throws Exception {
		Key key = store.getKey("web", PASSWORD.toCharArray());
		Path certificate = pem(name + ".pem", "CERTIFICATE", store.getCertificate("web").getEncoded());
		Path privateKey = pem(name + "-key.pem", "PRIVATE KEY", key.getEncoded());
		String keystore = "spring.ssl.bundle.pem.%s.keystore.".formatted(name);
		properties.add(keystore + "certificate", () -> "file:" + certificate);
		properties.add(keystore + "private-key", () -> "file:" + privateKey);
	}

	@Test
	void whoEndsTheSendingSideIsAnsweredToo() throws Exception {
		byte[] png = TestImages.png(TestImages.noise(16, 16));
		this.backend.hold();
		try (Socket socket = trusting(selfSigned().getCertificate("web")).getSocketFactory()
			.createSocket("localhost", this.environment.getRequiredProperty("local.server.port", Integer.class))) {
			socket.setSoTimeout(60_000);
			socket.getOutputStream()
				.write("POST /v1/encode HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n"
					.formatted(png.length)
					.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().write(png);
			this.backend.awaitRunning(1);
			socket.shutdownOutput();
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			// Sent ahead, to see who is there.
			answer.write(socket.getInputStream().readNBytes(3));
			this.backend.release();
			socket.getInputStream().transferTo(answer);
			Answer.parse(answer.toByteArray()).ok();
		}
		finally {
			this.backend.release();
		}
	}

	@Test
	void anImageIsEncodedOverTls() throws Exception {
		try (HttpClient client = HttpClient.newBuilder()
			.sslContext(trusting(selfSigned().getCertificate("web")))
			.build()) {
			HttpResponse<byte[]> answer = client.send(HttpRequest
				.newBuilder(URI.create("https://localhost:%s/v1/encode"
					.formatted(this.environment.getRequiredProperty("local.server.port"))))
				.header("Content-Type", "image/png")
				.POST(HttpRequest.BodyPublishers.ofByteArray(TestImages.png(TestImages.noise(16, 16))))
				.build(), HttpResponse.BodyHandlers.ofByteArray());
			Answer encoded = new Answer(answer.statusCode(), answer.headers(), answer.body()).ok();
			assertThat(Wire.JSON.read(encoded).shape().rank()).isEqualTo(4);
			assertThat(encoded.header("Strict-Transport-Security")).isEqualTo("max-age=31536000");
			assertThat(answer.sslSession()).isPresent();
		}
	}

	@Test
	void plainHttpIsNotAnswered() {
		Answer answer = new Service(this.environment).raw("GET /v1/models HTTP/1.1\nHost: localhost\n\n");
		assertThat(answer.status()).isEqualTo(400);
	}

	@Test
	void theManagementPortStaysWithoutTls() {
		Service service = new Service(this.environment);
		Answer health = service.get(service.managementPort(), "/actuator/health/liveness").ok();
		assertThat(health.json().path("status").asString()).isEqualTo("UP");
		assertThat(health.header("Strict-Transport-Security")).isEmpty();
	}

	/**
	 * The chart's probe of the start asks for readiness: no pod that runs ends for it.
	 */
	@Test
	void anExpiredCertificateIsNoReasonNotToStart() {
		Service service = new Service(this.environment);
		assertThat(service.get(service.managementPort(), "/actuator/health").status()).isEqualTo(503);
		service.get(service.managementPort(), "/actuator/health/readiness").ok();
	}

	/**
	 * Made once, by the JDK's own tool.
	 */
	private static KeyStore selfSigned() throws IOException, InterruptedException, GeneralSecurityException {
		return selfSigned("web", "-1d");
	}

	private static KeyStore selfSigned(String name, String start)
			throws IOException, InterruptedException, GeneralSecurityException {
		Path file = folder.resolve(name + ".p12");
		if (!Files.exists(file)) {
			Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
					"-genkeypair", "-alias", "web", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
					"SAN=DNS:localhost", "-startdate", start, "-validity", "30", "-storetype", "PKCS12", "-keystore",
					file.toString(), "-storepass", PASSWORD)
				.inheritIO()
				.start();
			assertThat(keytool.waitFor()).isZero();
		}
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(file)) {
			store.load(in, PASSWORD.toCharArray());
		}
		return store;
	}

	private static Path pem(String name, String kind, byte[] content) throws IOException {
		String text = "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind,
				Base64.getMimeEncoder().encodeToString(content), kind);
		return Files.writeString(folder.resolve(name), text);
	}

	private static SSLContext trusting(Certificate certificate) throws GeneralSecurityException, IOException {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		trusted.setCertificateEntry("web", certificate);
		TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		factory.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, factory.getTrustManagers(), null);
		return context;
	}

}
