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
package dev.dcae.api.problem;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;

import dev.dcae.image.formats.ImageFormats;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;

/**
 * The kinds of errors that clients can tell apart: each a stable {@code type} of RFC 9457
 * with its status and title.
 */
public enum ProblemType {

	BAD_REQUEST(HttpStatus.BAD_REQUEST, "The request is malformed"),

	BAD_PARAMETER(HttpStatus.BAD_REQUEST, "A parameter is missing or malformed"),

	EMPTY_BODY(HttpStatus.BAD_REQUEST, "The body is empty"),

	BAD_JSON(HttpStatus.BAD_REQUEST, "The body is not the JSON that was expected"),

	BAD_TENSOR(HttpStatus.BAD_REQUEST, "The tensor file is malformed"),

	UNDECODABLE_IMAGE(HttpStatus.BAD_REQUEST, "The image is damaged or cut short"),

	UNAUTHORIZED(HttpStatus.UNAUTHORIZED, "The request needs an API key"),

	NOT_FOUND(HttpStatus.NOT_FOUND, "There is nothing at this address"),

	UNKNOWN_MODEL(HttpStatus.NOT_FOUND, "There is no such model"),

	METHOD_NOT_ALLOWED(HttpStatus.METHOD_NOT_ALLOWED, "The method is not allowed here"),

	NOT_ACCEPTABLE(HttpStatus.NOT_ACCEPTABLE, "No accepted media type can be answered"),

	TOO_SLOW(HttpStatus.REQUEST_TIMEOUT, "The request arrived too slowly"),

	TOO_LARGE(HttpStatus.CONTENT_TOO_LARGE, "The request is larger than this service takes"),

	UNSUPPORTED_MEDIA_TYPE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The media type of the body is not taken here"),

	NOT_AN_IMAGE(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "The body is not a " + ImageFormats.TITLES + " image"),

	UNFIT_SIZE(HttpStatus.UNPROCESSABLE_CONTENT, "The image's size does not suit the model"),

	UNFIT_IMAGE(HttpStatus.UNPROCESSABLE_CONTENT, "The image's values do not suit the model"),

	UNFIT_LATENT(HttpStatus.UNPROCESSABLE_CONTENT, "The latent does not suit the model"),

	NON_FINITE_LATENT(HttpStatus.UNPROCESSABLE_CONTENT, "The latent has values that are not finite"),

	NON_FINITE_RESULT(HttpStatus.UNPROCESSABLE_CONTENT, "The result has values that are not finite"),

	OTHER_ENCODER(HttpStatus.UNPROCESSABLE_CONTENT, "The latent comes from another encoder"),

	QUEUE_FULL(HttpStatus.TOO_MANY_REQUESTS, "The queue is full"),

	SHARE_FULL(HttpStatus.TOO_MANY_REQUESTS, "The caller's share is full"),

	DEADLINE_UNREACHABLE(HttpStatus.TOO_MANY_REQUESTS, "The work would be done after its deadline"),

	TOO_MANY_LISTENERS(HttpStatus.TOO_MANY_REQUESTS, "The status has as many followers as it may have"),

	INTERNAL(HttpStatus.INTERNAL_SERVER_ERROR, "The service failed on this request"),

	NOT_IMPLEMENTED(HttpStatus.NOT_IMPLEMENTED, "The request uses a part of HTTP that is not offered here"),

	NOT_READY(HttpStatus.SERVICE_UNAVAILABLE, "The service is not ready"),

	DEADLINE_MISSED(HttpStatus.GATEWAY_TIMEOUT, "The deadline passed before the work was done"),

	HTTP_VERSION(HttpStatus.HTTP_VERSION_NOT_SUPPORTED, "The version of HTTP is not offered here");

	private static final String PREFIX = "urn:dcae:problem:";

	private final HttpStatus status;

	private final String title;

	ProblemType(HttpStatus status, String title) {
		this.status = status;
		this.title = title;
	}

	/**
	 * The most general kind for a status.
	 */
	static ProblemType of(int status) {
		return switch (status) {
			case 401 -> UNAUTHORIZED;
			case 404 -> NOT_FOUND;
			case 405 -> METHOD_NOT_ALLOWED;
			case 406 -> NOT_ACCEPTABLE;
			case 408 -> TOO_SLOW;
			case 413 -> TOO_LARGE;
			case 415 -> UNSUPPORTED_MEDIA_TYPE;
			case 501 -> NOT_IMPLEMENTED;
			case 503 -> NOT_READY;
			case 505 -> HTTP_VERSION;
			default -> (status < 500) ? BAD_REQUEST : INTERNAL;
		};
	}

	/**
	 * The kind that a problem detail says it is.
	 */
	static ProblemType of(ProblemDetail problem) {
		return Arrays.stream(values())
			.filter((type) -> type.uri().equals(problem.getType()))
			.findFirst()
			.orElseGet(() -> of(problem.getStatus()));
	}

	public HttpStatus status() {
		return this.status;
	}

	public String title() {
		return this.title;
	}

	/**
	 * The stable identifier, such as {@code urn:dcae:problem:not-an-image}.
	 */
	public URI uri() {
		return URI.create(PREFIX + code());
	}

	/**
	 * The name that tells it from the others, such as {@code not-an-image}.
	 */
	public String code() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
