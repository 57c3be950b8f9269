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
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

import dev.dcae.engine.Fixture;
import dev.dcae.engine.TorchRunner;
import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Folders of images to folders of latents. The model has 8 channels and a ratio of 8.
 */
class EncodeFolderTests {

	private static final String MODEL = "src/test/resources/fixtures/tiny-mix";

	@TempDir
	Path temp;

	private Path images;

	private Path out;

	private String said = "";

	@BeforeEach
	void folders() throws IOException {
		this.images = Files.createDirectories(this.temp.resolve("images"));
		this.out = this.temp.resolve("latents");
	}

	@Test
	void everyImageHasItsLatentUnderItsPath() throws IOException {
		image("a.png", 16, 16, 1);
		image("deep/er/b.jpg", 24, 16, 2);
		image("deep/C.WEBP", 16, 16, 3);
		Files.writeString(this.images.resolve("notes.txt"), "no image");
		assertThat(run("--dtype", "float32")).isZero();
		LatentFolderReader made = LatentFolderReader.of(this.out);
		assertThat(made.latents()).containsOnlyKeys("a.png", "deep/er/b.jpg", "deep/C.WEBP");
		try (TorchRunner runner = Fixture.of("tiny-mix").load(this.temp.resolve("cache"), Precision.FP32)) {
			assertIsTheLatentOf(runner, image(16, 16, 1), made.latent("a.png"), 1e-4f);
		}
		assertThat(this.said).contains("3 images encoded", "0 failed");
	}

	@Test
	void latentsAreGroupedByShapeIntoShardsOfTheSizeThatIsAskedFor() throws IOException {
		for (int i = 0; i < 5; i++) {
			image("square%d.png".formatted(i), 16, 16, i);
		}
		image("wide.png", 24, 16, 9);
		assertThat(run("--shard-size", "2")).isZero();
		assertThat(LatentFolderReader.shardFiles(this.out)).containsExactlyInAnyOrder("8x2x2/000000.safetensors",
				"8x2x2/000001.safetensors", "8x2x2/000002.safetensors", "8x2x3/000000.safetensors");
		assertThat(LatentFolderReader.of(this.out).latents()).hasSize(6)
			.allSatisfy((name, latent) -> assertThat(latent.dtype()).isEqualTo(DType.F16));
	}

