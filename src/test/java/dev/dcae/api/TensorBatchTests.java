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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many latents, or the pixels of many images, as one tensor.
 */
@HttpTest
class TensorBatchTests {

	private static final String NPY = "application/x-npy";

	private static final String ZIP = "application/zip";

	private final List<RgbImage> images = List.of(TestImages.noise(40, 24), TestImages.gradient(40, 24));

	private final Service service;

	TensorBatchTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void aBatchOfLatentsIsAZipOfImagesAsIfEachHadComeAlone(Wire wire) {
		Tensor batch = latents();
		Answer answer = decode("", wire, batch).ok();
		assertThat(answer.header("Content-Type")).isEqualTo(ZIP);
		assertThat(answer.header("X-Model")).isEqualTo("tiny-mix");
		Map<String, byte[]> files = answer.unzipped();
		assertThat(files.keySet()).containsExactly("000.png", "001.png", "002.png");
		for (int i = 0; i < 3; i++) {
			assertThat(Formats.decode(files.get("00%d.png".formatted(i))))
				.isEqualTo(this.service.decode("model=tiny-mix", batch.get(i)));
		}
	}

	@ParameterizedTest
	@CsvSource({ "jpeg, 000.jpg", "webp, 000.webp" })
	void theFilesOfTheZipMayBeOfAnotherFormat(String format, String first) {
		assertThat(decode("&format=" + format, Wire.NPY, latents()).ok().unzipped()).containsKey(first);
	}

	@Test
	void aBatchOfLatentsIsOneTensorOfPixelsWhereThatIsAskedFor() {
		Tensor batch = latents();
		Tensor array = Npy.parse(decode("", Wire.NPY, batch, "Accept", NPY).ok().body());
		assertThat(array.shape()).isEqualTo(new Shape(3, 64, 48, 3));
		Answer raw = decode("&format=raw", Wire.RAW, batch).ok();
		assertThat(raw.header("X-Tensor-Shape")).isEqualTo("3,64,48,3");
		assertThat(raw.body()).isEqualTo(array.toBytes());
		for (int i = 0; i < 3; i++) {
			assertThat(array.get(i).toBytes()).isEqualTo(this.service.decode("model=tiny-mix", batch.get(i)).pixels());
		}
	}

	@Test
	void theImagesOfABatchAreCroppedAsOne() {
		Tensor array = Npy.parse(decode("&width=45&height=62", Wire.NPY, latents(), "Accept", NPY).ok().body());
		assertThat(array.shape()).isEqualTo(new Shape(3, 62, 45, 3));
	}

	@Test
	void floatsAreWhatTheDecoderMakesAndRoundToTheImage() {
		Tensor batch = latents();
		Tensor floats = Npy.parse(decode("&return=float", Wire.NPY, batch).ok().body());
		assertThat(floats.dtype()).isEqualTo(DType.F32);
		assertThat(floats.shape()).isEqualTo(new Shape(3, 3, 64, 48));
		for (int item = 0; item < 3; item++) {
			byte[] pixels = this.service.decode("model=tiny-mix", batch.get(item)).pixels();
			float[] values = floats.get(item).toFloats();
			for (int i = 0; i < values.length; i++) {
				double level = Math.rint(Math.clamp(values[i] / 2.0 + 0.5, 0.0, 1.0) * 255.0);
				int pixel = Byte.toUnsignedInt(pixels[3 * (i % (64 * 48)) + i / (64 * 48)]);
				assertThat(level - pixel).isBetween(-1.0, 1.0);
			}
		}
	}

	@Test
	void floatsAreNotClampedAndAreCroppedToTheImage() {
		Tensor loud = Latents.golden("tiny-mix").times(40);
		Tensor whole = Npy.parse(decode("&return=float", Wire.NPY, loud).ok().body());
		float[] values = whole.toFloats();
		assertThat(IntStream.range(0, values.length).anyMatch((i) -> Math.abs(values[i]) > 1.5)).isTrue();
		Answer raw = decode("&return=float&width=45&height=62", Wire.NPY, loud, "Accept", "application/octet-stream")
			.ok();
		assertThat(raw.header("X-Tensor-Shape")).isEqualTo("1,3,62,45");
		assertThat(raw.header("X-Tensor-Dtype")).isEqualTo("float32");
		float[] cropped = new Tensor(DType.F32, new Shape(3, 62, 45), MemorySegment.ofArray(raw.body())).toFloats();
		assertThat(cropped[2 * 62 * 45 + 61 * 45 + 44]).isEqualTo(values[2 * 64 * 48 + 61 * 48 + 44]);
	}

	@Test
	void oneLatentIsAnImageUnlessAZipIsAskedFor() {
		Tensor one = Latents.golden("tiny-mix");
		assertThat(decode("", Wire.NPY, one).ok().header("Content-Type")).isEqualTo("image/png");
		assertThat(decode("", Wire.NPY, one, "Accept", ZIP).ok().unzipped()).containsOnlyKeys("000.png");
		assertThat(decode("&format=zip", Wire.NPY, one, "Accept", "text/html").ok().unzipped())
			.containsOnlyKeys("000.png");
		assertThat(decode("&format=zip", Wire.NPY, latents()).ok().unzipped()).containsOnlyKeys("000.png", "001.png",
				"002.png");
		assertThat(decode("&format=zip&return=float", Wire.NPY, one).refusal(400, "bad-parameter")).contains("npy");
		assertThat(decode("&format=gif", Wire.NPY, one).refusal(400, "bad-parameter")).contains("raw, zip");
	}

