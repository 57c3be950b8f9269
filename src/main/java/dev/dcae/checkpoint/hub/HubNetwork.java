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

import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * The way out of this machine, by the variables that Python's libraries know:
 * {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}, which
 * may be in small letters, too, and {@code REQUESTS_CA_BUNDLE}, {@code CURL_CA_BUNDLE} or
 * {@code SSL_CERT_FILE} for certificates in PEM to trust in place of the JDK's. What of
 * it cannot be used is refused when a client is made: others set the variables, too, and
 * most processes ask the network for nothing.
 *
 * @param proxies by the scheme of the address, as the variables have them
 * @param direct hosts that are reached without a proxy: names with all below them,
 * {@code *} for all
 * @param authorities the file of certificates
 */
public record HubNetwork(Map<String, String> proxies, List<String> direct, Optional<Path> authorities) {

	/**
	 * No proxy, and the JDK's certificates.
	 */
	static final HubNetwork PLAIN = new HubNetwork(Map.of(), List.of(), Optional.empty());

	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

	/**
	 * The process's environment.
	 */
	public static HubNetwork ofEnvironment() {
		return of(System.getenv());
	}

	/**
	 * Lets the JDK show a proxy the password of its address, which it does not for
	 * tunnels unless told so before its first client is made: the property is read once.
	 */
	public static void takePasswords() {
		if (System.getProperty(TUNNELS) == null) {
			System.setProperty(TUNNELS, "");
		}
	}

	static HubNetwork of(Map<String, String> environment) {
		String all = value(environment, "all_proxy", "");
		Map<String, String> proxies = new HashMap<>();
		for (String scheme : List.of("http", "https")) {
			String proxy = value(environment, scheme + "_proxy", all);
			if (!proxy.isEmpty()) {
				proxies.put(scheme, proxy);
			}
		}
		List<String> direct = Arrays.stream(value(environment, "no_proxy", "").split(","))
			.map((host) -> host.strip().toLowerCase(Locale.ROOT).replaceFirst("^\\*?\\.", ""))
			.filter((host) -> !host.isEmpty())
			.toList();
		String bundle = exact(environment, "REQUESTS_CA_BUNDLE",
				exact(environment, "CURL_CA_BUNDLE", exact(environment, "SSL_CERT_FILE", "")));
		return new HubNetwork(Map.copyOf(proxies), direct,
				bundle.isEmpty() ? Optional.empty() : Optional.of(Path.of(bundle)));
	}

	/**
	 * A variable in small letters, else in capitals, else another value.
	 */
	private static String value(Map<String, String> environment, String name, String usual) {
		return exact(environment, name, exact(environment, name.toUpperCase(Locale.ROOT), usual));
	}

	private static String exact(Map<String, String> environment, String name, String usual) {
		String value = environment.getOrDefault(name, "").strip();
		return value.isEmpty() ? usual : value;
	}

	private static URI proxy(String text) {
		try {
			URI proxy = new URI(text.contains("://") ? text : "http://" + text);
			if ("http".equals(proxy.getScheme()) && proxy.getHost() != null) {
				return proxy;
			}
		}
		catch (URISyntaxException ex) {
			// Said below, without what may be a password.
		}
		throw new HubException("The proxy that the environment names cannot be used",
				"HTTPS_PROXY, HTTP_PROXY and ALL_PROXY are something like http://proxy:3128; other kinds are not supported");
	}

	/**
	 * A client that goes this way.
	 * @throws HubException if a proxy is none that can be used, or the certificates
	 * cannot be read
	 */
	public HttpClient.Builder client() {
		Map<String, URI> addresses = addresses();
		HttpClient.Builder client = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).proxy(selector(addresses));
		if (addresses.values().stream().anyMatch((proxy) -> proxy.getUserInfo() != null)) {
			takePasswords();
			client.authenticator(authenticator(addresses));
		}
		this.authorities.map(HubNetwork::trusting).ifPresent(client::sslContext);
		return client;
	}

	/**
	 * The addresses of the proxies, by the scheme of what is asked.
	 */
	Map<String, URI> addresses() {
		return this.proxies.entrySet()
			.stream()
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, (entry) -> proxy(entry.getValue())));
	}

	ProxySelector selector(Map<String, URI> addresses) {
		return new ProxySelector() {

			@Override
			public List<Proxy> select(URI uri) {
				URI proxy = addresses.get(uri.getScheme());
				return List.of((proxy == null || isDirect(uri)) ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP,
						new InetSocketAddress(proxy.getHost(), (proxy.getPort() > 0) ? proxy.getPort() : 80)));
			}

			@Override
			public void connectFailed(URI uri, SocketAddress address, IOException failure) {
				// Whoever asked is told.
			}

		};
	}

	private boolean isDirect(URI uri) {
		String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
		return this.direct.stream()
			.anyMatch((name) -> name.equals("*") || name.equals(host) || host.endsWith("." + name)
					|| name.equals(host + ":" + uri.getPort()));
	}

	private static Authenticator authenticator(Map<String, URI> addresses) {
		return new Authenticator() {

			@Override
			protected @Nullable PasswordAuthentication getPasswordAuthentication() {
				if (getRequestorType() != RequestorType.PROXY) {
					return null;
				}
				for (URI proxy : addresses.values()) {
					if (proxy.getUserInfo() != null && proxy.getHost().equalsIgnoreCase(getRequestingHost())) {
						String[] user = proxy.getUserInfo().split(":", 2);
						return new PasswordAuthentication(user[0], ((user.length > 1) ? user[1] : "").toCharArray());
					}
				}
				return null;
			}

		};
	}

	private static SSLContext trusting(Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
			store.load(null, null);
			for (Certificate certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
				store.setCertificateEntry(Integer.toString(store.size()), certificate);
			}
			if (store.size() == 0) {
				throw new GeneralSecurityException("there is no certificate in it");
			}
			TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
			trust.init(store);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, trust.getTrustManagers(), null);
			return context;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new HubException("The certificates in %s cannot be used: %s".formatted(file, ex),
					"REQUESTS_CA_BUNDLE, CURL_CA_BUNDLE or SSL_CERT_FILE is a file of certificates in PEM", ex);
		}
	}

	/**
	 * A description without passwords.
	 */
	@Override
	public String toString() {
		return "proxies for %s, certificates %s".formatted(this.proxies.keySet(),
				this.authorities.map(Path::toString).orElse("of the JDK"));
	}

}
