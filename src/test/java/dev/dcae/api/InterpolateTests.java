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

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Images between two.
 */
@HttpTest
class InterpolateTests extends RefusalTests {

	private static final String BETWEEN = "/v1/interpolate?model=tiny-mix";

	private static final RgbImage ONE = TestImages.noise(37, 23);

	private static final RgbImage OTHER = TestImages.gradient(37, 23);

	InterpolateTests(Service service) {
		super(service);
	}

	@ParameterizedTest
	@ValueSource(strings = { "linear", "spherical" })
	void theEndsAreExactlyTheReconstructionsOfTheTwoImages(String mode) {
		assertThat(between("&alpha=0&mode=" + mode).image()).isEqualTo(reconstruction(ONE));
		assertThat(between("&alpha=1&mode=" + mode).image()).isEqualTo(reconstruction(OTHER));
	}

	@Test
	void theMiddleOfALineIsTheMeanOfTheLatents() {
		float[] one = this.service.encode("model=tiny-mix", ONE).toFloats();
		Tensor other = this.service.encode("model=tiny-mix", OTHER);
		float[] mean = other.toFloats();
		for (int i = 0; i < mean.length; i++) {
			mean[i] = (float) (0.5 * one[i] + 0.5 * mean[i]);
		}
		Answer decoded = this.service.post("/v1/decode?model=tiny-mix&width=37&height=23", "application/json",
				Wire.JSON.write(Tensor.of(other.shape(), mean)));
		assertThat(between("").image()).isEqualTo(decoded.image());
	}

	@Test
	void anAlphaIsAnyDecimalNumber() {
		assertThat(between("&alpha=2.5e-1").image()).isEqualTo(between("&alpha=.25").image());
	}

