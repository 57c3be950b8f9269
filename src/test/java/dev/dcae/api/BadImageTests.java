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
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

import dev.dcae.image.jpeg.ManyScans;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies that are no images.
 */
@HttpTest
class BadImageTests extends RefusalTests {

	BadImageTests(Service service) {
		super(service);
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "reconstruct" })
	void aTextIsNotAnImage(String operation) {
		byte[] text = "This is a text, whatever its sender says.".getBytes(StandardCharsets.UTF_8);
		assertThat(this.service.post("/v1/" + operation, "image/png", text).refusal(415, "not-an-image"))
			.contains("PNG", "JPEG", "WebP");
	}

	@ParameterizedTest
	@CsvSource({ "GIF89a, The image is GIF;", "BM, The data is not a", "RIFF____AVI, The data is not a",
			"____ftypavif, The image is AVIF;", "____ftypheic, The image is HEIC;", "II*_, The image is TIFF;",
			"<svg xmlns='http://www.w3.org/2000/svg'/>, The data is not a" })
	void otherFormatsAreNotTakenAndNamedWhereTheyAreKnown(String start, String message) {
		byte[] file = Arrays.copyOf(start.replace('_', '\0').getBytes(StandardCharsets.ISO_8859_1), 100);
		assertThat(this.service.post("/v1/encode", "image/png", file).refusal(415, "not-an-image")).startsWith(message)
			.contains("PNG, JPEG or WebP");
	}

	@ParameterizedTest
	@CsvSource({ "GIF89a, The image is GIF;", "____ftypavif, The image is AVIF;", "BM, A raw tensor needs",
			"This is a text, A raw tensor needs" })
	void bytesOfNoTypeAndNoShapeAreCalledByTheNameThatTheyHave(String start, String message) {
		byte[] file = Arrays.copyOf(start.replace('_', '\0').getBytes(StandardCharsets.ISO_8859_1), 100);
		Answer answer = this.service.post("/v1/encode", "application/octet-stream", file);
		boolean raw = message.startsWith("A raw");
		assertThat(answer.refusal(raw ? 400 : 415, raw ? "bad-parameter" : "not-an-image")).startsWith(message);
	}

	@Test
	void aSmallFileThatWouldTakeLongIsRefusedAtOnce() {
		assertThat(this.service.post("/v1/encode", "image/jpeg", ManyScans.repeated(1984, 100))
			.refusal(400, "undecodable-image")).isEqualTo("The JPEG image has too many scans.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "indexed.gif", "rgb.bmp", "lzw.tif" })
	void formatsOfCollectionsAreNotTakenOverHttp(String name) {
		String title = name.substring(name.indexOf('.') + 1).toUpperCase(Locale.ROOT).replace("TIF", "TIFF");
		assertThat(this.service.post("/v1/encode", "image/png", TestImages.resource(name)).refusal(415, "not-an-image"))
			.isEqualTo("The image is %s; convert it to PNG, JPEG or WebP.".formatted(title));
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "webp" })
	void aTruncatedImageIsRefusedAndNotFilledUp(String format) {
		byte[] file = TestImages.file(TestImages.noise(48, 48), format);
		for (int length : new int[] { 13, 40, file.length / 2, file.length - 13 }) {
			Answer answer = this.service.post("/v1/encode?model=tiny-mix", "image/" + format,
					Arrays.copyOf(file, length));
			answer.refusal(400, "undecodable-image");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "png", "jpeg", "webp" })
	void aDamagedImageIsAnsweredWhateverItBecomes(String format) {
		byte[] file = TestImages.file(TestImages.noise(48, 48), format);
		for (int at = 12; at < file.length; at += file.length / 12) {
			byte[] damaged = file.clone();
			Arrays.fill(damaged, at, Math.min(at + 4, damaged.length), (byte) 0xff);
			assertThat(this.service.post("/v1/encode?model=tiny-mix", "image/" + format, damaged).status()).isIn(200,
					400, 413, 415);
		}
	}

	@ParameterizedTest
	@CsvSource({ "encode, image/png", "encode, image/jpeg", "encode, image/webp", "reconstruct, image/png",
			"decode, application/json", "decode, application/x-npy", "decode, application/x-safetensors",
			"decode, application/octet-stream" })
	void anEmptyBodyIsRefused(String operation, String type) {
		this.service.post("/v1/" + operation, type, new byte[0]).refusal(400, "empty-body");
	}

	@ParameterizedTest
	@CsvSource({ "encode, text/plain", "encode, image/gif", "encode, application/json",
			"encode, application/x-www-form-urlencoded", "encode, application/x-safetensors", "reconstruct, image/*",
			"reconstruct, rubbish", "decode, image/png", "decode, text/plain",
			"decode, application/x-www-form-urlencoded" })
	void anotherMediaTypeIsRefusedWithThoseThatAreTaken(String operation, String type) {
		String detail = this.service.post("/v1/" + operation, type, new byte[] { 1, 2, 3 })
			.refusal(415, "unsupported-media-type");
		assertThat(detail).contains(operation.equals("decode") ? "application/x-safetensors" : "image/webp");
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "reconstruct", "decode" })
	void aBodyWithoutAMediaTypeThatIsNeitherIsRefused(String operation) {
		Answer answer = this.service.send("POST", "/v1/" + operation, BodyPublishers.ofByteArray(new byte[] { 1, 2 }));
		if (operation.equals("decode")) {
			assertThat(answer.refusal(400, "bad-tensor")).contains("safetensors", ".npy");
		}
		else {
			assertThat(answer.refusal(415, "not-an-image")).contains("PNG");
		}
	}

	/**
	 * Some clients send an empty header for a file of an unknown type, and others none.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "Content-Type:\r\n", "Content-Type: \t \r\n", "" })
	void withoutAMediaTypeTheFirstBytesTell(String header) {
		byte[] png = TestImages.png(TestImages.noise(16, 16));
		for (String path : new String[] { "/v1/encode", "/v1/reconstruct", "/v1/compare" }) {
			raw(path + "?model=tiny-mix", header, png).ok();
		}
		byte[] pixels = Npy.toBytes(Tensor.ofBytes(new Shape(16, 16, 3), new byte[16 * 16 * 3]));
		raw("/v1/encode?model=tiny-mix", header, pixels).ok();
		for (Wire wire : new Wire[] { Wire.JSON, Wire.NPY, Wire.SAFETENSORS }) {
			raw("/v1/decode?model=tiny-mix", header, wire.write(Latents.golden("tiny-mix"))).ok();
		}
		assertThat(raw("/v1/interpolate", header, png).refusal(415, "unsupported-media-type"))
			.contains("multipart/form-data");
	}

	private Answer raw(String path, String header, byte[] body) {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes("POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n"
			.formatted(path, header, body.length)
			.getBytes(StandardCharsets.US_ASCII));
		request.writeBytes(body);
		return this.service.raw(request.toByteArray());
	}

}
