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
package dev.dcae.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes WebP files chunk by chunk.
 */
public final class WebpBuilder {

	private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();

	public WebpBuilder chunk(String type, byte[] data) {
		this.chunks.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
		this.chunks.writeBytes(littleEndian(data.length));
		this.chunks.writeBytes(Arrays.copyOf(data, data.length + data.length % 2));
		return this;
	}

	public WebpBuilder canvas(int flags, int width, int height) {
		ByteBuffer data = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
		data.putInt(flags).putInt(width - 1).putInt(7, height - 1);
		return chunk("VP8X", Arrays.copyOf(data.array(), 10));
	}

	/**
	 * The only chunk of a simple file.
	 */
	public WebpBuilder imageOf(byte[] file) {
		int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(16);
		return chunk(new String(file, 12, 4, StandardCharsets.US_ASCII), Arrays.copyOfRange(file, 20, 20 + length));
	}

	public byte[] end() {
		byte[] body = this.chunks.toByteArray();
		return PngBuilder.concatenate("RIFF".getBytes(StandardCharsets.US_ASCII), littleEndian(4 + body.length),
				"WEBP".getBytes(StandardCharsets.US_ASCII), body);
	}

	private static byte[] littleEndian(int value) {
		return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
	}

}
