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
package dev.dcae.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configs of every published DC-AE, of the KL autoencoders of Stable Diffusion and
 * FLUX, and of the families after them, against tables of their state dicts made with
 * diffusers. The published scaling factor of dc-ae-f32c128-1.5 is not known: its config
 * here says null.
 */
class PublishedModelsTests {

	private static final Path FOLDER = Path.of("src/test/resources/checkpoints");

	@ParameterizedTest
	@ValueSource(strings = { "dc-ae-f128c512-in-1.0", "dc-ae-f128c512-mix-1.0", "dc-ae-f32c128-1.5",
			"dc-ae-f32c32-in-1.0", "dc-ae-f32c32-mix-1.0", "dc-ae-f32c32-sana-1.0", "dc-ae-f64c128-1.5",
			"dc-ae-f64c128-in-1.0", "dc-ae-f64c128-mix-1.0", "dc-ae-lite-f32c32-sana-1.1", "sd-vae-f8c4",
			"sd3-flux-f8c16", "flux2-f8c32", "flux2-small-decoder-f8c32", "taesd-f8c4", "taef1-taesd3-f8c16",
			"hunyuanimage-2.1-f32c64", "qwenimage-f8c16", "wan2.1-f8c16" })
	void tensorsHaveThePublishedNamesAndShapes(String model) throws IOException {
		List<String> table = new ArrayList<>();
		config(model).weights().forEach((name, shape) -> table.add(name + "\t" + shape));
		List<String> published = Files.readAllLines(FOLDER.resolve(model + ".tsv"))
			.stream()
			.map((line) -> line.substring(0, line.lastIndexOf('\t')))
			.toList();
		assertThat(table).containsExactlyInAnyOrderElementsOf(published);
	}

