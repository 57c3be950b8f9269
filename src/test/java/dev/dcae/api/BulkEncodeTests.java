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

import java.lang.foreign.MemorySegment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many images in one call.
 */
@HttpTest
class BulkEncodeTests extends RefusalTests {

	private static final String ENCODE = "/v1/encode?model=tiny-mix";

	private static final String SAFETENSORS = "application/x-safetensors";

	private static final String ZIP = "application/zip";

	BulkEncodeTests(Service service) {
		super(service);
	}

	@Test
	void aSafetensorsHasALatentForEachFileName() {
		Map<String, RgbImage> images = images();
		Safetensors file = safetensors(this.service.multipart(ENCODE, form(images), "Accept", SAFETENSORS));
		assertThat(file.tensors().keySet()).containsExactlyElementsOf(images.keySet());
		images.forEach((name, image) -> assertIsTheLatentOf(image, Objects.requireNonNull(file.tensors().get(name))));
	}

	@Test
	void aSafetensorsSaysWhatDecodingNeedsToKnow() {
		Map<String, String> metadata = safetensors(this.service.multipart(ENCODE + "&scaled=true", form(images())))
			.metadata();
		assertThat(metadata).containsEntry("model", "tiny-mix")
			.containsEntry("encoder", this.service.get("/v1/models/tiny-mix").ok().json().path("encoder").asString())
			.containsEntry("scaled", "true");
		assertSizes(JsonMapper.shared().readTree(metadata.get("sizes")));
	}

	@Test
	void aZipHasAnNpyForEachFileName() {
		Map<String, RgbImage> images = images();
		Map<String, byte[]> files = this.service.multipart(ENCODE, form(images), "Accept", ZIP).unzipped();
		JsonNode description = JsonMapper.shared().readTree(files.remove("latents.json"));
		assertThat(description.path("model").asString()).isEqualTo("tiny-mix");
		assertSizes(JsonMapper.shared().readTree(description.path("sizes").asString()));
		assertThat(files.keySet())
			.containsExactlyElementsOf(images.keySet().stream().map((name) -> name + ".npy").toList());
		images.forEach((name, image) -> assertIsTheLatentOf(image,
				Npy.parse(Objects.requireNonNull(files.get(name + ".npy")))));
	}

	@Test
	void manyImagesBecomeASafetensorsUnlessAZipIsAskedFor() {
		Answer answer = this.service.multipart(ENCODE, form(images())).ok();
		assertThat(answer.header("Content-Type")).isEqualTo(SAFETENSORS);
		assertThat(answer.header("X-Model")).isEqualTo("tiny-mix");
	}

	@Test
	void oneImageCanBeAZipToo() {
		RgbImage image = TestImages.noise(9, 9);
		Multipart form = Multipart.form().file("image", "one.png", TestImages.png(image));
		Map<String, byte[]> files = this.service.multipart(ENCODE, form, "Accept", ZIP).unzipped();
		assertThat(files).containsOnlyKeys("latents.json", "one.png.npy");
	}

	@Test
	void oneImageIsWhatItIsWithoutAForm() {
		RgbImage image = TestImages.noise(9, 9);
		Multipart form = Multipart.form().file("image", "one.png", TestImages.png(image));
		assertThat(this.service.multipart(ENCODE, form, "Accept", SAFETENSORS).ok().body())
			.isEqualTo(this.service.post(ENCODE, image, "Accept", SAFETENSORS).ok().body());
		assertThat(this.service.multipart(ENCODE, form).ok().header("Content-Type")).isEqualTo("application/json");
	}

	@Test
	void typeFitAndChannelsAreThoseOfEveryImage() {
		Safetensors file = safetensors(
				this.service.multipart("/v1/encode?model=tiny-1.5&dtype=bfloat16&fit=crop&channels=3", form(images())));
		RgbImage image = Objects.requireNonNull(images().get("b/second.jpg"));
		Tensor expected = this.service.encode("model=tiny-1.5&fit=crop&channels=3", image).to(DType.BF16);
		Tensor latent = Objects.requireNonNull(file.tensors().get("b/second.jpg"));
		assertThat(latent.shape()).isEqualTo(new Shape(1, 3, 2, 4));
		assertThat(latent.dtype()).isEqualTo(DType.BF16);
		assertThat(Latents.maxDifference(latent.to(DType.F32), expected.to(DType.F32))).isLessThan(0.05f);
	}

	@ParameterizedTest
	@CsvSource({ "always, application/zip", "always, application/x-safetensors", "never, application/zip",
			"never, application/x-safetensors" })
	void everyImageIsTiledAsIsAskedFor(String tile, String accept) {
		// More pixels than the model's threshold: tiled unless that is forbidden.
		RgbImage image = tile.equals("never") ? TestImages.noise(216, 96) : TestImages.noise(120, 88);
		Multipart form = form(Map.of("a.png", image, "b.png", image));
		Answer answer = this.service.multipart(ENCODE + "&tile=" + tile, form, "Accept", accept);
		Tensor latent = Objects
			.requireNonNull(accept.equals(ZIP) ? Npy.parse(Objects.requireNonNull(answer.unzipped().get("a.png.npy")))
					: safetensors(answer).tensors().get("a.png"));
		String alone = "model=tiny-mix&tile=";
		float difference = Latents.maxDifference(latent, this.service.encode(alone + tile, image));
		assertThat(difference).isLessThan(1e-4f);
		assertThat(Latents.maxDifference(latent, this.service.encode(alone + "auto", image)))
			.isGreaterThan(10 * difference);
	}