	@Test
	void manyAreNotOneImage() {
		assertThat(decode("", Wire.NPY, latents(), "Accept", "image/png").refusal(406, "not-acceptable")).contains(ZIP);
		assertThat(decode("&return=float&format=png", Wire.NPY, latents()).refusal(400, "bad-parameter"))
			.contains("npy", "raw");
		assertThat(decode("&return=half", Wire.NPY, latents()).refusal(400, "bad-parameter")).contains("image, float");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "&return=float", "&format=raw" })
	void oneBadLatentFailsTheRequestAndIsNamed(String query) {
		float[] values = latents().toFloats();
		values[values.length - 1] = Float.NaN;
		Tensor batch = Tensor.of(latents().shape(), values);
		assertThat(decode(query, Wire.NPY, batch).refusal(422, "non-finite-latent")).contains("item 2");
	}

	@Test
	void aBatchHasItsBounds() {
		assertThat(decode("", Wire.NPY, Latents.filled(0, 257, 8, 1, 1)).refusal(400, "bad-tensor")).contains("257",
				"256");
		assertThat(decode("", Wire.RAW, Latents.filled(0, 0, 8, 1, 1)).status()).isEqualTo(400);
		assertThat(decode("", Wire.NPY, Latents.filled(0, 3, 2, 9, 1, 1)).refusal(422, "unfit-latent")).isNotBlank();
	}

	@ParameterizedTest
	@EnumSource(Wire.class)
	void pixelsOfManyImagesAreOneLatent(Wire wire) {
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", NPY, Npy.toBytes(pixels()), "Accept",
				wire.contentType());
		assertThat(answer.ok().header("X-Image-Size")).isEqualTo("40x24");
		Tensor latents = wire.read(answer);
		assertThat(latents.shape()).isEqualTo(new Shape(2, 8, 3, 5));
		for (int i = 0; i < 2; i++) {
			assertThat(Latents.maxDifference(latents.get(i),
					this.service.encode("model=tiny-mix", this.images.get(i)).get(0)))
				.isLessThan(3e-5f);
		}
	}

	@Test
	void rawPixelsOfManyImagesAreTakenToo() {
		Answer raw = this.service.post("/v1/encode?model=tiny-mix&shape=2,24,40,3", "application/octet-stream",
				pixels().toBytes());
		assertThat(Wire.JSON.read(raw.ok()).shape()).isEqualTo(new Shape(2, 8, 3, 5));
		assertThat(this.service
			.post("/v1/encode?model=tiny-mix&shape=257,1,1,3", "application/octet-stream", new byte[257 * 3])
			.refusal(400, "bad-tensor")).contains("257");
		assertThat(this.service.post("/v1/reconstruct?model=tiny-mix", NPY, Npy.toBytes(pixels()))
			.refusal(400, "bad-tensor")).contains("[H, W, 3]");
	}

	@Test
	void everyItemOfABatchIsSampledFromTheSameSeed() {
		Tensor same = Tensor.stack(List.of(pixels().get(0), pixels().get(0)));
		Tensor latents = Wire.JSON
			.read(this.service.post("/v1/encode?model=tiny-kl&sample=true&seed=3", NPY, Npy.toBytes(same)).ok());
		assertThat(Arrays.equals(latents.get(0).toBytes(), latents.get(1).toBytes())).isTrue();
	}

	/**
	 * The times are the best of a few, in turns: on an idle machine of two cores together
	 * takes a third of the time.
	 */
	@Test
	void sixteenInOneRequestAreSixteenAloneAndNotSlower() {
		Tensor golden = Latents.golden("tiny-mix").get(0);
		Tensor batch = Tensor.stack(IntStream.range(0, 16).mapToObj((i) -> golden.times(1 - i / 8.0)).toList());
		List<byte[]> alone = List.of();
		byte[] together = {};
		long fastestAlone = Long.MAX_VALUE;
		long fastestTogether = Long.MAX_VALUE;
		for (int round = 0; round < 4; round++) {
			long start = System.nanoTime();
			alone = IntStream.range(0, 16)
				.mapToObj((i) -> decode("&format=raw", Wire.RAW, batch.get(i)).ok().body())
				.toList();
			long half = System.nanoTime();
			together = decode("&format=raw", Wire.RAW, batch).ok().body();
			fastestAlone = Math.min(fastestAlone, half - start);
			fastestTogether = Math.min(fastestTogether, System.nanoTime() - half);
		}
		int each = together.length / 16;
		for (int i = 0; i < 16; i++) {
			byte[] one = alone.get(i);
			byte[] same = Arrays.copyOfRange(together, i * each, (i + 1) * each);
			assertThat(TestImages.maxDifference(new RgbImage(48, 64, one), new RgbImage(48, 64, same))).as("item %d", i)
				.isLessThanOrEqualTo(1);
		}
		System.out.printf("16 alone in %.1f ms, together in %.1f ms%n", fastestAlone / 1e6, fastestTogether / 1e6);
		assertThat(fastestTogether).isLessThan(fastestAlone);
	}

	private Answer decode(String query, Wire wire, Tensor batch, String... headers) {
		return this.service.post("/v1/decode?model=tiny-mix" + query + wire.query(batch), wire.contentType(),
				wire.write(batch), headers);
	}

	private static Tensor latents() {
		Tensor golden = Latents.golden("tiny-mix").get(0);
		return Tensor.stack(List.of(golden, golden.times(0.5), golden.times(-1)));
	}

	private Tensor pixels() {
		return Tensor.stack(this.images.stream()
			.map((image) -> Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels()))
			.toList());
	}

}
