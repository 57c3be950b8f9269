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
package dev.dcae.api.remotevae;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.image.PngBuilder;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A request that diffusers put on the wire, and what its client made of the answer of a
 * stub that knew one answer for each form.
 *
 * @param name of the call
 * @param outcome in Python's words
 * @param query of the address
 * @param headers without those that any client sends
 * @param length of the body
 * @param begin of the body
 */
@SuppressWarnings("ArrayRecordComponent")
record Captured(String name, String outcome, String query, String headers, int length, byte[] begin) {

	private static final Path FILE = Path.of("src/test/resources/remote-vae/wire-capture.txt");

	private static final Pattern ENTRY = Pattern.compile(
			"(.+?) -> (.+)\n" + " +POST /(?:err)?(?:\\?(\\S*))? HTTP/1.1\n +\\{(.*)\\} body ([0-9]+) ([0-9a-f]+)\n");

	private static final int CAPTURED_CHANNELS = 4;

	private static final int CAPTURED_SIDE = 16;

	static List<Captured> all() throws IOException {
		List<Captured> all = new ArrayList<>();
		String text = Files.readString(FILE);
		Matcher entry = ENTRY.matcher(text);
		int end = 0;
		while (entry.find()) {
			assertThat(entry.start()).as("lines that are no request").isEqualTo(end);
			end = entry.end();
			@Nullable String query = entry.group(3);
			all.add(new Captured(entry.group(1), entry.group(2), (query != null) ? query : "",
					entry.group(4).replaceAll("'([^']*)': '([^']*)'(, )?", "$1: $2\r\n"),
					Integer.parseInt(entry.group(5)), HexFormat.of().parseHex(entry.group(6))));
		}
		assertThat(end).isEqualTo(text.length());
		return all;
	}

	boolean encodes() {
		return this.name.startsWith("encode");
	}

	boolean packed() {
		return this.query.contains("height=");
	}

	/**
	 * The request with all its bytes, as they were captured but for the address.
	 */
	byte[] request(String model) {
		byte[] body = body(this.length, CAPTURED_SIDE);
		assertThat(body).as(this.name).hasSize(this.length).startsWith(this.begin);
		return request(model, this.query, this.headers, body);
	}

	/**
	 * The same call with latents of other channels or images of another side.
	 */
	byte[] request(String model, int channels, int side) {
		int length = encodes() ? this.length / CAPTURED_SIDE / CAPTURED_SIDE * side * side
				: this.length / CAPTURED_CHANNELS * channels;
		byte[] body = body(length, side);
		String other = this.query
			.replace("shape=1&shape=4&shape=1&shape=1", "shape=1&shape=%d&shape=1&shape=1".formatted(channels))
			.replace("shape=16&shape=16", "shape=%d&shape=%d".formatted(side, side));
		return request(model, other,
				this.headers.replace("Content-Length: " + this.length, "Content-Length: " + body.length), body);
	}

	private byte[] request(String model, String parameters, String fields, byte[] body) {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes("POST /remote-vae/%s/%s%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n"
			.formatted(model, encodes() ? "encode" : "decode", parameters.isEmpty() ? "" : "?" + parameters, fields)
			.getBytes(StandardCharsets.US_ASCII));
		request.writeBytes(body);
		return request.toByteArray();
	}

	/**
	 * The capture has the first eight bytes, which are repeated where they are those of a
	 * tensor. A file is of a black image.
	 */
	private byte[] body(int length, int side) {
		if (this.begin[0] == (byte) 0x89) {
			return PngBuilder.black(side);
		}
		byte[] body = new byte[length];
		for (int i = 0; i < body.length; i++) {
			body[i] = this.begin[i % this.begin.length];
		}
		return body;
	}

}
