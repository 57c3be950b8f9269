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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An answer of the service.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Answer(int status, HttpHeaders headers, byte[] body) {

	/**
	 * Words that only its developers should see: Java's names, stack traces, libtorch's
	 * words.
	 */
	public static final Pattern INSIDES = Pattern
		.compile("(?i)exception|\\bat \\w+\\.\\w|java\\.|jakarta|dev\\.dcae|org\\.|tools\\.jackson|com\\.fasterxml"
				+ "|`|\\bclass\\b|\\[B@|torch|\\$\\d|\\w+::\\w+");

	/**
	 * Reads the bytes of an answer of HTTP/1.1.
	 */
	public static Answer parse(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.ISO_8859_1);
		int end = text.indexOf("\r\n\r\n");
		assertThat(end).as("end of the headers in: %s", text).isPositive();
		String[] lines = text.substring(0, end).split("\r\n");
		Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		for (int i = 1; i < lines.length; i++) {
			String[] field = lines[i].split(": *", 2);
			fields.computeIfAbsent(field[0], (name) -> new ArrayList<>()).add(field[1]);
		}
		String rest = text.substring(end + 4);
		String body = fields.containsKey("Transfer-Encoding") ? unchunked(rest) : rest;
		return new Answer(Integer.parseInt(lines[0].split(" ")[1]), HttpHeaders.of(fields, (name, value) -> true),
				body.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static String unchunked(String text) {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		int at = 0;
		while (true) {
			int lineEnd = text.indexOf("\r\n", at);
			int size = Integer.parseInt(text.substring(at, lineEnd), 16);
			if (size == 0) {
				return whole.toString(StandardCharsets.ISO_8859_1);
			}
			whole.writeBytes(text.substring(lineEnd + 2, lineEnd + 2 + size).getBytes(StandardCharsets.ISO_8859_1));
			at = lineEnd + 2 + size + 2;
		}
	}

	/**
	 * A header, or nothing but the empty text.
	 */
	public String header(String name) {
		return this.headers.firstValue(name).orElse("");
	}

	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	public JsonNode json() {
		return JsonMapper.shared().readTree(this.body);
	}

	/**
	 * This answer, which must be a success.
	 */
	public Answer ok() {
		assertThat(this.status).as(this::text).isEqualTo(200);
		return this;
	}

	/**
	 * The image of a success.
	 */
	public RgbImage image() {
		ok();
		return Formats.decode(this.body);
	}

	/**
	 * The files in the zip of a success.
	 */
	public Map<String, byte[]> unzipped() {
		assertThat(ok().header("Content-Type")).isEqualTo("application/zip");
		Map<String, byte[]> files = new LinkedHashMap<>();
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(this.body))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				files.put(entry.getName(), zip.readAllBytes());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return files;
	}

	/**
	 * Checks that this is a refusal as all of them should be.
	 * @param type without the prefix of all
	 * @return the text that tells the sender what to do
	 */
	public String refusal(int status, String type) {
		assertThat(this.status).as(this::text).isEqualTo(status);
		assertThat(header("Content-Type")).isEqualTo("application/problem+json");
		JsonNode problem = json();
		assertThat(problem.path("type").asString()).as(this::text).isEqualTo("urn:dcae:problem:" + type);
		assertThat(problem.path("status").asInt()).isEqualTo(status);
		assertThat(problem.path("title").asString()).isNotBlank();
		assertThat(problem.path("requestId").asString()).isNotBlank().isEqualTo(header("X-Request-Id"));
		assertThat(text()).hasSizeLessThan(2000).doesNotContainPattern(INSIDES);
		String detail = problem.path("detail").asString();
		assertThat(detail).isNotBlank().isNotEqualTo(problem.path("title").asString());
		return detail;
	}

}
