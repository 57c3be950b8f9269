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

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A body of {@code multipart/form-data}.
 */
public final class Multipart {

	private static final String BOUNDARY = "between-the-parts";

	private final ByteArrayOutputStream body = new ByteArrayOutputStream();

	public static Multipart form() {
		return new Multipart();
	}

	public Multipart file(String name, byte[] content) {
		return file(name, "image", content);
	}

	public Multipart file(String name, String fileName, byte[] content) {
		return part("name=\"%s\"; filename=\"%s\"\r\nContent-Type: image/png".formatted(name, fileName), content);
	}

	public Multipart field(String name, String value) {
		return part("name=\"%s\"".formatted(name), value.getBytes(StandardCharsets.UTF_8));
	}

	private Multipart part(String disposition, byte[] content) {
		text("--%s\r\nContent-Disposition: form-data; %s\r\n\r\n".formatted(BOUNDARY, disposition));
		this.body.writeBytes(content);
		text("\r\n");
		return this;
	}

	private void text(String text) {
		this.body.writeBytes(text.getBytes(StandardCharsets.UTF_8));
	}

	public String contentType() {
		return "multipart/form-data; boundary=" + BOUNDARY;
	}

	/**
	 * The parts without the boundary that ends them.
	 */
	public byte[] unfinished() {
		return this.body.toByteArray();
	}

	public byte[] bytes() {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		whole.writeBytes(unfinished());
		whole.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
		return whole.toByteArray();
	}

}
