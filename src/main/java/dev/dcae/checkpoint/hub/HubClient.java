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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

/**
 * Asks the hub and follows its redirects to whoever stores its files. Only the hub itself
 * is shown the user's token.
 */
final class HubClient {

	private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(1);

	private static final int MAX_REDIRECTS = 5;

	private final HubSettings settings;

	private final InstantSource clock;

	private final HttpClient http;

	HubClient(HubSettings settings, InstantSource clock) {
		this.settings = settings;
		this.clock = clock;
		this.http = settings.network()
			.client()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.build();
	}

	/**
	 * A GET of something of a repository.
	 * @param path on the hub, starting with a slash
	 * @param headers names and values in turn
	 * @return an answer of status 200 or 206, or 416 where a range was asked for; to be
	 * closed
	 * @throws HubUnreachableException if another try may succeed
	 * @throws HubException if the hub refuses
	 */
	HubAnswer get(HubReference reference, String path, String... headers) {
		URI uri = URI.create(this.settings.endpoint() + path);
		HubFacts facts = HubFacts.NONE;
		for (int hops = 0; hops <= MAX_REDIRECTS; hops++) {
			HttpResponse<InputStream> response = send(reference, "GET", uri, headers);
			boolean hub = isHub(uri);
			facts = hub ? facts.or(HubFacts.of(response.headers())) : facts;
			int status = response.statusCode();
			if (status == 200 || status == 206 || status == 416) {
				return HubAnswer.of(reference, response, facts);
			}
			close(response);
			if (status < 300 || status >= 400) {
				throw hub ? refusals(reference).of(status, response.headers()) : new HubUnreachableException(
						"%s answered %d for a file of %s".formatted(origin(uri), status, reference), Duration.ZERO);
			}
			uri = target(reference, uri, response);
		}
		throw new HubException(
				"%s redirects more than %d times for %s".formatted(origin(uri), MAX_REDIRECTS, reference));
	}

	/**
	 * The facts that the hub tells of a file without sending it.
	 * @throws HubUnreachableException if another try may succeed
	 * @throws HubException if the hub refuses
	 */
	HubFacts facts(HubReference reference, String path) {
		URI uri = URI.create(this.settings.endpoint() + path);
		HubFacts facts = HubFacts.NONE;
		for (int hops = 0; hops <= MAX_REDIRECTS && isHub(uri); hops++) {
			HttpResponse<InputStream> response = send(reference, "HEAD", uri);
			close(response);
			facts = facts.or(HubFacts.of(response.headers()));
			int status = response.statusCode();
			if (status >= 200 && status < 300) {
				return facts.or(HubFacts.ofFile(response.headers()));
			}
			if (status < 300 || status >= 400) {
				throw refusals(reference).of(status, response.headers());
			}
			// To whoever stores it, who answers no such question.
			uri = target(reference, uri, response);
		}
		return facts;
	}

	private Refusals refusals(HubReference reference) {
		return new Refusals(reference, this.settings.endpoint(), this.settings.token().read().isPresent(), this.clock);
	}

	private HttpResponse<InputStream> send(HubReference reference, String method, URI uri, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri)
			.method(method, BodyPublishers.noBody())
			.timeout(ANSWER_TIMEOUT)
			.header("User-Agent", "dcae")
			.header("Accept-Encoding", "identity");
		if (headers.length > 0) {
			request.headers(headers);
		}
		if (isHub(uri)) {
			this.settings.token().read().ifPresent((token) -> request.header("Authorization", "Bearer " + token));
		}
		try {
			HttpResponse<InputStream> response = this.http.send(request.build(), BodyHandlers.ofInputStream());
			if ((@Nullable InputStream) response.body() == null) {
				throw refusedByProxy(reference, uri, response.statusCode());
			}
			return response;
		}
		catch (SSLException ex) {
			throw new HubUnreachableException(
					"%s, which has %s, cannot be reached safely (%s)".formatted(origin(uri), reference, ex),
					"if a proxy answers with a certificate of its own, name the file of its authority in SSL_CERT_FILE",
					ex);
		}
		catch (IOException ex) {
			throw new HubUnreachableException(
					"%s, which has %s, cannot be reached (%s)".formatted(origin(uri), reference, ex), ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new HubException("Interrupted while waiting for " + origin(uri), ex);
		}
	}

	/**
	 * The failure of a proxy that passes nothing on: the JDK answers what it said,
	 * without a body.
	 */
	private static HubException refusedByProxy(HubReference reference, URI uri, int status) {
		String problem = "The proxy on the way to %s, which has %s, answered %d".formatted(origin(uri), reference,
				status);
		return (status == 407) ? new HubException(problem, Refusals.WHO)
				: new HubUnreachableException(problem, Duration.ZERO);
	}

	private URI target(HubReference reference, URI from, HttpResponse<?> response) {
		String location = response.headers().firstValue("Location").orElse("");
		try {
			URI target = from.resolve(location);
			boolean secure = "https".equals(target.getScheme());
			boolean plain = "http".equals(target.getScheme()) && !"https".equals(from.getScheme());
			if (!location.isEmpty() && (secure || plain) && target.getHost() != null) {
				return target;
			}
		}
		catch (IllegalArgumentException ex) {
			// Said below.
		}
		throw new HubException(
				"%s redirects to where nobody should go, for %s: '%s'".formatted(origin(from), reference, location));
	}

	private boolean isHub(URI uri) {
		return origin(uri).equals(origin(this.settings.endpoint()));
	}

	private static String origin(URI uri) {
		return uri.getScheme() + "://" + uri.getAuthority();
	}

	static void close(HttpResponse<InputStream> response) {
		try {
			response.body().close();
		}
		catch (IOException ex) {
			// Whatever was wanted of it has been read.
		}
	}

}
