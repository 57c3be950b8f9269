package dev.dcae.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;

import dev.dcae.api.http.MemoryCeiling;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory of a body that is sent compressed is that of what it may inflate to.
 */
@HeldService
@Timeout(60)
class CompressedBodyMemoryTests {

	/**
	 * The largest body of this service.
	 */
	private static final long LARGEST = 1 << 20;

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
	void itsSmallLengthIsNotBelieved() throws Exception {
		this.backend.hold();
		CompletableFuture<Answer> plain = encode(TestImages.png(TestImages.noise(16, 16)));
		this.backend.awaitRunning(1);
		assertThat(this.memory.reserved()).isLessThan(LARGEST);
		CompletableFuture<Answer> compressed = encode(gzip(TestImages.png(TestImages.noise(16, 16))),
				"Content-Encoding", "gzip");
		while (this.memory.reserved() < LARGEST) {
			Thread.sleep(1);
		}
		this.backend.release();
		plain.join().ok();
		compressed.join().ok();
		while (this.memory.reserved() != 0) {
			Thread.sleep(1);
		}
	}

	private CompletableFuture<Answer> encode(byte[] body, String... headers) {
		return CompletableFuture
			.supplyAsync(() -> this.service.post("/v1/encode?model=tiny-sana", "image/png", body, headers));
	}

	private static byte[] gzip(byte[] content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(content);
		}
		return bytes.toByteArray();
	}

}