	@Test
	void anArcIsAnotherWayThanALine() {
		assertThat(between("&mode=spherical").image()).isNotEqualTo(between("&mode=linear").image());
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RAW")
	void latentsAreTakenAsWellAsImages(Wire wire) {
		Multipart latents = Multipart.form()
			.file("latent", wire.write(this.service.encode("model=tiny-mix", ONE)))
			.file("latent", wire.write(this.service.encode("model=tiny-mix", OTHER)));
		RgbImage padded = this.service.multipart(BETWEEN + "&alpha=0.25", latents).image();
		assertThat(padded.crop(0, 0, 37, 23)).isEqualTo(between("&alpha=0.25").image());
	}

	@Test
	void anImageAndALatentKeepTheirOrder() {
		byte[] latent = this.service.post("/v1/encode?model=tiny-mix", ONE).ok().body();
		byte[] png = TestImages.png(OTHER);
		RgbImage there = this.service
			.multipart(BETWEEN + "&alpha=0", Multipart.form().file("latent", latent).file("image", png))
			.image();
		RgbImage back = this.service
			.multipart(BETWEEN + "&alpha=0", Multipart.form().file("image", png).file("latent", latent))
			.image();
		assertThat(there).isEqualTo(reconstruction(ONE));
		assertThat(back).isEqualTo(reconstruction(OTHER));
	}

	@Test
	void aLatentThatWasScaledIsTakenForWhatItIs() {
		byte[] scaled = this.service.post("/v1/encode?model=tiny-mix&scaled=true", ONE).ok().body();
		Multipart form = Multipart.form().file("latent", scaled).file("image", TestImages.png(OTHER));
		assertThat(this.service.multipart(BETWEEN + "&alpha=0", form).image())
			.isEqualTo(this.service.post("/v1/decode?model=tiny-mix", "application/json", scaled).image());
	}

	@Test
	void latentsFindTheirOwnModel() {
		byte[] latent = this.service.post("/v1/encode?model=tiny-1.5", ONE).ok().body();
		Multipart form = Multipart.form().file("image", TestImages.png(OTHER)).file("latent", latent);
		assertThat(this.service.multipart("/v1/interpolate", form).ok().header("X-Model")).isEqualTo("tiny-1.5");
	}

	@Test
	void manyImagesAreAZipInTheirOrder() {
		Map<String, byte[]> files = between("&alpha=0&alpha=0.5&alpha=1&alpha=0.5").unzipped();
		assertThat(files.keySet()).containsExactly("000-alpha-0.0.png", "001-alpha-0.5.png", "002-alpha-1.0.png",
				"003-alpha-0.5.png");
		assertThat(TestImages.maxDifference(image(files, "000-alpha-0.0.png"), reconstruction(ONE)))
			.isLessThanOrEqualTo(1);
		assertThat(TestImages.maxDifference(image(files, "002-alpha-1.0.png"), reconstruction(OTHER)))
			.isLessThanOrEqualTo(1);
	}

	@Test
	void theImagesOfAZipCanBeOfAnotherFormat() {
		Map<String, byte[]> files = between("&alpha=0,1&format=jpeg").unzipped();
		assertThat(files.keySet()).containsExactly("000-alpha-0.0.jpg", "001-alpha-1.0.jpg");
	}

	@Test
	void manyImagesInOneAreAContactSheet() {
		RgbImage sheet = between("&alpha=0&alpha=0.3&alpha=1", "Accept", "image/png").image();
		assertThat(sheet.width()).isGreaterThan(3 * 37);
		assertThat(sheet.height()).isGreaterThan(23);
		RgbImage two = between("&alpha=0&alpha=1", "Accept", "image/png").image();
		assertThat(two.width()).isLessThan(sheet.width());
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "application/zip" })
	void manyImagesSayThatTheyWereMadeInTiles(String type) {
		Multipart small = form(ONE, OTHER);
		Multipart large = form(TestImages.noise(216, 96), TestImages.gradient(216, 96));
		String query = BETWEEN + "&alpha=0,1";
		assertThat(this.service.multipart(query, large, "Accept", type).ok().header("X-Tiled")).isEqualTo("true");
		assertThat(this.service.multipart(query, small, "Accept", type).ok().header("X-Tiled")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "image/png", "image/jpeg", "image/webp" })
	void oneImageComesAsItIsAskedFor(String type) {
		assertThat(between("&alpha=0.5", "Accept", type).ok().header("Content-Type")).isEqualTo(type);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			alpha=1.01          | 0 to 1
			alpha=-0.1          | 0 to 1
			alpha=NaN           | 0 to 1
			alpha=half          | 0 to 1
			alpha=1e3           | 0 to 1
			alpha=0.5f          | 0 to 1
			alpha=0x1p-1        | 0 to 1
			alpha=0&alpha=2     | 0 to 1
			mode=cubic          | linear, spherical
			mode=LINEAR         | linear, spherical
			fit=stretch         | pad, crop
			format=gif          | png, jpeg
			""")
	void aParameterThatMakesNoSenseIsRefused(String query, String named) {
		assertThat(between("&" + query).refusal(400, "bad-parameter")).contains(named);
	}

	@Test
	void moreThanAFewHundredImagesAreRefused() {
		assertThat(between("&alpha=0.5".repeat(257)).refusal(400, "bad-parameter")).contains("257", "256");
	}

	@Test
	void oneOrThreePartsAreRefused() {
		byte[] png = TestImages.png(ONE);
		assertThat(this.service.multipart(BETWEEN, Multipart.form().file("image", png)).refusal(400, "bad-request"))
			.contains("1 parts", "two");
		Multipart three = Multipart.form().file("image", png).file("image", png).file("latent", png);
		assertThat(this.service.multipart(BETWEEN, three).refusal(400, "bad-request")).contains("3 parts", "two");
	}

	@Test
	void imagesOfTwoSizesAreRefused() {
		Multipart form = Multipart.form()
			.file("image", TestImages.png(TestImages.noise(37, 23)))
			.file("image", TestImages.png(TestImages.noise(38, 23)));
		assertThat(this.service.multipart(BETWEEN, form).refusal(422, "unfit-size")).contains("37", "38");
		Multipart far = Multipart.form()
			.file("image", TestImages.png(TestImages.noise(37, 23)))
			.file("image", TestImages.png(TestImages.noise(37, 64)));
		assertThat(this.service.multipart(BETWEEN, far).refusal(422, "unfit-latent")).contains("[1, 8, 3, 5]",
				"[1, 8, 8, 5]");
	}

	@Test
	void aLatentOfAnotherEncoderIsRefusedUnlessForced() {
		byte[] foreign = this.service.post("/v1/encode?model=tiny-sana", ONE).ok().body();
		Multipart form = Multipart.form().file("image", TestImages.png(OTHER)).file("latent", foreign);
		this.service.multipart(BETWEEN, form).refusal(422, "other-encoder");
		this.service.multipart(BETWEEN + "&force=true", form).image();
	}

	@ParameterizedTest
	@CsvSource({ "image, 415, not-an-image", "latent, 400, bad-tensor" })
	void aPartThatIsNeitherIsNamed(String kind, int status, String type) {
		Multipart form = Multipart.form()
			.file("image", TestImages.png(ONE))
			.file(kind, "text".getBytes(StandardCharsets.UTF_8));
		assertThat(this.service.multipart(BETWEEN, form).refusal(status, type)).startsWith("'second " + kind + "': ");
	}

	@Test
	void anUnknownModelIsRefused() {
		this.service.multipart("/v1/interpolate?model=none", form()).refusal(404, "unknown-model");
	}

	@Test
	void noFormIsNoInterpolation() {
		this.service.post(BETWEEN, ONE).refusal(415, "unsupported-media-type");
	}

	@Test
	void aFailureBeforeAnythingIsSentIsARefusalThatNamesTheAlpha() {
		assertThat(this.service.multipart(BETWEEN + "&alpha=0&alpha=1", towardsOverflow(2, 2))
			.refusal(422, "non-finite-result")).startsWith("'alpha 1.0': ");
	}

	@Test
	void aFailureAfterMegabytesBreaksTheConnection() {
		String alphas = "&alpha=0".repeat(80) + "&alpha=1";
		assertThatExceptionOfType(UncheckedIOException.class)
			.isThrownBy(() -> this.service.multipart(BETWEEN + alphas, towardsOverflow(32, 32)));
	}

	/**
	 * From noise to values whose image is not finite.
	 */
	private static Multipart towardsOverflow(int height, int width) {
		float[] noise = new float[8 * height * width];
		Random random = new Random(5);
		for (int i = 0; i < noise.length; i++) {
			noise[i] = (float) random.nextGaussian();
		}
		return Multipart.form()
			.file("latent", Wire.NPY.write(Tensor.of(new Shape(1, 8, height, width), noise)))
			.file("latent", Wire.NPY.write(Latents.filled(3e38f, 1, 8, height, width)));
	}

	private Answer between(String query, String... headers) {
		return this.service.multipart(BETWEEN + query, form(), headers);
	}

	private static Multipart form() {
		return form(ONE, OTHER);
	}

	private static Multipart form(RgbImage first, RgbImage second) {
		return Multipart.form().file("image", TestImages.png(first)).file("image", TestImages.png(second));
	}

	private RgbImage reconstruction(RgbImage image) {
		return this.service.post("/v1/reconstruct?model=tiny-mix", image).image();
	}

	private static RgbImage image(Map<String, byte[]> files, String name) {
		return Formats.decode(Objects.requireNonNull(files.get(name)));
	}

}
