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
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/**
 * An answer whose body is still to be read.
 *
 * @param response of whoever stores the body
 * @param facts that the hub told on the way
 * @param body as it was before somebody compressed it
 * @param compressed whether somebody did, unasked: then neither its length nor its tag is
 * that of the body
 */
record HubAnswer(HttpResponse<InputStream> response, HubFacts facts, InputStream body,
		boolean compressed) implements AutoCloseable {

	/**
	 * An answer, perhaps of a proxy or a mirror that compresses whatever it sends.
	 * @throws HubException if it is compressed in a way that nobody here knows
	 * @throws HubUnreachableException if it breaks off at once
	 */
	static HubAnswer of(HubReference reference, HttpResponse<InputStream> response, HubFacts facts) {
		String encoding = response.headers().firstValue("Content-Encoding").orElse("").strip().toLowerCase(Locale.ROOT);
		try {
			return switch (encoding) {
				case "", "identity" -> new HubAnswer(response, facts, response.body(), false);
				case "gzip", "x-gzip" -> new HubAnswer(response, facts, new GZIPInputStream(response.body()), true);
				case "deflate" -> new HubAnswer(response, facts, new InflaterInputStream(response.body()), true);
				default -> {
					HubClient.close(response);
					throw new HubException(
							"An answer about %s is compressed by '%s', unasked".formatted(reference, encoding),
							"see that the proxy or the mirror sends files as they are");
				}
			};
		}
		catch (IOException ex) {
			HubClient.close(response);
			throw new HubUnreachableException("An answer about %s broke off: %s".formatted(reference, ex), ex);
		}
	}

	int status() {
		return this.response.statusCode();
	}

	String header(String name) {
		return this.response.headers().firstValue(name).orElse("");
	}

	@Override
	public void close() {
		HubClient.close(this.response);
	}

}
