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

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The hub that is used, and the folder that its files are kept in. The variables are
 * those of Python's huggingface_hub, and so is the cache, which both may use at once.
 *
 * @param endpoint the hub's address, without a slash at its end
 * @param cache the folder of the cache
 * @param offline whether the cache alone is used
 * @param token the user's
 * @param network the way to the hub
 */
public record HubSettings(URI endpoint, Path cache, boolean offline, HubToken token, HubNetwork network) {

	private static final String DEFAULT_ENDPOINT = "https://huggingface.co";

	private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

	/**
	 * The process's environment.
	 * @throws HubException if it makes no sense
	 */
	public static HubSettings ofEnvironment(HubOptions options) {
		return of(System.getenv(), Path.of(System.getProperty("user.home")), options);
	}

	static HubSettings of(Map<String, String> environment, Path home, HubOptions options) {
		Path caches = path(environment, "XDG_CACHE_HOME", home.resolve(".cache"), home);
		Path huggingFace = path(environment, "HF_HOME", caches.resolve("huggingface"), home);
		Path cache = (options.cacheDir() != null) ? Path.of(options.cacheDir())
				: path(environment, "HF_HUB_CACHE", huggingFace.resolve("hub"), home);
		String endpoint = (options.endpoint() != null) ? options.endpoint()
				: value(environment, "HF_ENDPOINT", DEFAULT_ENDPOINT);
		boolean offline = (options.offline() != null) ? options.offline()
				: TRUE.contains(value(environment, "HF_HUB_OFFLINE", "").toUpperCase(Locale.ROOT));
		HubToken token = new HubToken(value(environment, "HF_TOKEN", ""),
				path(environment, "HF_TOKEN_PATH", huggingFace.resolve("token"), home));
		return new HubSettings(endpoint(endpoint), cache.toAbsolutePath(), offline, token, HubNetwork.of(environment));
	}

	/**
	 * A variable; one that is set to nothing is not set.
	 */
	private static String value(Map<String, String> environment, String name, String usual) {
		String value = environment.getOrDefault(name, "").strip();
		return value.isEmpty() ? usual : value;
	}

	private static Path path(Map<String, String> environment, String name, Path usual, Path home) {
		String value = value(environment, name, "");
		if (value.isEmpty()) {
			return usual;
		}
		return value.startsWith("~/") ? home.resolve(value.substring(2)) : Path.of(value);
	}

	private static URI endpoint(String text) {
		try {
			URI endpoint = new URI(text.replaceFirst("/+$", ""));
			boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
			if (http && endpoint.getHost() != null && endpoint.getUserInfo() == null && endpoint.getQuery() == null
					&& endpoint.getFragment() == null) {
				return endpoint;
			}
		}
		catch (URISyntaxException ex) {
			// Said below.
		}
		throw new HubException("The hub's address '%s' is not one".formatted(text),
				"dcae.hub.endpoint or HF_ENDPOINT is something like " + DEFAULT_ENDPOINT);
	}

}
