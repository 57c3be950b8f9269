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
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

import dev.dcae.api.http.MemoryCeiling;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory of a body that is sent compressed is that of what it inflates to, and not
 * that of what it might.
 */
@HeldService
@Timeout(60)
class CompressedBodyMemoryTests {

	private static final RgbImage SMALL = TestImages.noise(16, 16);

	private final Service service;

	private final HeldBackend backend;

	private final MemoryCeiling memory;

	CompressedBodyMemoryTests(Service service, HeldBackend backend, MemoryCeiling memory) {
		this.service = service;
		this.backend = backend;
		this.memory = memory;
	}

	@AfterEach
	void release() {
		this.backend.release();
	}

	@Test
	void itIsReservedAsItInflates() throws Exception {
		long plain = held(SMALL.pixels(), "");
		long compressed = held(gzip(SMALL.pixels()), "gzip");
		assertThat(compressed).isEqualTo(plain);
		while (this.memory.reserved() != 0) {
			Thread.sleep(1);
		}
	}

	/**
	 * The memory that a request holds while its pixels are on the device.
	 */
	private long held(byte[] body, String encoding) throws Exception {
		this.backend.hold();
		CompletableFuture<Answer> answer = CompletableFuture
			.supplyAsync(() -> this.service.post("/v1/encode?model=tiny-sana&shape=16,16,3", "application/octet-stream",
					body, "Content-Encoding", encoding.isEmpty() ? "identity" : encoding));
		this.backend.awaitRunning(1);
		long reserved = this.memory.reserved();
		this.backend.release();
		answer.join().ok();
		return reserved;
	}

	private static byte[] gzip(byte[] content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(content);
		}
		return bytes.toByteArray();
	}

}
