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
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/**
 * Explains the hub's refusals to its user.
 */
record Refusals(HubReference reference, URI endpoint, boolean hasToken, InstantSource clock) {

	/**
	 * The remedy where a proxy asks who somebody is.
	 */
	static final String WHO = "the proxy asks who it is: name it with user and password, as in HTTPS_PROXY=http://user:password@proxy:3128";

	HubException of(int status, HttpHeaders headers) {
		if (status == 408 || status == 429 || status >= 500) {
			return new HubUnreachableException("%s answered %d for %s".formatted(this.endpoint, status, this.reference),
					retryAfter(headers));
		}
		String code = headers.firstValue("X-Error-Code").orElse("");
		return switch (status) {
			case 401, 403 -> refused(status, code.equals("GatedRepo") || status == 403 ? gated() : unknown());
			case 404 -> switch (code) {
				case "RevisionNotFound" ->
					new HubException(
							"%s has no revision %s on %s".formatted(this.reference.repository(),
									this.reference.revision(), this.endpoint),
							"name a branch, a tag or a commit that its page lists");
				case "EntryNotFound" -> new HubException(
						"A file of %s is no longer on %s".formatted(this.reference, this.endpoint), "try again");
				default -> refused(404, unknown());
			};
			case 407 -> refused(status, WHO);
			default -> refused(status, "is %s the address of a hub?".formatted(this.endpoint));
		};
	}

	private HubException refused(int status, String remedy) {
		return new HubException("%s answered %d for %s".formatted(this.endpoint, status, this.reference), remedy);
	}

	private String gated() {
		return this.hasToken
				? "accept the terms of %s/%s with the account of the token, and see that the token may read it"
					.formatted(this.endpoint, this.reference.repository())
				: "it asks for a token: put one that may read it into HF_TOKEN, and accept the terms of %s/%s if it has some"
					.formatted(this.endpoint, this.reference.repository());
	}

	private String unknown() {
		return this.hasToken
				? "there is no such repository, or the token may not read it; the token in HF_TOKEN may also have expired"
				: "there is no such repository, or it is private: then put a token that may read it into HF_TOKEN";
	}

	private Duration retryAfter(HttpHeaders headers) {
		String value = headers.firstValue("Retry-After").orElse("").strip();
		if (value.matches("\\d{1,9}")) {
			return Duration.ofSeconds(Long.parseLong(value));
		}
		try {
			Duration until = Duration.between(this.clock.instant(),
					ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
			return until.isNegative() ? Duration.ZERO : until;
		}
		catch (DateTimeParseException ex) {
			return Duration.ZERO;
		}
	}

}
