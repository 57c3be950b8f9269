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
package dev.dcae.checkpoint.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.dcae.checkpoint.CheckpointSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Proxies and certificates are those that the environment names to Python.
 */
class HubNetworkTests extends HubTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "HTTPS_PROXY=http://a:1 | https://h/ | a:1", "HTTPS_PROXY=a:1 | https://h/ | a:1",
					"https_proxy=http://b:2,HTTPS_PROXY=http://a:1 | https://h/ | b:2",
					"HTTPS_PROXY=http://a | https://h/ | a:80", "HTTPS_PROXY=http://a:1 | http://h/ | direct",
					"HTTP_PROXY=http://a:1 | http://h/ | a:1", "ALL_PROXY=http://a:1 | https://h/ | a:1",
					"HTTPS_PROXY=http://a:1,NO_PROXY=h | https://h/ | direct",
					"HTTPS_PROXY=http://a:1,no_proxy=.b.c | https://a.b.c/ | direct",
					"HTTPS_PROXY=http://a:1,NO_PROXY=x; B.C | https://a.b.c/ | direct",
					"HTTPS_PROXY=http://a:1,NO_PROXY=b.c | https://ab.c/ | a:1",
					"HTTPS_PROXY=http://a:1,NO_PROXY=* | https://h/ | direct",
					"HTTPS_PROXY=http://a:1,NO_PROXY=h:8443 | https://h:8443/ | direct",
					"HTTPS_PROXY=http://a:1,NO_PROXY=h:8443 | https://h/ | a:1", "HTTPS_PROXY= | https://h/ | direct" })
	void theVariablesMeanWhatTheyMeanToPython(String variables, String address, String proxy) {
		Map<String, String> environment = new HashMap<>();
		for (String variable : variables.split(",")) {
			String[] parts = variable.split("=", 2);
			environment.put(parts[0], parts[1].replace(';', ','));
		}
		HubNetwork network = HubNetwork.of(environment);
		Proxy found = network.selector(network.addresses()).select(URI.create(address)).getFirst();
		assertThat(found.type() == Proxy.Type.DIRECT ? "direct" : "%s:%d".formatted(
				((InetSocketAddress) found.address()).getHostString(), ((InetSocketAddress) found.address()).getPort()))
			.isEqualTo(proxy);
	}

	@ParameterizedTest
	@ValueSource(strings = { "socks5://p:1", "https://p:1", "http://", "http://user:secret@:1", "http://a b" })
	void aProxyOfAnotherKindIsRefusedWithoutItsPassword(String proxy) {
		assertThatExceptionOfType(HubException.class)
			.isThrownBy(() -> HubNetwork.of(Map.of("HTTPS_PROXY", proxy)).client())
			.withMessageContaining("http://proxy:3128")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
		assertThat(HubNetwork.of(Map.of("HTTPS_PROXY", "http://user:secret@p:1")).toString()).doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ALL_PROXY=socks5h://localhost:1080", "HTTPS_PROXY=https://proxy:3129",
			"REQUESTS_CA_BUNDLE=/", "SSL_CERT_FILE=/nothing/here.pem" })
	void aWayOutThatCannotBeGoneIsRefusedOnceSomethingIsAskedOfTheHub(String variable) throws IOException {
		fetch();
		String[] parts = variable.split("=", 2);
		this.network = HubNetwork.of(Map.of(parts[0], parts[1]));
		assertFetched(hub(true).fetch(new CheckpointSource.OnHub(HubReference.of("hf:" + REPOSITORY))));
		assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
			.withMessageContaining("cannot be used")
			.withMessageContaining(parts[0]);
	}

	/**
	 * The hub itself stands for a proxy; its storage is reached without one.
	 */
	@Test
	void aHubBehindAProxyIsReached() throws IOException {
		this.endpoint = "http://hub.invalid";
		this.network = HubNetwork.of(Map.of("HTTP_PROXY", this.server.endpoint(), "NO_PROXY", "localhost"));
		assertFetched(fetch());
	}

	@Test
	void aProxyThatAsksIsShownThePassword() throws Exception {
		List<String> heads = Collections.synchronizedList(new ArrayList<>());
		try (ServerSocket proxy = new ServerSocket(0)) {
			Thread.ofVirtual().start(() -> refuse(proxy, heads));
			this.endpoint = "https://hub.invalid";
			this.network = HubNetwork.of(Map.of("HTTPS_PROXY", "http://user:secret@localhost:" + proxy.getLocalPort()));
			assertThatExceptionOfType(HubUnreachableException.class).isThrownBy(this::fetch)
				.withMessageContaining("hf:owner/tiny@main")
				.withMessageContaining("502")
				.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("secret"));
		}
		String shown = Base64.getEncoder().encodeToString("user:secret".getBytes(StandardCharsets.US_ASCII));
		assertThat(heads).allMatch((head) -> head.startsWith("CONNECT hub.invalid:443"))
			.anyMatch((head) -> head.contains("Proxy-Authorization: Basic " + shown));
	}

	@Test
	void aProxyThatAsksInVainIsNamed() throws Exception {
		try (ServerSocket proxy = new ServerSocket(0)) {
			Thread.ofVirtual().start(() -> refuse(proxy, Collections.synchronizedList(new ArrayList<>())));
			this.endpoint = "https://hub.invalid";
			this.network = HubNetwork.of(Map.of("HTTPS_PROXY", "localhost:" + proxy.getLocalPort()));
			assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch)
				.withMessageContaining("answered 407")
				.withMessageContaining("HTTPS_PROXY=http://user:password@");
		}
	}

	/**
	 * Asks whoever does not say who it is, and answers others that it cannot reach the
	 * hub.
	 */
	private static void refuse(ServerSocket proxy, List<String> heads) {
		while (!proxy.isClosed()) {
			try (Socket client = proxy.accept();
					BufferedReader reader = new BufferedReader(
							new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
				StringBuilder head = new StringBuilder();
				for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
					head.append(line).append('\n');
				}
				heads.add(head.toString());
				boolean known = head.indexOf("Proxy-Authorization") >= 0;
				client.getOutputStream()
					.write((known ? "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
							: "HTTP/1.1 407 Who?\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
			}
			catch (IOException ex) {
				// The test is over.
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE" })
	void certificatesOfTheEnvironmentAreTrustedInPlaceOfTheJdks(String variable) throws Exception {
		KeyStore store = selfSigned();
		Path bundle = Files.writeString(this.cache.resolve("bundle.pem"),
				"# A comment, as in many bundles\n-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----\n"
					.formatted(Base64.getMimeEncoder().encodeToString(store.getCertificate("hub").getEncoded())));
		HttpsServer tls = HttpsServer.create(new InetSocketAddress("localhost", 0), 0);
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, PASSWORD.toCharArray());
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keys.getKeyManagers(), null, null);
		tls.setHttpsConfigurator(new HttpsConfigurator(context));
		tls.createContext("/", (exchange) -> FakeHub.send(exchange, 404, new byte[0]));
		tls.start();
		try {
			this.endpoint = "https://localhost:" + tls.getAddress().getPort();
			assertThatExceptionOfType(HubUnreachableException.class).isThrownBy(this::fetch)
				.withMessageContaining("SSL_CERT_FILE");
			this.network = HubNetwork.of(Map.of(variable, bundle.toString()));
			assertThatExceptionOfType(HubException.class).isThrownBy(this::fetch).withMessageContaining("answered 404");
		}
		finally {
			tls.stop(0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no certificate", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----" })
	void aFileWithoutCertificatesIsRefusedByName(String content) throws IOException {
		Path file = Files.writeString(this.cache.resolve("bundle.pem"), content);
		HubNetwork unusable = HubNetwork.of(Map.of("SSL_CERT_FILE", file.toString()));
		assertThatExceptionOfType(HubException.class).isThrownBy(unusable::client)
			.withMessageContaining(file.toString())
			.withMessageContaining("PEM");
	}

	private static final String PASSWORD = "for-a-file-of-this-test";

	private KeyStore selfSigned() throws Exception {
		Path file = this.cache.resolve("keys.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "hub", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
				"-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor()).isZero();
		return KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
	}

}