	@ParameterizedTest
	@ValueSource(strings = { "dc-ae-f128c512-in-1.0", "dc-ae-f32c32-sana-1.0" })
	void onlyTheCountersOfBatchNormsAreIntegers(String model) throws IOException {
		for (String line : Files.readAllLines(FOLDER.resolve(model + ".tsv"))) {
			assertThat(line.endsWith("int64")).isEqualTo(line.contains(".num_batches_tracked\t"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "dc-ae-f32c32-sana-1.0, 375, 1249001100", "dc-ae-f32c32-in-1.0, 362, 1293477160",
			"dc-ae-f64c128-mix-1.0, 418, 2707635880", "dc-ae-f128c512-in-1.0, 474, 4482780328",
			"dc-ae-lite-f32c32-sana-1.1, 293, 1684724912", "dc-ae-f32c128-1.5, 296, 2094438960",
			"dc-ae-f64c128-1.5, 340, 2858966576", "sd-vae-f8c4, 248, 334615452", "sd3-flux-f8c16, 244, 335278732",
			"flux2-f8c32, 251, 336185492", "flux2-small-decoder-f8c32, 251, 249493396",
			"hunyuanimage-2.1-f32c64, 324, 1622301964", "qwenimage-f8c16, 194, 507570124",
			"wan2.1-f8c16, 194, 507570124" })
	void tensorsHaveThePublishedNumberAndBytes(String model, int tensors, long bytes) throws IOException {
		var weights = config(model).weights();
		assertThat(weights).hasSize(tensors);
		long sum = 0;
		for (var weight : weights.entrySet()) {
			sum += weight.getValue().elements() * (weight.getKey().endsWith(".num_batches_tracked") ? 8 : 4);
		}
		assertThat(sum).isEqualTo(bytes);
	}

	@ParameterizedTest
	@CsvSource({ "dc-ae-f32c32-sana-1.0, 128, 256", "dc-ae-lite-f32c32-sana-1.1, 128, 64",
			"dc-ae-f32c32-in-1.0, 64, 64", "dc-ae-f32c32-mix-1.0, 64, 64", "dc-ae-f64c128-in-1.0, 64, 64",
			"dc-ae-f64c128-mix-1.0, 64, 64", "dc-ae-f128c512-in-1.0, 64, 64", "dc-ae-f128c512-mix-1.0, 64, 64",
			"dc-ae-f32c128-1.5, 64, 64", "dc-ae-f64c128-1.5, 64, 64", "sd-vae-f8c4, 162, 256",
			"sd3-flux-f8c16, 162, 256", "flux2-f8c32, 162, 256", "flux2-small-decoder-f8c32, 162, 192",
			"taesd-f8c4, 64, 64", "hunyuanimage-2.1-f32c64, 128, 128", "qwenimage-f8c16, 122, 96",
			"wan2.1-f8c16, 122, 96" })
	void theLargestActivationIsThePublishedOne(String model, int encoder, int decoder) throws IOException {
		AutoencoderConfig config = config(model);
		assertThat(config.peakElementsPerPixel(Operation.ENCODE)).isEqualTo(encoder);
		assertThat(config.peakElementsPerPixel(Operation.ENCODE_MOMENTS)).isEqualTo(encoder);
		assertThat(config.peakElementsPerPixel(Operation.ENCODE_IMAGE_MOMENTS)).isEqualTo(encoder);
		assertThat(config.peakElementsPerPixel(Operation.ENCODE_IMAGE)).isEqualTo(encoder);
		assertThat(config.peakElementsPerPixel(Operation.DECODE)).isEqualTo(decoder);
		assertThat(config.peakElementsPerPixel(Operation.DECODE_IMAGE)).isEqualTo(decoder);
	}

	@ParameterizedTest
	@CsvSource({ "dc-ae-f32c32-sana-1.0, 32, 32, 96, 0.41407", "dc-ae-lite-f32c32-sana-1.1, 32, 32, 96, 0.41407",
			"dc-ae-f32c32-in-1.0, 32, 32, 96, 0.3189", "dc-ae-f32c32-mix-1.0, 32, 32, 96, 0.4552",
			"dc-ae-f64c128-in-1.0, 64, 128, 96, 0.2889", "dc-ae-f64c128-mix-1.0, 64, 128, 96, 0.4538",
			"dc-ae-f128c512-in-1.0, 128, 512, 96, 0.4883", "dc-ae-f128c512-mix-1.0, 128, 512, 96, 0.3620",
			"dc-ae-f32c128-1.5, 32, 128, 24, NaN", "dc-ae-f64c128-1.5, 64, 128, 96, 0.5935",
			"sd-vae-f8c4, 8, 4, 48, 0.18215", "hunyuanimage-2.1-f32c64, 32, 64, 48, 0.75289",
			"qwenimage-f8c16, 8, 16, 12, 1.0", "wan2.1-f8c16, 8, 16, 12, 1.0", "sd3-flux-f8c16, 8, 16, 12, 0.3611" })
	void ratioChannelsAndScalingArePublished(String model, int ratio, int channels, double compression, double scaling)
			throws IOException {
		AutoencoderConfig config = config(model);
		assertThat(config.ratio()).isEqualTo(ratio);
		assertThat(config.latentChannels()).isEqualTo(channels);
		assertThat(config.compression()).isEqualTo(compression);
		assertThat(config.valuesPerPixel()).isEqualTo(3 / compression);
		assertThat(config.scaling().factor()).isEqualTo(Double.valueOf(scaling));
		assertThat(config.latentShape(512, 1024)).isEqualTo(new Shape(channels, 512 / ratio, 1024 / ratio));
	}

	@Test
	void anItemsPixelsAreTheImagesWhicheverWayItGoes() throws IOException {
		AutoencoderConfig config = config("dc-ae-f32c32-sana-1.0");
		assertThat(config.pixels(Operation.ENCODE, new Shape(3, 512, 256))).isEqualTo(512 * 256);
		assertThat(config.pixels(Operation.ENCODE_MOMENTS, new Shape(3, 512, 256))).isEqualTo(512 * 256);
		assertThat(config.pixels(Operation.ENCODE_IMAGE_MOMENTS, new Shape(512, 256, 3))).isEqualTo(512 * 256);
		assertThat(config.pixels(Operation.ENCODE_IMAGE, new Shape(512, 256, 3))).isEqualTo(512 * 256);
		assertThat(config.pixels(Operation.DECODE, new Shape(32, 16, 8))).isEqualTo(512 * 256);
		assertThat(config.pixels(Operation.DECODE_IMAGE, new Shape(32, 16, 8))).isEqualTo(512 * 256);
	}

	@Test
	void sanaAndLiteShareAnEncoderAndOthersDoNot() throws IOException {
		String sana = config("dc-ae-f32c32-sana-1.0").encoderSignature();
		assertThat(config("dc-ae-lite-f32c32-sana-1.1").encoderSignature()).isEqualTo(sana);
		assertThat(config("dc-ae-f32c32-in-1.0").encoderSignature()).isNotEqualTo(sana);
	}

	private static AutoencoderConfig config(String model) throws IOException {
		return ConfigReader.read(Files.readAllBytes(FOLDER.resolve(model + ".config.json")));
	}

}