	@Test
	void aLineOfTheManifestSaysWhatWasEncodedAndWhereItIs() throws IOException {
		Path file = image("a.png", 19, 18, 1);
		Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_123L));
		assertThat(run("--fit", "pad")).isZero();
		assertThat(LatentFolderReader.of(this.out).lines()).singleElement().satisfies((line) -> {
			assertThat(line.path("bytes").asLong()).isEqualTo(Files.size(file));
			assertThat(line.path("modified").asLong()).isEqualTo(1_700_000_000_123L);
			assertThat(line.path("width").asInt()).isEqualTo(19);
			assertThat(line.path("height").asInt()).isEqualTo(18);
			assertThat(line.path("shape").toString()).isEqualTo("[8,3,3]");
			assertThat(line.path("shard").asString()).isEqualTo("8x3x3/000000.safetensors");
		});
	}

	@Test
	void aShardSaysWhoMadeIt() throws IOException {
		image("a.png", 16, 16, 1);
		assertThat(run("--scaled")).isZero();
		Safetensors shard = Safetensors.map(this.out.resolve("8x2x2/000000.safetensors"), Arena.ofAuto());
		assertThat(shard.metadata()).containsEntry("model", "tiny-mix").containsEntry("scaled", "true");
		assertThat(shard.metadata().get("encoder")).matches("[0-9a-f]{64}");
	}

	@Test
	void scaledLatentsAreThoseTimesTheFactor() throws IOException {
		image("a.png", 16, 16, 1);
		assertThat(run("--dtype", "float32")).isZero();
		Tensor plain = LatentFolderReader.of(this.out).latent("a.png");
		this.out = this.temp.resolve("scaled");
		assertThat(run("--dtype", "float32", "--scaled")).isZero();
		Tensor scaled = LatentFolderReader.of(this.out).latent("a.png");
		assertThat(scaled.toFloats()).containsExactly(plain.times(factor()).toFloats());
	}

	@Test
	void imagesAreResizedAndCutToASquareFirst() throws IOException {
		image("wide.png", 100, 50, 1);
		image("high.png", 33, 80, 2);
		image("small.png", 10, 12, 3);
		assertThat(run("--resize", "24", "--crop", "24", "--dtype", "float32")).isZero();
		LatentFolderReader made = LatentFolderReader.of(this.out);
		assertThat(made.latents().values()).allMatch((latent) -> latent.shape().equals(new Shape(8, 3, 3)));
		try (TorchRunner runner = Fixture.of("tiny-mix").load(this.temp.resolve("cache"), Precision.FP32)) {
			RgbImage expected = image(100, 50, 1).resize(48, 24).centerCrop(24, 24);
			assertIsTheLatentOf(runner, expected, made.latent("wide.png"), 1e-4f);
		}
	}

	@Test
	void anotherRunDoesNothingTwiceAndWhatIsNew() throws IOException {
		image("a.png", 16, 16, 1);
		image("b.png", 16, 16, 2);
		assertThat(run()).isZero();
		byte[] before = Files.readAllBytes(this.out.resolve("8x2x2/000000.safetensors"));
		assertThat(run()).isZero();
		assertThat(this.said).contains("0 images encoded, 2 before");
		image("aa.png", 16, 16, 3);
		assertThat(run()).isZero();
		assertThat(this.said).contains("1 images encoded, 2 before");
		assertThat(Files.readAllBytes(this.out.resolve("8x2x2/000000.safetensors"))).isEqualTo(before);
		assertThat(LatentFolderReader.of(this.out).latents()).containsOnlyKeys("a.png", "b.png", "aa.png");
	}

	@Test
	void badFilesAreRecordedAndSkipped() throws IOException {
		image("good.png", 16, 16, 1);
		image("tiny.png", 4, 30, 2);
		Files.writeString(this.images.resolve("text.png"), "no image");
		Files.write(this.images.resolve("empty.jpg"), new byte[0]);
		byte[] whole = Formats.PNG.encode(image(32, 32, 3));
		Files.write(this.images.resolve("torn.png"), Arrays.copyOf(whole, whole.length / 2));
		assertThat(run()).isEqualTo(3);
		assertThat(LatentFolderReader.of(this.out).latents()).containsOnlyKeys("good.png");
		assertThat(Files.readAllLines(this.out.resolve("failed.jsonl"))).hasSize(4)
			.anyMatch((line) -> line.contains("\"tiny.png\"") && line.contains("cropped"))
			.anyMatch((line) -> line.contains("\"text.png\"") && line.contains("not a PNG"))
			.anyMatch((line) -> line.contains("\"empty.jpg\""))
			.anyMatch((line) -> line.contains("\"torn.png\""));
		assertThat(this.said).contains("1 images encoded", "4 failed", "failed.jsonl");
	}

	@Test
	void everythingThatIsNotEncodedIsTold() throws IOException {
		image("good.png", 16, 16, 1);
		Files.createSymbolicLink(this.images.resolve("gone.jpg"), this.temp.resolve("nowhere"));
		for (String name : new String[] { "notes.txt", "more.TXT", "film.mp4", "._good.png" }) {
			Files.writeString(this.images.resolve(name), "no image");
		}
		assertThat(run()).isEqualTo(3);
		assertThat(LatentFolderReader.of(this.out).latents()).containsOnlyKeys("good.png");
		assertThat(Files.readAllLines(this.out.resolve("failed.jsonl"))).singleElement()
			.asString()
			.contains("\"gone.jpg\"", "a link to nothing");
		assertThat(this.said).contains("1 images encoded", "1 failed")
			.contains("Left out, since their names are not those of images: 1 ._*, 1 .mp4, 2 .txt");
	}

	/**
	 * Latin-1, as old archives have it.
	 */
	@Test
	void aNameThatIsNoTextFailsAndTheOthersAreEncoded() throws IOException, InterruptedException {
		Path good = image("good.png", 16, 16, 1);
		assertThat(
				new ProcessBuilder("sh", "-c", "cp \"$1\" \"${1%/*}/$(printf 'na\\357ve.png')\"", "sh", good.toString())
					.start()
					.waitFor())
			.isZero();
		assertThat(run()).isEqualTo(3);
		assertThat(LatentFolderReader.of(this.out).latents()).containsOnlyKeys("good.png");
		assertThat(this.out.resolve("failed.jsonl")).content().contains("ve.png", "give it another");
	}

	@Test
	void formatsOfCollectionsAreTaken() throws IOException {
		for (String name : new String[] { "indexed.gif", "rgb.bmp", "lzw.tif" }) {
			Files.write(this.images.resolve(name), Fixtures.file(name));
		}
		for (String name : new String[] { "a.jfif", "b.JPE", "c.mpo" }) {
			Files.write(this.images.resolve(name), Fixtures.file("420.jpg"));
		}
		assertThat(run()).isZero();
		assertThat(LatentFolderReader.of(this.out).latents()).containsOnlyKeys("indexed.gif", "rgb.bmp", "lzw.tif",
				"a.jfif", "b.JPE", "c.mpo");
	}

	@Test
	void limitsHoldForThemToo() throws IOException {
		for (String name : new String[] { "indexed.gif", "rgb.bmp", "lzw.tif" }) {
			Files.write(this.images.resolve(name), Fixtures.file(name));
		}
		assertThat(run("--max-pixels", "850")).isEqualTo(3);
		assertThat(Files.readAllLines(this.out.resolve("failed.jsonl"))).hasSize(3)
			.allMatch((line) -> line.contains("at most 850 pixels"));
	}

	@Test
	void aDamagedEndIsNotedInTheManifest() throws IOException {
		for (String name : new String[] { "no-eoi.jpg", "no-iend.png", "420.jpg" }) {
			Files.write(this.images.resolve(name), Fixtures.file(name));
		}
		assertThat(run()).isZero();
		assertThat(LatentFolderReader.of(this.out).lines()).hasSize(3).allSatisfy((line) -> {
			String note = line.path("note").asString("");
			switch (line.path("file").asString()) {
				case "no-eoi.jpg" -> assertThat(note).startsWith("The end of the JPEG file is missing or damaged");
				case "no-iend.png" -> assertThat(note).startsWith("The end of the PNG file is missing or damaged");
				default -> assertThat(line.has("note")).isFalse();
			}
		});
		assertThat(run()).isZero();
		assertThat(this.said).contains("0 images encoded, 3 before");
	}

	@Test
	void whatFailedIsTriedAgain() throws IOException {
		Path file = this.images.resolve("a.png");
		Files.writeString(file, "not yet an image");
		assertThat(run()).isEqualTo(3);
		image("a.png", 16, 16, 1);
		assertThat(run()).isZero();
		assertThat(LatentFolderReader.of(this.out).latents()).containsOnlyKeys("a.png");
		assertThat(this.out.resolve("failed.jsonl")).isEmptyFile();
	}

	@Test
	void anImageThatChangedIsToldAndKeepsItsOldLatent() throws IOException {
		image("a.png", 16, 16, 1);
		assertThat(run()).isZero();
		image("a.png", 24, 24, 2);
		assertThat(run()).isEqualTo(3);
		assertThat(LatentFolderReader.of(this.out).latent("a.png").shape()).isEqualTo(new Shape(8, 2, 2));
		assertThat(this.out.resolve("failed.jsonl")).content().contains("a.png", "changed since");
	}

	@Test
	void otherSettingsAreRefusedByName() throws IOException {
		image("a.png", 16, 16, 1);
		assertThat(run()).isZero();
		assertThat(run("--dtype", "float32")).isEqualTo(1);
		assertThat(this.said).contains("dtype float16, not float32");
		assertThat(run("--scaled")).isEqualTo(1);
		assertThat(this.said).contains("scaled false, not true");
		assertThat(run("--crop", "16")).isEqualTo(1);
		assertThat(run("--model", "src/test/resources/fixtures/tiny-sana")).isEqualTo(1);
		assertThat(this.said).contains("encoder");
		assertThat(run("--shard-size", "7")).isZero();
	}

	/**
	 * A run that was begun before the names of types changed, or before the machine's
	 * choice did, says fp32 in its settings.
	 */
	@Test
	void aRunGoesOnInThePrecisionThatItBeganIn() throws IOException {
		image("a.png", 16, 16, 1);
		assertThat(run("--precision", "bfloat16")).isZero();
		assertThat(settings()).containsEntry("precision", "bf16");
		image("b.png", 16, 16, 2);
		assertThat(run()).isZero();
		assertThat(run("--precision", "BF16")).isZero();
		assertThat(run("--precision", "float32")).isEqualTo(1);
		assertThat(this.said).contains("precision bf16, not fp32");
		assertThat(LatentFolderReader.of(this.out).latents()).containsOnlyKeys("a.png", "b.png");
	}

	/**
	 * The type of the tests' environment, which is float32.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "auto", "float32", "fp32" })
	void withoutAnEarlierRunThePrecisionIsWhatTheServiceWouldChoose(String precision) throws IOException {
		image("a.png", 16, 16, 1);
		assertThat(run()).isZero();
		assertThat(settings()).containsEntry("precision", "fp32");
		assertThat(run("--precision", precision)).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "bfloat16", "bf16", "BF16" })
	void latentsHaveATypeByAnyOfItsNames(String dtype) throws IOException {
		image("a.png", 16, 16, 1);
		assertThat(run("--dtype", dtype)).isZero();
		assertThat(LatentFolderReader.of(this.out).latent("a.png").dtype()).isEqualTo(DType.BF16);
		assertThat(settings()).containsEntry("dtype", "bfloat16");
	}

	@Test
	void aVariantOfTheWeightsIsChosen() throws IOException {
		Path model = Files.createDirectories(this.temp.resolve("model"));
		Files.copy(Path.of(MODEL, "config.json"), model.resolve("config.json"));
		for (String variant : List.of("bf16", "fp16")) {
			Files.copy(Path.of(MODEL, "diffusion_pytorch_model.safetensors"),
					model.resolve("diffusion_pytorch_model.%s.safetensors".formatted(variant)));
		}
		image("a.png", 16, 16, 1);
		assertThat(run("--model", model.toString())).isEqualTo(1);
		assertThat(this.said).contains("variants bf16, fp16 and none without; set variant");
		assertThat(run("--model", model.toString(), "--variant", "fp16")).isZero();
	}

	/**
	 * Told at once, not for each image.
	 */
	@Test
	void latentsOfAModelThatKnowsNoScalingAreNotScaled() throws IOException {
		Path model = Files.createDirectories(this.temp.resolve("model"));
		String config = Files.readString(Path.of(MODEL, "config.json"));
		Files.writeString(model.resolve("config.json"),
				config.replaceAll("\"scaling_factor\": *[0-9.]+", "\"scaling_factor\": null"));
		Files.copy(Path.of(MODEL, "diffusion_pytorch_model.safetensors"),
				model.resolve("diffusion_pytorch_model.safetensors"));
		image("a.png", 16, 16, 1);
		assertThat(run("--model", model.toString(), "--scaled")).isEqualTo(1);
		assertThat(this.said).contains("model does not say how its latents are scaled", "scaling_factor is null");
		assertThat(this.out).doesNotExist();
		assertThat(run("--model", model.toString())).isZero();
	}

	@Test
	void aFolderWithOtherFilesIsLeftAlone() throws IOException {
		image("a.png", 16, 16, 1);
		Files.createDirectories(this.out);
		Files.writeString(this.out.resolve("thesis.txt"), "all I have");
		assertThat(run()).isEqualTo(1);
		assertThat(this.said).contains("not from here");
		assertThat(this.out).isDirectoryNotContaining((file) -> !file.endsWith("thesis.txt"));
	}

	@Test
	void latentsMayLieBelowTheImages() throws IOException {
		image("a.png", 16, 16, 1);
		this.out = this.images.resolve("latents");
		assertThat(run()).isZero();
		Files.write(this.out.resolve("looks-like-an-image.png"), new byte[0]);
		assertThat(run()).isZero();
		assertThat(this.said).contains("0 images encoded, 1 before");
	}

	@Test
	void linksAreFollowedAndTheirLoopsTold() throws IOException {
		Path elsewhere = Files.createDirectories(this.temp.resolve("elsewhere"));
		Files.write(elsewhere.resolve("a.png"), Formats.PNG.encode(image(16, 16, 1)));
		Files.createSymbolicLink(this.images.resolve("linked"), elsewhere);
		Files.createSymbolicLink(this.images.resolve("loop"), this.images);
		assertThat(run()).isEqualTo(3);
		assertThat(LatentFolderReader.of(this.out).latents()).containsOnlyKeys("linked/a.png");
		assertThat(this.out.resolve("failed.jsonl")).content().contains("\"loop\"");
	}

	@Test
	void aStructuredModelCanLeaveChannelsOff() throws IOException {
		image("a.png", 16, 16, 1);
		assertThat(run("--model", "src/test/resources/fixtures/tiny-1.5", "--channels", "5")).isZero();
		assertThat(LatentFolderReader.of(this.out).latent("a.png").shape()).isEqualTo(new Shape(5, 2, 2));
		this.out = this.temp.resolve("other");
		assertThat(run("--channels", "5")).isEqualTo(1);
		assertThat(this.said).contains("all 8");
	}

	@Test
	void noImagesAreNoLatents() throws IOException {
		assertThat(run()).isZero();
		assertThat(LatentFolderReader.of(this.out).latents()).isEmpty();
	}

	@Test
	void aFolderThatIsNotThereIsRefused() throws IOException {
		Files.delete(this.images);
		assertThat(run()).isEqualTo(1);
		assertThat(this.said).contains("no folder with images");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--dtype=int8", "--fit=stretch", "--crop=0", "--resize=-1", "--shard-size=0", "--batch=0",
			"--channels=0", "--max-pixels=0", "--precision=fp8", "--colour" })
	void argumentsThatMakeNoSenseAreRefusedBeforeAnythingIsDone(String argument) throws IOException {
		assertThat(run(argument)).isEqualTo(2);
		assertThat(this.said).contains(argument.replaceAll("=.*", ""));
		assertThat(this.out).doesNotExist();
	}

	private int run(String... options) {
		List<String> arguments = new ArrayList<>(List.of("encode-folder", this.images.toString(), "--out",
				this.out.toString(), "--cache-dir", "target/cli-tests", "--device", "cpu"));
		if (!List.of(options).contains("--model")) {
			arguments.addAll(List.of("--model", MODEL));
		}
		arguments.addAll(List.of(options));
		StringWriter errors = new StringWriter();
		CommandLine commands = Commands.commandLine();
		commands.setErr(new PrintWriter(errors));
		int status = commands.execute(arguments.toArray(String[]::new));
		this.said = errors.toString();
		return status;
	}

	private Path image(String name, int width, int height, int seed) throws IOException {
		Path file = this.images.resolve(name);
		Files.createDirectories(Objects.requireNonNull(file.getParent()));
		String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
		ImageFormat format = switch (ending) {
			case "jpg" -> Formats.JPEG;
			case "webp" -> Formats.WEBP;
			default -> Formats.PNG;
		};
		return Files.write(file, format.encode(image(width, height, seed)));
	}

	static RgbImage image(int width, int height, int seed) {
		byte[] pixels = new byte[3 * width * height];
		new Random(seed).nextBytes(pixels);
		return new RgbImage(width, height, pixels);
	}

	private Map<String, String> settings() throws IOException {
		return JsonMapper.shared()
			.readValue(Files.readAllBytes(this.out.resolve("settings.json")), new TypeReference<Map<String, String>>() {
			});
	}

	private static double factor() throws IOException {
		return JsonMapper.shared()
			.readTree(Files.readAllBytes(Path.of(MODEL, "config.json")))
			.path("scaling_factor")
			.asDouble();
	}

	static void assertIsTheLatentOf(TorchRunner runner, RgbImage image, Tensor latent, float tolerance) {
		Tensor pixels = Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels());
		float[] expected = runner.run(Operation.ENCODE_IMAGE, List.of(pixels)).getFirst().output().toFloats();
		float[] actual = latent.toFloats();
		assertThat(actual).hasSameSizeAs(expected);
		for (int i = 0; i < actual.length; i++) {
			assertThat(actual[i]).isCloseTo(expected[i], Offset.offset(tolerance));
		}
	}

}
