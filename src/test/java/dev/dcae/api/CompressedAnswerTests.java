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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

import dev.dcae.api.oip.InferBody;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Answers that are compressed, for those who ask for it.
 */
@HttpTest
class CompressedAnswerTests {

	private final RgbImage image = TestImages.gradient(96, 96);

	private final Service service;

	CompressedAnswerTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/x-npy", "application/x-safetensors",
			"application/octet-stream" })
	void aLatentIsCompressedForWhoAsksForIt(String type) {
		String path = "/v1/encode?model=tiny-1.5";
		Answer plain = this.service.post(path, this.image, "Accept", type).ok();
		assertThat(plain.headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(plain.header("Content-Length")).isEqualTo(Integer.toString(plain.body().length));
		Answer compressed = this.service.post(path, this.image, "Accept", type, "Accept-Encoding", "gzip").ok();
		assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(compressed.headers().allValues("Vary")).anyMatch((vary) -> vary.contains("accept-encoding"));
		assertThat(compressed.header("Content-Type")).isEqualTo(type);
		assertThat(compressed.header("Server-Timing")).contains("device;dur=");
		// Whatever length it says, it is not that of the inflated body.
		assertThat(compressed.headers().firstValue("Content-Length").orElse("" + compressed.body().length))
			.isEqualTo("" + compressed.body().length);
		assertThat(inflated(compressed.body())).isEqualTo(plain.body());
	}

	@Test
	void soIsAnAnswerThatIsStreamed() {
		Multipart form = Multipart.form()
			.file("image", "one.png", TestImages.png(this.image))
			.file("image", "two.png", TestImages.png(this.image));
		Answer plain = this.service.multipart("/v1/encode?model=tiny-1.5", form, "Accept", "application/x-safetensors")
			.ok();
		Answer compressed = this.service.multipart("/v1/encode?model=tiny-1.5", form, "Accept",
				"application/x-safetensors", "Accept-Encoding", "gzip");
		assertThat(compressed.ok().header("Content-Encoding")).isEqualTo("gzip");
		// Not byte by byte: the two may have shared a batch, or not.
		Map<String, Tensor> expected = tensors(plain.body());
		Map<String, Tensor> read = tensors(inflated(compressed.body()));
		assertThat(read.keySet()).isEqualTo(expected.keySet()).containsExactlyInAnyOrder("one.png", "two.png");
		read.forEach(
				(name, tensor) -> assertThat(Latents.maxDifference(tensor, Objects.requireNonNull(expected.get(name))))
					.isLessThan(1e-4f));
	}

	private static Map<String, Tensor> tensors(byte[] file) {
		return Safetensors.parse(MemorySegment.ofArray(file)).tensors();
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-npy", "application/octet-stream" })
	void aLargeAnswerIsNotAsThatKeepsACore(String type) {
		Answer answer = this.service.post("/v1/decode?model=tiny-mix&return=float&shape=1,8,40,40&dtype=float32",
				"application/octet-stream", new byte[4 * 8 * 40 * 40], "Accept", type, "Accept-Encoding", "gzip");
		assertThat(answer.ok().headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(answer.body().length));
		assertThat(answer.body().length).isGreaterThan(1 << 20);
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "image/jpeg", "image/webp" })
	void anImageFileIsNotAsItIsCompressedAlready(String type) {
		Answer answer = this.service.post("/v1/reconstruct?model=tiny-mix", TestImages.noise(96, 96), "Accept", type,
				"Accept-Encoding", "gzip");
		assertThat(answer.ok().headers().firstValue("Content-Encoding")).isEmpty();
		assertThat(answer.header("Content-Length")).isEqualTo(Integer.toString(answer.body().length));
		answer.image();
	}

	@Test
	void theLengthOfTheJsonOfAnInferenceIsThatOfTheInflatedBody() {
		InferBody body = InferBody.binary("latent", Latents.golden("tiny-mix"));
		String[] headers = { InferBody.LENGTH, Integer.toString(body.json().length()), "Accept-Encoding", "gzip" };
		Answer compressed = this.service
			.post("/v2/models/tiny-mix.decode/infer", "application/octet-stream", body.bytes(), headers)
			.ok();
		assertThat(compressed.header("Content-Encoding")).isEqualTo("gzip");
		Answer read = new Answer(200, compressed.headers(), inflated(compressed.body()));
		assertThat(InferBody.tensor(read).toFloats())
			.isEqualTo(InferBody.tensor(body.post(this.service, "tiny-mix.decode")).toFloats());
	}

	@Test
	void whatPrometheusFetchesIsCompressedIfItAsks() {
		for (String accept : new String[] { "text/plain;version=0.0.4",
				"application/openmetrics-text;version=1.0.0" }) {
			Answer plain = this.service.get(this.service.managementPort(), "/actuator/prometheus", "Accept", accept);
			assertThat(plain.ok().headers().firstValue("Content-Encoding")).isEmpty();
			Answer compressed = this.service.get(this.service.managementPort(), "/actuator/prometheus", "Accept",
					accept, "Accept-Encoding", "gzip");
			assertThat(compressed.ok().header("Content-Encoding")).isEqualTo("gzip");
			assertThat(compressed.body().length).isLessThan(plain.body().length / 4);
			assertThat(new String(inflated(compressed.body()), StandardCharsets.UTF_8)).contains("dcae_lanes{");
		}
	}

	private static byte[] inflated(byte[] gzip) {
		try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
