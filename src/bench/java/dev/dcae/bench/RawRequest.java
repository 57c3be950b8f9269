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
package dev.dcae.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A request before it is bytes, to be changed as no client would.
 */
final class RawRequest {

	String method;

	String target;

	String version = "HTTP/1.1";

	/**
	 * The lines of the headers, without their ends.
	 */
	final List<String> headers = new ArrayList<>();

	byte[] body;

	/**
	 * A request as a client sends it.
	 */
	RawRequest(String method, String target, String accept, String contentType, byte[] body) {
		this.method = method;
		this.target = target;
		this.body = body;
		this.headers.add("Host: localhost");
		if (!accept.isEmpty()) {
			this.headers.add("Accept: " + accept);
		}
		if (!contentType.isEmpty()) {
			this.headers.add("Content-Type: " + contentType);
			this.headers.add("Content-Length: " + body.length);
		}
	}

	private RawRequest(RawRequest other) {
		this.method = other.method;
		this.target = other.target;
		this.version = other.version;
		this.headers.addAll(other.headers);
		this.body = other.body.clone();
	}

	RawRequest copy() {
		return new RawRequest(this);
	}

	/**
	 * The lines before the body, in Latin-1.
	 */
	String head() {
		return "%s %s %s\r\n%s\r\n\r\n".formatted(this.method, this.target, this.version, String.join("\r\n", this.headers));
	}

	byte[] bytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(head().getBytes(StandardCharsets.ISO_8859_1));
		bytes.writeBytes(this.body);
		return bytes.toByteArray();
	}

	/**
	 * Tells if a header of this name is sent, however it is written.
	 */
	boolean has(String header) {
		return this.headers.stream()
			.anyMatch((line) -> line.regionMatches(true, 0, header, 0, header.length()));
	}

}
