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
package dev.dcae.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.checkpoint.hub.EnvironmentsHub;
import dev.dcae.engine.TorchEngine;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.ops.ModelArchives;
import dev.dcae.ops.ModelSpec;
import dev.dcae.ops.PreparedModel;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.DistanceArchive;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The command as a user runs it, on models small enough for a test: ratio 4, 4 channels.
 */
class EvaluateCommandTests {

	@TempDir
	static Path models;

	@TempDir
	Path temp;

	private Path images = Path.of("");

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	@BeforeAll
	static void writeModels() throws IOException {
		RandomCheckpoint.write(models.resolve("plain"), ConfigJson.tiny(), 1);
		RandomCheckpoint.write(models.resolve("structured"),
				ConfigJson.tiny().with("encoder_out_shortcut", "false").with("decoder_in_shortcut", "false"), 2);
	}

	@BeforeEach
	void writeImages() throws IOException {
		this.images = Files.createDirectory(this.temp.resolve("images"));
		RgbImage coffee = Formats.decode(Files.readAllBytes(Path.of("src/test/resources/photos/coffee.png")));
		write("b.png", coffee.crop(200, 100, 67, 50));
		write("a.png", coffee.crop(0, 0, 48, 64));
	}

	@Test
	void everyModelAndYardstickHasARowForEveryImageAndOneForTheMean() {
		assertThat(evaluate("--models", source("plain"), "--pca-images", "src/test/resources/photos")).as(this::errors)
			.isZero();
		assertThat(this.out.toString()).contains("plain: f4c4, fp32", "a.png, 48 x 64", "b.png, 64 x 48",
				"Mean of 2 images");
		for (String codec : List.of("  plain  ", "  bicubic f4c4  ", "  JPEG f4c4  ", "  WebP f4c4  ",
				"  block-PCA f4c4  ")) {
			assertThat(this.out.toString().lines().filter((line) -> line.startsWith(codec))).hasSize(3);
		}
		assertThat(this.out.toString()).doesNotContain("LPIPS");
		assertThat(this.err.toString()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-flux2", "tiny-hunyuanimage", "tiny-kl", "tiny-qwenimage", "tiny-taesd" })
	void everyFamilyIsMeasured(String family) {
		assertThat(evaluate("--models", "src/test/resources/fixtures/" + family)).as(this::errors).isZero();
		assertThat(this.out.toString().lines().filter((line) -> line.startsWith("  " + family + "  "))).hasSize(3);
	}

	@Test
	void theNumbersAreThoseOfTheServedModel() throws IOException {
		Path json = this.temp.resolve("numbers.json");
		assertThat(evaluate("--models", source("plain"), "--json", json)).as(this::errors).isZero();
		JsonNode root = JsonMapper.shared().readTree(Files.readString(json));
		RgbImage image = Formats.decode(Files.readAllBytes(this.images.resolve("b.png"))).centerCrop(64, 48);
		RgbImage expected = reconstruct("plain", image, 4);
		JsonNode entry = root.path("images").path(1);
		assertThat(entry.path("name").asString()).isEqualTo("b.png");
		assertThat(entry.path("width").asInt()).isEqualTo(64);
		assertThat(entry.path("height").asInt()).isEqualTo(48);
		JsonNode result = entry.path("results").path(0);
		assertThat(result.path("codec").asString()).isEqualTo("plain");
		assertThat(result.path("mse").asDouble()).isEqualTo(ImageMetrics.mse(image, expected), within(1e-9));
		assertThat(result.path("psnr").asDouble()).isEqualTo(ImageMetrics.psnr(image, expected), within(1e-9));
		assertThat(result.path("ssim").asDouble()).isEqualTo(ImageMetrics.ssim(image, expected), within(1e-9));
		assertThat(result.path("valuesPerPixel").asDouble()).isEqualTo(4 / 16.0);
		assertThat(result.path("bitsPerPixel").asDouble()).isEqualTo(4);
		assertThat(result.path("encodeSeconds").asDouble()).isPositive();
		assertThat(result.path("decodeSeconds").asDouble()).isPositive();
		assertThat(result.has("lpips")).isFalse();
		double mean = (result.path("psnr").asDouble() + root.at("/images/0/results/0/psnr").asDouble()) / 2;
		assertThat(root.at("/means/0/psnr").asDouble()).isEqualTo(mean, within(1e-9));
		assertThat(root.path("dtype").asString()).isEqualTo("fp32");
	}

	@Test
	void theFirstChannelsOfAStructuredLatentAreMeasuredOneByOne() throws IOException {
		Path json = this.temp.resolve("numbers.json");
		assertThat(evaluate("--models", source("structured"), "--channels", "1,3,4,64", "--json", json))
			.as(this::errors)
			.isZero();
		JsonNode results = JsonMapper.shared().readTree(Files.readString(json)).at("/images/1/results");
		assertThat(results).extracting((result) -> result.path("codec").asString())
			.containsExactly("structured c1", "structured c3", "structured", "bicubic f4c1", "bicubic f4c3",
					"bicubic f4c4", "JPEG f4c1", "JPEG f4c3", "JPEG f4c4", "WebP f4c1", "WebP f4c3", "WebP f4c4");
		RgbImage image = Formats.decode(Files.readAllBytes(this.images.resolve("b.png"))).centerCrop(64, 48);
		int at = 0;
		for (int channels : new int[] { 1, 3, 4 }) {
			JsonNode result = results.path(at++);
			assertThat(result.path("mse").asDouble())
				.isEqualTo(ImageMetrics.mse(image, reconstruct("structured", image, channels)), within(1e-9));
			assertThat(result.path("valuesPerPixel").asDouble()).isEqualTo(channels / 16.0);
		}
	}

	@Test
	void channelsAreNotForModelsWithShortcutsAtTheirEnds() {
		assertThat(evaluate("--models", source("plain"), "--channels", "1")).as(this::errors).isZero();
		assertThat(this.out.toString()).contains("--channels is not for it").doesNotContain("plain c1");
	}

	@Test
	void theSheetShowsEveryImageBesideItsReconstructions() throws IOException {
		Path sheet = this.temp.resolve("sheet.png");
		assertThat(evaluate("--models", source("plain"), "--sheet", sheet)).as(this::errors).isZero();
		RgbImage image = Formats.decode(Files.readAllBytes(sheet));
		assertThat(image.width()).isBetween(5 * 64, 5 * 64 + 100);
		assertThat(image.height()).isBetween(64 + 48, 64 + 48 + 250);
	}

	@Test
	void aPerceptualNetworkHasAColumn() throws IOException {
		Path lpips = DistanceArchive.meanAbsolute(this.temp.resolve("mae.pt"));
		assertThat(evaluate("--models", source("plain"), "--lpips", lpips)).as(this::errors).isZero();
		assertThat(this.out.toString()).contains("LPIPS");
	}

	@Test
	void modelsOfOneNameAreToldApart() {
		assertThat(evaluate("--models", source("plain") + "," + source("plain") + "/", "--dtype", "BF16"))
			.as(this::errors)
			.isZero();
		assertThat(this.out.toString()).contains("plain: f4c4, bf16", source("plain") + "/: f4c4, bf16");
	}

	@Test
	void whatIsMissingIsNamedInALine() {
		assertFails("There is no folder nowhere", "--models", source("plain"), "--images", "nowhere");
		assertFails("nowhere", "--models", models.resolve("nowhere"));
		assertFails("There is no folder pca", "--models", source("plain"), "--pca-images", "pca");
		assertFails("There is no file net.pt", "--models", source("plain"), "--lpips", "net.pt");
		assertFails("to write nowhere/sheet.png into", "--models", source("plain"), "--sheet", "nowhere/sheet.png");
		assertFails("'tpu' is no device", "--models", source("plain"), "--device", "tpu");
	}

	@Test
	void anImageThatCannotBeReadIsNamed() throws IOException {
		Files.writeString(this.images.resolve("broken.png"), "no image");
		assertFails("broken.png: The data is not", "--models", source("plain"));
	}

	@Test
	void anImageSmallerThanTheRatioIsNamed() throws IOException {
		write("tiny.png", new RgbImage(50, 3, new byte[450]));
		assertFails("tiny.png has 50 × 3 pixels; the models need at least 4 × 4", "--models", source("plain"));
	}

	@Test
	void aFileThatIsTooShortForAnImageIsLeftOut() throws IOException {
		write("long.png", new RgbImage(16_416, 16, new byte[3 * 16_416 * 16]));
		Path json = this.temp.resolve("numbers.json");
		assertThat(evaluate("--models", source("plain"), "--json", json)).as(this::errors).isZero();
		assertThat(this.out.toString())
			.contains("WebP is left out: it has at most 16383 pixels on a side, and an image has 16416");
		assertThat(JsonMapper.shared().readTree(Files.readString(json)).at("/means"))
			.extracting((result) -> result.path("codec").asString())
			.containsExactly("plain", "bicubic f4c4", "JPEG f4c4");
	}

	@Test
	void aFileThatCannotBeWrittenIsNamedBeforeTheWork() throws IOException {
		Path folder = Files.createDirectory(this.temp.resolve("results"));
		assertFails(folder + " is a folder; name a file", "--models", source("plain"), "--json", folder);
		assertFails(folder + " is a folder; name a file", "--models", source("plain"), "--sheet", folder);
		assertThat(this.out.toString()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "4,-1", "few" })
	void channelsAreNumbersFromOneOn(String channels) {
		assertThat(evaluate("--models", source("plain"), "--channels", channels)).isEqualTo(2);
		assertThat(this.err.toString()).contains("--channels").contains("Usage: dcae evaluate");
	}

	private void assertFails(String message, Object... arguments) {
		this.err.getBuffer().setLength(0);
		assertThat(evaluate(arguments)).isEqualTo(1);
		assertThat(this.err.toString().strip()).contains(message).doesNotContain("\n", "Exception");
	}

	/**
	 * Runs the command, on the images unless told otherwise.
	 */
	private int evaluate(Object... arguments) {
		List<String> all = new ArrayList<>(List.of("evaluate", "--cache-dir", models.resolve("cache").toString()));
		Arrays.stream(arguments).map(Object::toString).forEach(all::add);
		if (!all.contains("--images")) {
			all.addAll(List.of("--images", this.images.toString()));
		}
		if (!all.contains("--device")) {
			all.addAll(List.of("--device", "cpu"));
		}
		CommandLine commands = Commands.commandLine();
		commands.setOut(new PrintWriter(this.out, true));
		commands.setErr(new PrintWriter(this.err, true));
		return commands.execute(all.toArray(String[]::new));
	}

	/**
	 * The reconstruction of an image by a replica of the service, all but the first
	 * channels zeroed.
	 */
	private static RgbImage reconstruct(String model, RgbImage image, int channels) {
		ModelArchives archives = new ModelArchives(new ArchiveCache(models.resolve("cache")), EnvironmentsHub.open(),
				new TorchEngine(2));
		PreparedModel prepared = archives
			.prepare(new ModelSpec(model, CheckpointSource.of(source(model)), Precision.FP32, List.of("cpu")));
		try (BatchRunner runner = prepared.runners().open(new Device("cpu"), ReplicaPrecision.NORMAL)) {
			Tensor pixels = Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels());
			Tensor latent = runner.run(Operation.ENCODE_IMAGE, List.of(pixels)).getFirst().output();
			for (int channel = channels; channel < 4; channel++) {
				latent.get(channel).data().fill((byte) 0);
			}
			Tensor decoded = runner.run(Operation.DECODE_IMAGE, List.of(latent)).getFirst().output();
			return new RgbImage(image.width(), image.height(), decoded.toBytes());
		}
	}

	private void write(String name, RgbImage image) throws IOException {
		Files.write(this.images.resolve(name), Formats.PNG.encode(image));
	}

	private static String source(String model) {
		return models.resolve(model).toString();
	}

	private String errors() {
		return this.out + "\n" + this.err;
	}

}
