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
import java.lang.management.ManagementFactory;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import com.sun.management.ThreadMXBean;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More than the service takes: bodies of 4 MB and images of 16 million pixels.
 */
@HttpTest
class TooLargeTests extends RefusalTests {

	TooLargeTests(Service service) {
		super(service);
	}

	private static final int MORE_THAN_FITS = 5_000_000;

	@ParameterizedTest
	@CsvSource({ "encode, image/png", "reconstruct, image/webp", "decode, application/json",
			"decode, application/octet-stream" })
	void aBodyThatSaysThatItIsTooLargeIsRefusedUnread(String operation, String type) {
		Answer answer = this.service.raw("""
				POST /v1/%s HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: %s
				Content-Length: 9000000000000

				""".formatted(operation, type));
		assertThat(answer.refusal(413, "too-large")).contains("4194304");
	}

	@Test
	void aFormThatSaysThatItIsTooLargeIsRefusedUnread() {
		Answer answer = this.service.raw("""
				POST /v1/encode HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: multipart/form-data; boundary=x
				Content-Length: 9000000000000

				""");
		assertThat(answer.refusal(413, "too-large")).contains("4194304");
	}

	@ParameterizedTest
	@CsvSource({ "encode, image/png", "decode, application/octet-stream" })
	void aSenderOfTooMuchReadsTheAnswer(String operation, String type) {
		this.service.post("/v1/" + operation, type, new byte[MORE_THAN_FITS]).refusal(413, "too-large");
	}

	@ParameterizedTest
	@CsvSource({ "encode, image/png", "decode, application/octet-stream" })
	void aBodyInChunksIsRefusedWhereItBecomesTooLarge(String operation, String type) {
		this.service
			.send("POST", "/v1/" + operation,
					BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[MORE_THAN_FITS])),
					"Content-Type", type)
			.refusal(413, "too-large");
	}

	@Test
	void aFormThatIsTooLargeIsRefused() {
		Multipart form = Multipart.form().file("image", new byte[MORE_THAN_FITS]);
		assertThat(this.service.multipart("/v1/encode", form).refusal(413, "too-large")).contains("4194304");
		this.service
			.send("POST", "/v1/encode", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(form.bytes())),
					"Content-Type", form.contentType())
			.refusal(413, "too-large");
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "webp" })
	void aSmallFileOfAHugeImageCostsNothing(String format) {
		byte[] file = switch (format) {
			case "png" -> hugePng();
			case "jpeg" -> hugeJpeg();
			default -> hugeWebp();
		};
		assertThat(file.length).isLessThan(4000);
		long before = allocated();
		String detail = this.service.post("/v1/encode?model=tiny-mix", "image/" + format, file)
			.refusal(413, "too-large");
		assertThat(allocated() - before).isLessThan(10_000_000);
		assertThat(detail).contains("16777216");
	}

	@ParameterizedTest
	@CsvSource({ "20000, 2", "2, 20000" })
	void aSideMayNotBeTooLongEither(int width, int height) {
		byte[] file = TestImages.png(TestImages.gradient(width, height));
		assertThat(this.service.post("/v1/encode?model=tiny-mix", "image/png", file).refusal(413, "too-large"))
			.contains("16384");
	}

	@Test
	void aLatentOfTooManyPixelsIsRefused() {
		Tensor latent = Tensor.zeros(DType.F16, new Shape(1, 32, 1, 16_385));
		Answer answer = this.service.post("/v1/decode?model=embedded" + Wire.RAW.query(latent), Wire.RAW.contentType(),
				Wire.RAW.write(latent));
		assertThat(answer.refusal(413, "too-large")).contains("524320 × 32", "16777216");
	}

	@Test
	void anImageTooLongForItsFormatIsRefusedWithOneThatIsNot() {
		byte[] file = TestImages.png(TestImages.gradient(16_384, 1));
		String path = "/v1/reconstruct?model=tiny-mix&format=";
		assertThat(this.service.post(path + "webp", "image/png", file).refusal(422, "unfit-size")).contains("16384 × 1",
				"image/png");
		assertThat(this.service.post(path + "png", "image/png", file).image().width()).isEqualTo(16_384);
	}

	@Test
	void tooManyPartsOfAFormAreRefused() {
		Multipart form = Multipart.form();
		for (int i = 0; i <= 256; i++) {
			form.file("image", i + ".png", TestImages.png(TestImages.noise(1, 1)));
		}
		assertThat(this.service.multipart("/v1/encode", form).refusal(413, "too-large")).contains("256 parts");
	}

	/**
	 * The bytes that all threads together have taken from the heap so far.
	 */
	private static long allocated() {
		return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getTotalThreadAllocatedBytes();
	}

	/**
	 * 60,000 pixels on a side, and two thousand bytes of them.
	 */
	private static byte[] hugePng() {
		Deflater deflater = new Deflater(9);
		deflater.setInput(new byte[2_000_000]);
		deflater.finish();
		byte[] rows = new byte[2000];
		int length = deflater.deflate(rows);
		deflater.end();
		ByteArrayOutputStream file = new ByteArrayOutputStream();
		file.writeBytes("\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
		chunk(file, "IHDR", ByteBuffer.allocate(13).putInt(60_000).putInt(60_000).put((byte) 8).put((byte) 2).array());
		chunk(file, "IDAT", Arrays.copyOf(rows, length));
		chunk(file, "IEND", new byte[0]);
		return file.toByteArray();
	}

	private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
		byte[] typed = ByteBuffer.allocate(4 + data.length)
			.put(type.getBytes(StandardCharsets.US_ASCII))
			.put(data)
			.array();
		CRC32 checksum = new CRC32();
		checksum.update(typed);
		file.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
		file.writeBytes(typed);
		file.writeBytes(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
	}

	/**
	 * A small image whose frame says 65,000 pixels on a side.
	 */
	private static byte[] hugeJpeg() {
		byte[] file = TestImages.file(TestImages.gradient(8, 8), "jpeg");
		String text = new String(file, StandardCharsets.ISO_8859_1);
		int frame = text.indexOf("\u00ff\u00c0");
		ByteBuffer.wrap(file).putShort(frame + 5, (short) 65_000).putShort(frame + 7, (short) 65_000);
		return file;
	}

	/**
	 * A small image whose header says 16,384 pixels on a side, the most it can.
	 */
	private static byte[] hugeWebp() {
		byte[] file = TestImages.resource("lossless.webp");
		String text = new String(file, StandardCharsets.ISO_8859_1);
		int header = text.indexOf("VP8L") + 9;
		file[header] = (byte) 0xff;
		file[header + 1] = (byte) 0xff;
		file[header + 2] = (byte) 0xff;
		file[header + 3] |= 0x0f;
		return file;
	}

}