	@Test
	void aHundredImagesOfAllSizesComeBackUnderTheirNames() {
		Map<String, RgbImage> images = new LinkedHashMap<>();
		for (int i = 0; i < 100; i++) {
			images.put("%03d.png".formatted(i), TestImages.noise(8 + i % 17, 8 + i % 5));
		}
		Safetensors file = safetensors(this.service.multipart(ENCODE, form(images)));
		assertThat(file.tensors()).hasSize(100);
		images.forEach((name, image) -> assertIsTheLatentOf(image, Objects.requireNonNull(file.tensors().get(name))));
	}

	/**
	 * As .NET writes it: twice, in base64 and percent-encoded.
	 */
	@Test
	void aNameMayBeLongInTheWayThatItIsWritten() {
		String name = "\u56fe".repeat(80) + ".png";
		byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
		String written = "=?utf-8?B?%s?=\"; filename*=\"utf-8''%s".formatted(Base64.getEncoder().encodeToString(utf8),
				URLEncoder.encode(name, StandardCharsets.UTF_8));
		Multipart form = Multipart.form().file("image", written, TestImages.png(TestImages.noise(8, 8)));
		Answer answer = this.service.multipart(ENCODE, form, "Accept", ZIP);
		assertThat(answer.unzipped()).containsOnlyKeys("latents.json", name + ".npy");
	}

	@Test
	void twoImagesOfOneNameAreRefused() {
		byte[] png = TestImages.png(TestImages.noise(8, 8));
		Multipart form = Multipart.form().file("image", "a.png", png).file("image", "a.png", png);
		assertThat(this.service.multipart(ENCODE, form).refusal(400, "bad-request")).contains("'a.png'", "file name");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../a.png", "/etc/passwd", "a/../b.png", "..", ".", "a//b.png", "a/", "C:a.png",
			"__metadata__" })
	void aNameThatCannotBeAFilesIsRefused(String name) {
		byte[] png = TestImages.png(TestImages.noise(8, 8));
		Multipart form = Multipart.form().file("image", "good.png", png).file("image", name, png);
		assertThat(this.service.multipart(ENCODE, form).refusal(400, "bad-request")).contains("file name");
	}

	@Test
	void anImageThatIsNoneIsNamed() {
		Multipart form = form(images()).file("image", "notes.txt", "text".getBytes(StandardCharsets.UTF_8));
		assertThat(this.service.multipart(ENCODE, form).refusal(415, "not-an-image")).startsWith("'notes.txt': ");
	}

	@Test
	void anEmptyFileIsNamed() {
		Multipart form = form(images()).file("image", "nothing.png", new byte[0]);
		assertThat(this.service.multipart(ENCODE, form).refusal(400, "empty-body")).startsWith("'nothing.png': ");
	}

	@Test
	void anImageThatTurnsOutDamagedIsNamedAndNothingElseIsSent() {
		byte[] png = TestImages.png(TestImages.noise(32, 32));
		// The header is whole; the pixels are not.
		Multipart form = form(images()).file("image", "torn.png", Arrays.copyOf(png, png.length / 2));
		Answer answer = this.service.multipart(ENCODE, form, "Accept", ZIP);
		assertThat(answer.refusal(400, "undecodable-image")).startsWith("'torn.png': ");
	}

	@Test
	void anImageThatDoesNotSuitTheModelIsNamed() {
		assertThat(this.service.multipart(ENCODE + "&fit=reject", form(images())).refusal(422, "unfit-size"))
			.startsWith("'a.png': ");
	}

	@ParameterizedTest
	@CsvSource({ "application/json", "application/x-npy", "application/octet-stream" })
	void aFormatForOneLatentIsRefusedForMany(String accept) {
		assertThat(this.service.multipart(ENCODE, form(images()), "Accept", accept).refusal(406, "not-acceptable"))
			.contains(SAFETENSORS, ZIP);
	}

	@Test
	void aZipHasNoBfloat16() {
		assertThat(this.service.multipart(ENCODE + "&dtype=bfloat16", form(images()), "Accept", ZIP)
			.refusal(400, "bad-parameter")).contains("bfloat16");
	}

	@Test
	void aRawBodyIsNoZip() {
		this.service.post(ENCODE, TestImages.noise(8, 8), "Accept", ZIP).refusal(406, "not-acceptable");
	}

	private void assertIsTheLatentOf(RgbImage image, Tensor latent) {
		Tensor alone = this.service.encode("model=tiny-mix", image);
		assertThat(Latents.maxDifference(latent, alone)).isLessThan(1e-4f);
	}

	private static void assertSizes(JsonNode sizes) {
		assertThat(sizes.path("a.png").toString()).isEqualTo("[37,23]");
		assertThat(sizes.path("b/second.jpg").toString()).isEqualTo("[36,20]");
		assertThat(sizes.path("\u00e4.webp").toString()).isEqualTo("[8,8]");
	}

	private static Map<String, RgbImage> images() {
		Map<String, RgbImage> images = new LinkedHashMap<>();
		images.put("a.png", TestImages.noise(37, 23));
		images.put("b/second.jpg", TestImages.gradient(36, 20));
		images.put("\u00e4.webp", TestImages.noise(8, 8));
		return images;
	}

	private static Multipart form(Map<String, RgbImage> images) {
		Multipart form = Multipart.form();
		images.forEach((name, image) -> form.file("image", name, TestImages.png(image)));
		return form;
	}

	private static Safetensors safetensors(Answer answer) {
		return Safetensors.parse(MemorySegment.ofArray(answer.ok().body()));
	}

}
