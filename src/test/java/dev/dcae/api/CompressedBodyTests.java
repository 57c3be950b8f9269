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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;

import dev.dcae.api.http.MemoryCeiling;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that are sent compressed.
 */
@HttpTest
class CompressedBodyTests extends RefusalTests {

	private final MemoryCeiling memory;

	CompressedBodyTests(Service service, MemoryCeiling memory) {
		super(service);
		this.memory = memory;
	}

	@ParameterizedTest
	@CsvSource({ "gzip", "x-gzip", "GZIP", "deflate", "identity" })
	void aCompressedBodyIsReadAsWhatItInflatesTo(String encoding) {
		RgbImage image = TestImages.gradient(32, 24);
		Tensor expected = this.service.encode("model=tiny-mix", image);
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", "image/png",
				compressed(encoding, TestImages.png(image)), "Content-Encoding", encoding);
		assertThat(Wire.JSON.read(answer.ok()).toFloats()).isEqualTo(expected.toFloats());
	}

	@ParameterizedTest
	@EnumSource
	void soIsALatentInEachOfItsForms(Wire wire) {
		Tensor latent = Latents.golden("tiny-mix");
		Answer answer = this.service.post("/v1/decode?model=tiny-mix" + wire.query(latent), wire.contentType(),
				compressed("gzip", wire.write(latent)), "Content-Encoding", "gzip");
		assertThat(TestImages.maxDifference(answer.image(), this.service.decode("model=tiny-mix", latent))).isZero();
	}

	@Test
	void soIsAForm() {
		RgbImage image = TestImages.gradient(32, 24);
		Multipart form = Multipart.form().file("image", TestImages.png(image));
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", form.contentType(),
				compressed("gzip", form.bytes()), "Content-Encoding", "gzip");
		assertThat(Wire.JSON.read(answer.ok()).toFloats())
			.isEqualTo(this.service.encode("model=tiny-mix", image).toFloats());
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "application/json", "application/x-npy", "application/octet-stream" })
	void aBodyThatInflatesBeyondTheLimitIsTooLarge(String type) {
		String path = type.equals("image/png") ? "/v1/encode" : "/v1/decode?shape=1";
		// 64 kB that become 64 MB; 4 are taken.
		byte[] bomb = compressed("gzip", new byte[64 << 20]);
		assertThat(bomb).hasSizeLessThan(100_000);
		this.service.post(path, type, bomb, "Content-Encoding", "gzip").refusal(413, "too-large");
	}

	@Test
	void soIsAFormThatDoes() {
		Multipart form = Multipart.form().file("image", new byte[64 << 20]);
		this.service
			.post("/v1/encode", form.contentType(), compressed("gzip", form.bytes()), "Content-Encoding", "gzip")
			.refusal(413, "too-large");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 1000, 20_000 })
	void manyEmptyMembersBeforeTheImageAreRead(int members) throws IOException {
		this.service
			.post("/v1/encode?model=tiny-mix", "image/png", members(members, TestImages.png(TestImages.noise(16, 16))),
					"Content-Encoding", "gzip")
			.ok();
	}

	@Test
	void soAreManyPartsOfOne() throws IOException {
		byte[] png = TestImages.png(TestImages.noise(16, 16));
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (byte one : png) {
			body.writeBytes(compressed("gzip", new byte[] { one }));
		}
		this.service.post("/v1/encode?model=tiny-mix", "image/png", body.toByteArray(), "Content-Encoding", "gzip")
			.ok();
	}

	@Test
	void whatInflatesToNothingForTooLongIsMalformed() throws IOException {
		byte[] many = members(100_000, TestImages.png(TestImages.noise(16, 16)));
		this.service.post("/v1/encode", "image/png", many, "Content-Encoding", "gzip").refusal(400, "bad-request");
		byte[] name = new byte[5_000_000];
		Arrays.fill(name, (byte) 'x');
		System.arraycopy(new byte[] { 0x1f, (byte) 0x8b, 8, 8, 0, 0, 0, 0, 0, 0 }, 0, name, 0, 10);
		this.service.post("/v1/encode", "image/png", name, "Content-Encoding", "gzip").refusal(400, "bad-request");
	}

	private static byte[] members(int empty, byte[] last) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		byte[] none = compressed("gzip", new byte[0]);
		for (int i = 0; i < empty; i++) {
			body.write(none);
		}
		body.write(compressed("gzip", last));
		return body.toByteArray();
	}

	@ParameterizedTest
	@ValueSource(strings = { "br", "zstd", "gzip, gzip", "compress", "" })
	void anotherEncodingIsRefusedWithThoseThatAreTaken(String encoding) {
		Answer answer = this.service.post("/v1/encode", "image/png", TestImages.png(TestImages.noise(8, 8)),
				"Content-Encoding", encoding);
		assertThat(answer.refusal(415, "unsupported-media-type")).contains("gzip, deflate");
		assertThat(answer.header("Accept-Encoding")).isEqualTo("gzip, deflate");
	}

	@ParameterizedTest
	@CsvSource({ "gzip, br", "gzip, gzip", "identity, gzip", "br, gzip" })
	void soAreTwoInLinesOfTheirOwn(String first, String second) {
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", "image/png",
				compressed(first, TestImages.png(TestImages.noise(8, 8))), "Content-Encoding", first,
				"Content-Encoding", second);
		assertThat(answer.refusal(415, "unsupported-media-type")).contains("'%s, %s'".formatted(first, second));
	}

	@ParameterizedTest
	@CsvSource({ "gzip, image/png", "deflate, image/png", "gzip, application/json",
			"gzip, multipart/form-data; boundary=x" })
	void whatIsNotCompressedAsItSaysIsMalformed(String encoding, String type) {
		String path = type.equals("application/json") ? "/v1/decode" : "/v1/encode";
		byte[] noise = TestImages.noise(8, 8).pixels();
		this.service.post(path, type, noise, "Content-Encoding", encoding).refusal(400, "bad-request");
		byte[] whole = compressed(encoding, noise);
		this.service.post(path, type, Arrays.copyOf(whole, whole.length / 2), "Content-Encoding", encoding)
			.refusal(400, "bad-request");
		byte[] changed = whole.clone();
		changed[whole.length / 2] ^= 0x55;
		this.service.post(path, type, changed, "Content-Encoding", encoding).refusal(400, "bad-request");
	}

	@Test
	void theNextRequestOfTheConnectionIsReadAsItIs() throws IOException {
		byte[] png = TestImages.png(TestImages.noise(16, 16));
		byte[] gzip = compressed("gzip", png);
		try (Socket socket = new Socket("localhost", this.service.port())) {
			socket.setSoTimeout(60_000);
			OutputStream out = socket.getOutputStream();
			for (boolean last : new boolean[] { false, true }) {
				write(out, gzip, "Content-Encoding: gzip\r\n");
				write(out, png, last ? "Connection: close\r\n" : "");
			}
			String answers = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			assertThat(answers.split("HTTP/1.1 ", -1)).extracting((answer) -> answer.split(" ", 2)[0])
				.containsExactly("", "200", "200", "200", "200");
		}
	}

	@Test
	void itsMemoryIsGivenBack() throws InterruptedException {
		aBodyThatInflatesBeyondTheLimitIsTooLarge("image/png");
		aCompressedBodyIsReadAsWhatItInflatesTo("gzip");
		while (this.memory.reserved() != 0) {
			Thread.sleep(1);
		}
	}

	private static void write(OutputStream out, byte[] body, String header) throws IOException {
		out.write(("POST /v1/encode?model=tiny-mix HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
				+ "Content-Length: %d\r\n%s\r\n")
			.formatted(body.length, header)
			.getBytes(StandardCharsets.ISO_8859_1));
		out.write(body);
		out.flush();
	}

	private static byte[] compressed(String encoding, byte[] content) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (OutputStream out = switch (encoding) {
			case "deflate" -> new DeflaterOutputStream(bytes);
			case "identity" -> bytes;
			default -> new GZIPOutputStream(bytes);
		}) {
			out.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

}
