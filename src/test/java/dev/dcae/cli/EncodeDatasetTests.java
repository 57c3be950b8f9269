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
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

import dev.dcae.engine.Fixture;
import dev.dcae.engine.TorchRunner;
import dev.dcae.image.Kernel;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Data sets of images to data sets of latents. The model has 8 channels and a ratio of 8.
 */
class EncodeDatasetTests {

	private static final String MODEL = "src/test/resources/fixtures/tiny-mix";

	private static final String KL = "src/test/resources/fixtures/tiny-kl";

	@TempDir
	Path temp;

	private Path in;

	private Path out;

	private String said = "";

	private String printed = "";

	@BeforeEach
	void folders() throws IOException {
		this.in = Files.createDirectories(this.temp.resolve("in"));
		this.out = this.temp.resolve("out");
	}

	@Test
	void aTarOfSamplesBecomesTensorsByTheirKeys() throws IOException {
		tar("train-000.tar", DatasetFiles.samples(0, 3, 16));
		assertThat(run(path("train-000.tar"), "--dtype", "float32")).as(() -> this.said).isZero();
		LatentFolderReader made = LatentFolderReader.of(withoutStats());
		assertThat(made.latents()).containsOnlyKeys("000000.png", "000001.png", "000002.png");
		try (TorchRunner runner = Fixture.of("tiny-mix").load(this.temp.resolve("cache"), Precision.FP32)) {
			EncodeFolderTests.assertIsTheLatentOf(runner, EncodeFolderTests.image(16, 16, 1), made.latent("000001.png"),
					1e-4f);
		}
		assertThat(made.lines().getFirst().path("source").asString()).endsWith("train-000.tar");
		assertThat(this.said).startsWith("Encoding with %s on cpu in float32\n".formatted(MODEL))
			.contains("3 images encoded", "0 failed", "3 images have latents");
		assertThat(JsonMapper.shared().readTree(this.printed.strip()).path("encoded").asInt()).isEqualTo(3);
	}

	@Test
	void aWebDatasetBecomesOneOfLatentsTarByTar() throws IOException {
		Map<String, byte[]> first = DatasetFiles.samples(0, 3, 16);
		first.put("000002.txt", "a caption".getBytes(StandardCharsets.UTF_8));
		tar("a/shard-000000.tar", first);
		tar("a/shard-000001.tar", DatasetFiles.samples(3, 2, 24));
		assertThat(run(path("a/shard-{000000..000001}.tar"), "--format", "webdataset", "--scaled")).as(() -> this.said)
			.isZero();
		Map<String, byte[]> made = DatasetFiles.read(this.out.resolve("shard-000000.tar"));
		assertThat(List.copyOf(made.keySet())).containsExactly("000000.npy", "000000.cls", "000000.json", "000001.npy",
				"000001.cls", "000001.json", "000002.npy", "000002.cls", "000002.json", "000002.txt");
		assertThat(made.get("000001.json")).isEqualTo(first.get("000001.json"));
		assertThat(made.get("000002.txt")).isEqualTo(first.get("000002.txt"));
		Tensor latent = Npy.parse(Objects.requireNonNull(made.get("000001.npy")));
		assertThat(latent.dtype()).isEqualTo(DType.F16);
		assertThat(latent.shape()).isEqualTo(new Shape(8, 2, 2));
		JsonNode wids = JsonMapper.shared().readTree(this.out.resolve("wids-meta.json"));
		assertThat(wids.path("wids_version").asInt()).isEqualTo(1);
		assertThat(wids.path("shardlist").values().stream().map((shard) -> shard.path("url").asString()))
			.containsExactly("shard-000000.tar", "shard-000001.tar");
		assertThat(wids.path("shardlist").get(1).path("nsamples").asInt()).isEqualTo(2);
		assertThat(wids.path("shardlist").get(1).path("filesize").asLong())
			.isEqualTo(Files.size(this.out.resolve("shard-000001.tar")));
		assertThat(wids.path("dcae").path("scaled").asString()).isEqualTo("true");
		assertThat(wids.path("dcae").path("scaling_factor").asString()).isNotEmpty();
		assertThat(DatasetFiles.lines(this.out.resolve("manifest.jsonl"))).hasSize(5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-flux2", "tiny-hunyuanimage", "tiny-qwenimage", "tiny-taesd" })
	void latentsOfEveryFamilyAreScaledAsItsPipelinesDo(String family) throws IOException {
		Fixture fixture = Fixture.of(family);
		int side = 2 * fixture.config().ratio();
		tar("a.tar", DatasetFiles.samples(0, 2, side));
		assertThat(run(path("a.tar"), "--model", "src/test/resources/fixtures/" + family, "--dtype", "float32",
				"--scaled", "--format", "webdataset"))
			.as(() -> this.said)
			.isZero();
		Tensor made = Npy.parse(Objects.requireNonNull(DatasetFiles.read(this.out.resolve("a.tar")).get("000001.npy")));
		RgbImage image = EncodeFolderTests.image(side, side, 1);
		try (TorchRunner runner = fixture.load(this.temp.resolve("cache"), Precision.FP32)) {
			Tensor plain = runner
				.run(Operation.ENCODE_IMAGE, List.of(Tensor.ofBytes(new Shape(side, side, 3), image.pixels())))
				.getFirst()
				.output();
			Tensor scaled = fixture.config().scaling().apply(plain);
			assertThat(made.shape()).isEqualTo(scaled.shape());
			assertThat(made.toFloats()).containsExactly(scaled.toFloats(), Offset.offset(3e-4f));
		}
	}

	@Test
	void anImageWithoutADescriptionGetsOneOfItsSizes() throws IOException {
		tar("a.tar", Map.of("x.png", DatasetFiles.png(40, 24, 1)));
		assertThat(run(path("a.tar"), "--format", "webdataset", "--resize", "16", "--crop", "16")).isZero();
		JsonNode json = JsonMapper.shared()
			.readTree(Objects.requireNonNull(DatasetFiles.read(this.out.resolve("a.tar")).get("x.json")));
		assertThat(json.path("width").asInt()).isEqualTo(40);
		assertThat(json.path("height").asInt()).isEqualTo(24);
		assertThat(json.path("crop_width").asInt()).isEqualTo(16);
	}

	@Test
	void theMirroredImagesLatentLiesBesideIt() throws IOException {
		tar("a.tar", DatasetFiles.samples(0, 1, 16));
		assertThat(run(path("a.tar"), "--flip", "--dtype", "float32")).isZero();
		Tensor flipped = tensor("8x2x2/a-000.safetensors", "000000.flip");
		RgbImage mirrored = EncodeFolderTests.image(16, 16, 0).mirrored();
		try (TorchRunner runner = Fixture.of("tiny-mix").load(this.temp.resolve("cache"), Precision.FP32)) {
			EncodeFolderTests.assertIsTheLatentOf(runner, mirrored, flipped, 1e-4f);
		}
		this.out = this.temp.resolve("tars");
		assertThat(run(path("a.tar"), "--flip", "--dtype", "float32", "--format", "webdataset")).isZero();
		assertThat(
				Npy.parse(Objects.requireNonNull(DatasetFiles.read(this.out.resolve("a.tar")).get("000000.flip.npy")))
					.toFloats())
			.containsExactly(flipped.toFloats());
	}

	@Test
	void momentsAreMeansAndLogarithmsOfVariances() throws IOException {
		tar("a.tar", DatasetFiles.samples(0, 1, 16));
		assertThat(run(path("a.tar"), "--model", KL, "--dtype", "float32")).as(() -> this.said).isZero();
		Tensor mean = LatentFolderReader.of(withoutStats()).latent("000000.png");
		this.out = this.temp.resolve("moments");
		assertThat(run(path("a.tar"), "--model", KL, "--dtype", "float32", "--moments")).isZero();
		Tensor moments = LatentFolderReader.of(withoutStats()).latent("000000.png");
		assertThat(moments.shape().size(0)).isEqualTo(2 * mean.shape().size(0));
		assertThat(Arrays.copyOf(moments.toFloats(), mean.toFloats().length)).containsExactly(mean.toFloats(),
				Offset.offset(1e-5f));
		this.out = this.temp.resolve("none");
		assertThat(run(path("a.tar"), "--moments")).isEqualTo(1);
		assertThat(this.said).contains("leave out --moments");
	}

	@Test
	void statisticsAreThoseOfAllLatents() throws IOException {
		tar("a.tar", DatasetFiles.samples(0, 3, 16));
		tar("b.tar", DatasetFiles.samples(3, 2, 24));
		assertThat(run(path("*.tar"), "--dtype", "float32")).isZero();
		Map<String, double[]> stats = stats();
		List<float[]> latents = LatentFolderReader.of(withoutStats())
			.latents()
			.values()
			.stream()
			.map((latent) -> Arrays.copyOf(latent.toFloats(), latent.toFloats().length / 8))
			.toList();
		double count = latents.stream().mapToInt((values) -> values.length).sum();
		double mean = latents.stream().flatMapToDouble(EncodeDatasetTests::doubles).sum() / count;
		double squares = latents.stream()
			.flatMapToDouble(EncodeDatasetTests::doubles)
			.map((value) -> (value - mean) * (value - mean))
			.sum();
		assertThat(Objects.requireNonNull(stats.get("mean"))[0]).isCloseTo(mean, Offset.offset(1e-6));
		assertThat(Objects.requireNonNull(stats.get("std"))[0]).isCloseTo(Math.sqrt(squares / count),
				Offset.offset(1e-6));
		assertThat(Objects.requireNonNull(stats.get("count"))[0]).isEqualTo(count);
	}

	private Map<String, double[]> stats() throws IOException {
		Map<String, double[]> stats = new HashMap<>();
		Safetensors file = Safetensors.map(this.out.resolve("stats.safetensors"), Arena.ofAuto());
		file.tensors().forEach((key, tensor) -> {
			double[] values = new double[(int) tensor.elements()];
			for (int i = 0; i < values.length; i++) {
				long bits = tensor.data().get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * i);
				values[i] = (tensor.dtype() == DType.F64) ? Double.longBitsToDouble(bits) : bits;
			}
			stats.put(key, values);
		});
		return stats;
	}

	private static DoubleStream doubles(float[] values) {
		return IntStream.range(0, values.length).mapToDouble((i) -> values[i]);
	}

	@Test
	void partsTogetherAreTheWholeAndTheLastWritesTheIndex() throws IOException {
		for (int i = 0; i < 5; i++) {
			tar("shard-%d.tar".formatted(i), DatasetFiles.samples(10 * i, 2 + i, 16));
		}
		String source = path("shard-?.tar");
		for (String part : List.of("2/3", "0/3")) {
			assertThat(run(source, "--part", part)).isZero();
			assertThat(this.said).contains("Other parts are not done");
			assertThat(this.out.resolve("manifest.jsonl")).doesNotExist();
		}
		assertThat(execute("encode-dataset", "--finish", this.out.toString())).isEqualTo(4);
		assertThat(this.said).contains("Shards that are missing: ").contains("shard-");
		assertThat(run(source, "--part", "1/3")).isZero();
		assertThat(this.said).contains("20 images have latents");
		assertThat(LatentFolderReader.of(withoutStats()).latents()).hasSize(20);
		assertThat(run(source, "--part", "0/7")).isZero();
		assertThat(this.said).contains("0 images encoded");
		assertThat(execute("encode-dataset", "--finish", this.out.toString())).isZero();
	}

	@Test
	void partsOfAFolderAreCutByTheHashOfItsKeys() throws IOException {
		Map<String, byte[]> images = new TreeMap<>();
		for (int i = 0; i < 20; i++) {
			images.put("%s/%02d.png".formatted((i % 2 == 0) ? "cat" : "dog", i), DatasetFiles.png(16, 16, i));
		}
		for (Map.Entry<String, byte[]> image : images.entrySet()) {
			write("photos/" + image.getKey(), image.getValue());
		}
		assertThat(run(path("photos"), "--part", "0/2")).as(() -> this.said).isZero();
		assertThat(run(path("photos"), "--part", "1/2")).isZero();
		assertThat(LatentFolderReader.of(withoutStats()).latents()).containsOnlyKeys(images.keySet());
		write("photos/cat/new.png", DatasetFiles.png(16, 16, 99));
		assertThat(run(path("photos"))).isZero();
		assertThat(this.said).contains("1 images encoded, 20 before");
		assertThat(LatentFolderReader.of(withoutStats()).latents()).hasSize(21).containsKey("cat/new.png");
	}

	@Test
	void thePartThatAddsImagesIsWaitedFor() throws IOException {
		write("photos/big.png", DatasetFiles.png(64, 64, 1));
		write("photos/small.png", DatasetFiles.png(16, 16, 2));
		assertThat(run(path("photos"))).as(() -> this.said).isZero();
		write("photos/%s.png".formatted(ofTheUnitOf("small")), DatasetFiles.png(16, 16, 3));
		assertThat(run(path("photos"), "--part", "0/2")).as(() -> this.said).isZero();
		assertThat(this.said).contains("0 images encoded, 1 before").contains("Other parts are not done");
		assertThat(run(path("photos"), "--part", "1/2")).isZero();
		assertThat(this.said).contains("1 images encoded, 1 before").contains("3 images have latents");
	}

	/**
	 * A name of which the hash leads to the same of 64 units.
	 */
	private static String ofTheUnitOf(String name) {
		return IntStream.iterate(0, (i) -> i + 1)
			.mapToObj((i) -> "new-" + i)
			.filter((other) -> unit(other) == unit(name))
			.findFirst()
			.orElseThrow();
	}

	private static long unit(String name) {
		CRC32 hash = new CRC32();
		hash.update(name.getBytes(StandardCharsets.UTF_8));
		return hash.getValue() % 64;
	}

	private Path withoutStats() throws IOException {
		Files.deleteIfExists(this.out.resolve("stats.safetensors"));
		return this.out;
	}

	@Test
	void encodeFolderWithAPartIsThisCommandForAFolder() throws IOException {
		for (int i = 0; i < 6; i++) {
			write("photos/%d.png".formatted(i), DatasetFiles.png(16, 16, i));
		}
		for (String part : List.of("0/2", "1/2")) {
			assertThat(execute("encode-folder", path("photos"), "--out", this.out.toString(), "--part", part, "--model",
					MODEL, "--device", "cpu", "--cache-dir", "target/cli-tests"))
				.as(() -> this.said)
				.isZero();
		}
		assertThat(LatentFolderReader.of(withoutStats()).latents()).hasSize(6);
		assertThat(execute("encode-folder", path("photos"), "--out", this.out.toString(), "--model", MODEL, "--device",
				"cpu", "--cache-dir", "target/cli-tests"))
			.isEqualTo(1);
		assertThat(this.said).contains("was made with format safetensors");
	}

	@Test
	void latentsMayLieAmongTheSources() throws IOException {
		tar("a.tar", DatasetFiles.samples(0, 1, 16));
		write("photos/x.png", DatasetFiles.png(16, 16, 5));
		this.out = this.in.resolve("latents");
		for (int i = 0; i < 2; i++) {
			assertThat(run(this.in.toString(), "--format", "webdataset")).as(() -> this.said).isZero();
			assertThat(this.said).contains("2 images have latents, 0 failed").doesNotContain("Left out");
		}
		assertThat(run(path("**/*.tar"), "--format", "webdataset")).isZero();
		assertThat(this.said).contains("0 images encoded, 1 before");
	}

	@Test
	void aListNamesImagesAndShards() throws IOException {
		write("some/a.png", DatasetFiles.png(16, 16, 1));
		write("some/b.png", DatasetFiles.png(16, 16, 2));
		tar("c.tar", DatasetFiles.samples(7, 1, 16));
		write("list.txt", "# two images\nsome/a.png\n\nsome/gone.png\nc.tar\n".getBytes(StandardCharsets.UTF_8));
		assertThat(run("@" + path("list.txt"))).as(() -> this.said).isEqualTo(3);
		assertThat(LatentFolderReader.of(withoutStats()).latents()).containsOnlyKeys("some/a.png", "000007.png");
		assertThat(this.out.resolve("failed.jsonl")).content().contains("some/gone.png", "no such file");
	}

	@Test
	void whatCannotBeDecodedIsRecordedWithItsKeyAndShard() throws IOException {
		Map<String, byte[]> files = DatasetFiles.samples(0, 2, 16);
		files.put("bad.png", "no image".getBytes(StandardCharsets.UTF_8));
		files.put("lonely.txt", new byte[3]);
		files.put("README", new byte[3]);
		tar("a.tar", files);
		assertThat(run(path("a.tar"))).isEqualTo(3);
		assertThat(DatasetFiles.lines(this.out.resolve("failed.jsonl"))).singleElement().satisfies((line) -> {
			assertThat(line.path("key").asString()).isEqualTo("bad");
			assertThat(line.path("shard").asString()).endsWith("a.tar");
			assertThat(line.path("reason").asString()).contains("not a PNG");
		});
		assertThat(this.said).contains("1 (no ending), 1 .txt");
	}

	@Test
	void someMayFailWhereThatIsAllowed() throws IOException {
		Map<String, byte[]> files = DatasetFiles.samples(0, 3, 16);
		files.put("bad.png", new byte[10]);
		tar("a.tar", files);
		assertThat(run(path("a.tar"), "--max-failed", "25%")).isZero();
		assertThat(run(path("a.tar"), "--max-failed", "1")).isZero();
		assertThat(run(path("a.tar"), "--max-failed", "24%")).isEqualTo(3);
		assertThat(run(path("a.tar"))).isEqualTo(3);
		assertThat(this.said).contains("0 images encoded, 3 before, 1 failed");
		this.out = this.temp.resolve("other");
		assertThat(run(path("a.tar"), "--max-failed", "0")).isEqualTo(3);
		assertThat(this.said).contains("more than --max-failed 0", "bad");
		assertThat(this.out.resolve("failed.jsonl")).content().contains("\"bad\"", "a.tar");
		assertThat(execute("encode-dataset", "--finish", this.out.toString())).isEqualTo(4);
		assertThat(DatasetFiles.lines(this.out.resolve("failed.jsonl"))).hasSize(1);
		assertThat(run(path("a.tar"), "--max-failed", "1")).isZero();
		assertThat(DatasetFiles.lines(this.out.resolve("failed.jsonl"))).hasSize(1);
	}

	@Test
	void aPartOfWhichImagesFailedWritesWhichBeforeOthersAreDone() throws IOException {
		tar("a.tar", Map.of("bad.png", new byte[10_000]));
		tar("b.tar", DatasetFiles.samples(0, 1, 16));
		assertThat(run(path("*.tar"), "--part", "0/2")).isEqualTo(3);
		assertThat(this.said).contains("Other parts are not done");
		assertThat(this.out.resolve("failed.jsonl")).content().contains("bad");
		assertThat(this.out.resolve("manifest.jsonl")).doesNotExist();
	}

	@Test
	void whatOtherLimitsAllowIsTriedAgainAndWhatIsNoImageIsNot() throws IOException {
		write("photos/a.png", DatasetFiles.png(32, 32, 1));
		write("photos/bad.png", new byte[10]);
		assertThat(run(path("photos"), "--max-pixels", "300")).isEqualTo(3);
		assertThat(this.said).contains("0 images encoded, 0 before, 2 failed");
		assertThat(run(path("photos"))).isEqualTo(3);
		assertThat(this.said).contains("1 images encoded, 0 before, 1 failed");
		assertThat(DatasetFiles.lines(this.out.resolve("failed.jsonl"))).hasSize(1);
	}

	@Test
	void aTarThatIsCutGivesWhatIsWholeAndIsRecorded() throws IOException {
		byte[] whole = DatasetFiles.tar(DatasetFiles.samples(0, 4, 16));
		write("cut.tar", Arrays.copyOf(whole, whole.length / 2));
		assertThat(run(path("cut.tar"))).isEqualTo(3);
		int made = LatentFolderReader.of(withoutStats()).latents().size();
		assertThat(made).isBetween(1, 2);
		assertThat(this.out.resolve("failed.jsonl")).content().contains("cut or damaged");
	}

	@Test
	void aKeyThatIsThereTwiceCountsOnce() throws IOException {
		Map<String, byte[]> files = new LinkedHashMap<>();
		files.put("a.png", DatasetFiles.png(16, 16, 1));
		files.put("b.png", DatasetFiles.png(16, 16, 2));
		files.put("./a.jpg", DatasetFiles.png(16, 16, 3));
		tar("a.tar", files);
		assertThat(run(path("a.tar"))).isEqualTo(3);
		assertThat(LatentFolderReader.of(withoutStats()).latents()).containsOnlyKeys("a.png", "b.png");
		assertThat(this.out.resolve("failed.jsonl")).content().contains("of this key already");
	}

	@Test
	void bucketsAreTheNearestProportionsResizedAndCutAsPillowDoes() throws IOException {
		write("photos/wide.png", DatasetFiles.png(100, 50, 1));
		write("photos/high.png", DatasetFiles.png(30, 61, 2));
		assertThat(run(path("photos"), "--buckets", "32x16,16x16,16x32", "--kernel", "bicubic", "--dtype", "float32"))
			.as(() -> this.said)
			.isZero();
		LatentFolderReader made = LatentFolderReader.of(withoutStats());
		assertThat(made.latent("high.png").shape()).isEqualTo(new Shape(8, 4, 2));
		try (TorchRunner runner = Fixture.of("tiny-mix").load(this.temp.resolve("cache"), Precision.FP32)) {
			RgbImage expected = EncodeFolderTests.image(100, 50, 1).resize(32, 16, Kernel.BICUBIC);
			EncodeFolderTests.assertIsTheLatentOf(runner, expected, made.latent("wide.png"), 1e-4f);
		}
		JsonNode line = made.lines()
			.stream()
			.filter((one) -> one.path("file").asString().equals("high.png"))
			.findFirst()
			.orElseThrow();
		assertThat(line.path("originalWidth").asInt()).isEqualTo(30);
		assertThat(line.path("width").asInt()).isEqualTo(16);
		this.out = this.temp.resolve("refused");
		assertThat(run(path("photos"), "--buckets", "20x16")).isEqualTo(1);
		assertThat(this.said).contains("20x16", "multiples of 8");
	}

	@Test
	void lightningDitFindsItsTensorsAndClasses() throws IOException {
		for (int i = 0; i < 5; i++) {
			write("photos/%s/%d.png".formatted((i < 2) ? "ant" : "bee", i), DatasetFiles.png(16, 16, i));
		}
		assertThat(run(path("photos"), "--format", "lightningdit", "--dtype", "float32")).as(() -> this.said).isZero();
		List<Long> labels = new ArrayList<>();
		try (Stream<Path> files = Files.list(this.out.resolve("latents"))) {
			for (Path file : files.toList()) {
				Map<String, Tensor> tensors = Safetensors.map(file, Arena.ofAuto()).tensors();
				assertThat(tensors).containsOnlyKeys("latents", "latents_flip", "labels");
				Tensor all = Objects.requireNonNull(tensors.get("labels"));
				assertThat(Objects.requireNonNull(tensors.get("latents_flip")).shape())
					.isEqualTo(new Shape(all.elements(), 8, 2, 2));
				for (int i = 0; i < all.elements(); i++) {
					labels.add(all.data().get(ValueLayout.JAVA_LONG_UNALIGNED, 8L * i));
				}
			}
		}
		assertThat(labels).containsExactlyInAnyOrder(0L, 0L, 1L, 1L, 1L);
	}

	@Test
	void lightningDitHasLatentsOfOneShape() throws IOException {
		tar("a.tar", DatasetFiles.samples(0, 4, 16));
		tar("b.tar", DatasetFiles.samples(4, 1, 24));
		String[] form = { "--format", "lightningdit", "--part" };
		assertThat(run(path("*.tar"), form[0], form[1], form[2], "0/2")).as(() -> this.said).isZero();
		Path record = this.out.resolve("parts/a.json");
		byte[] first = Files.readAllBytes(record);
		Files.delete(record);
		assertThat(run(path("*.tar"), form[0], form[1], form[2], "1/2")).as("at the same time").isZero();
		Files.write(record, first);
		assertThat(execute("encode-dataset", "--finish", this.out.toString())).isEqualTo(1);
		assertThat(this.said).contains("has latents of the shapes", "--crop");
		Files.delete(this.out.resolve("parts/b.json"));
		assertThat(run(path("*.tar"), form[0], form[1], form[2], "1/2")).isEqualTo(3);
		assertThat(this.out.resolve("failed.jsonl")).content().contains("000004", "one shape");
	}

	@Test
	void classesThatWouldChangeTheirNumbersAreRefused() throws IOException {
		write("photos/bee/0.png", DatasetFiles.png(16, 16, 0));
		write("photos/cat/1.png", DatasetFiles.png(16, 16, 1));
		assertThat(run(path("photos"), "--format", "lightningdit")).as(() -> this.said).isZero();
		assertThat(this.said).contains("2 classes, by the names of folders: 0 bee, 1 cat");
		write("photos/dog/2.png", DatasetFiles.png(16, 16, 2));
		assertThat(run(path("photos"), "--format", "lightningdit")).as(() -> this.said).isZero();
		write("photos/ant/3.png", DatasetFiles.png(16, 16, 3));
		assertThat(run(path("photos"), "--format", "lightningdit")).isEqualTo(1);
		assertThat(this.said).contains("begun with the classes bee, cat, dog", "ant, bee, cat, dog");
	}

	@Test
	void shardsOfWhichTheLatentsWouldBeCalledAlikeAreRefused() throws IOException {
		tar("a/b.tar", DatasetFiles.samples(0, 1, 16));
		tar("a_b.tar", DatasetFiles.samples(1, 1, 16));
		assertThat(run(this.in.toString(), "--format", "lightningdit")).isEqualTo(1);
		assertThat(this.said).contains("b.tar", "a_b.tar", "the same names");
	}

	@Test
	void aVeryNarrowImageFailsAloneWhereItWouldBecomeHuge() throws IOException {
		write("photos/a.png", DatasetFiles.png(16, 16, 1));
		write("photos/line.png", DatasetFiles.png(1, 2100, 2));
		for (List<String> options : List.of(List.of("--buckets", "64x64,32x128"),
				List.of("--resize", "64", "--crop", "16"))) {
			this.out = this.temp.resolve(options.getFirst().substring(2));
			List<String> arguments = new ArrayList<>(options);
			arguments.addAll(List.of("--max-pixels", "100000"));
			assertThat(run(path("photos"), arguments.toArray(String[]::new))).as(() -> this.said).isEqualTo(3);
			assertThat(this.out.resolve("failed.jsonl")).content().contains("line.png", "1 × 2100 pixels; resized");
			assertThat(DatasetFiles.lines(this.out.resolve("manifest.jsonl"))).hasSize(1);
		}
	}

	@Test
	void whatIsHeldForTheWholeRunIsTakenOffTheHeapOfImages() {
		long before = EncodingOptions.heapLeft();
		byte[] names = new byte[64 << 20];
		assertThat(EncodingOptions.heapLeft()).isPositive().isLessThan(before - names.length / 2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode-dataset", "encode-folder" })
	void aFileThatNoHeapHoldsFailsAlone(String command) throws IOException {
		write("photos/a.png", DatasetFiles.png(16, 16, 1));
		try (RandomAccessFile big = new RandomAccessFile(path("photos/big.png"), "rw")) {
			big.setLength(Integer.MAX_VALUE + 1000L);
		}
		assertThat(execute(command, path("photos"), "--out", this.out.toString(), "--model", MODEL, "--device", "cpu",
				"--cache-dir", "target/cli-tests"))
			.as(() -> this.said)
			.isEqualTo(3);
		assertThat(this.out.resolve("failed.jsonl")).content().contains("big.png", "2147484647 bytes, too many");
		assertThat(DatasetFiles.lines(this.out.resolve("manifest.jsonl"))).hasSize(1);
	}

	@Test
	void otherSettingsAndOtherSourcesAreRefused() throws IOException {
		tar("a.tar", DatasetFiles.samples(0, 1, 16));
		tar("b.tar", DatasetFiles.samples(1, 1, 16));
		assertThat(run(path("*.tar"), "--part", "0/2")).isZero();
		assertThat(run(path("*.tar"), "--dtype", "float32")).isEqualTo(1);
		assertThat(this.said).contains("dtype float16, not float32");
		assertThat(run(path("*.tar"), "--format", "webdataset")).isEqualTo(1);
		assertThat(this.said).contains("format safetensors, not webdataset");
		Files.move(this.in.resolve("b.tar"), this.in.resolve("c.tar"));
		assertThat(run(path("*.tar"), "--part", "0/2")).isEqualTo(1);
		assertThat(this.said).contains("b.tar, which is not among the sources now");
		this.out = Files.createDirectories(this.temp.resolve("home"));
		Files.writeString(this.out.resolve("thesis.txt"), "all I have");
		assertThat(run(path("*.tar"))).isEqualTo(1);
		assertThat(this.said).contains("not from here");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--part=3/3", "--part=1", "--parts=2", "--max-failed=101%", "--max-failed=some",
			"--buckets=big", "--buckets=0x8", "--kernel=bilinear", "--kernel=bicubic", "--format=zip" })
	void argumentsThatMakeNoSenseAreRefusedBeforeAnythingIsDone(String argument) throws IOException {
		tar("a.tar", DatasetFiles.samples(0, 1, 16));
		assertThat(run(path("a.tar"), argument)).isEqualTo(2);
		assertThat(this.said).contains(argument.replaceAll("s?=.*", ""));
		assertThat(this.out).doesNotExist();
	}

	@Test
	void sourcesThatAreNotThereAreNamed() throws IOException {
		assertThat(run(path("none.tar"))).isEqualTo(2);
		assertThat(this.said).contains("There is no ", "none.tar");
		assertThat(run(path("no-*.tar"))).isEqualTo(2);
		assertThat(this.said).contains("nothing like");
		assertThat(run("@" + path("list.txt"))).isEqualTo(2);
		assertThat(this.said).contains("There is no list");
		Files.createDirectories(this.in.resolve("nothing"));
		assertThat(run(path("nothing"))).isEqualTo(2);
		assertThat(this.said).contains("There is no image and no shard");
		assertThat(execute("encode-dataset", "--finish", this.temp.toString())).isEqualTo(1);
		assertThat(this.said).contains("is not the OUT of encode-dataset");
	}

	@Test
	void aShardThatHasChangedSinceIsNotTakenForTheOld() throws IOException {
		tar("a.tar", DatasetFiles.samples(0, 4, 16));
		byte[] whole = Files.readAllBytes(this.in.resolve("a.tar"));
		write("a.tar", Arrays.copyOf(whole, whole.length / 2));
		assertThat(run(path("a.tar"), "--max-failed", "5")).as("the rest may be thousands").isEqualTo(3);
		write("a.tar", whole);
		assertThat(run(path("a.tar"))).isEqualTo(1);
		assertThat(this.said).contains("a.tar has changed", "remove parts/a.json");
		Files.delete(this.out.resolve("parts/a.json"));
		assertThat(run(path("a.tar"))).isZero();
		assertThat(this.said).contains("4 images have latents, 0 failed");
	}

	@Test
	void aTarOfNothingAtAllIsDamaged() throws IOException {
		write("a.tar", new byte[0]);
		assertThat(run(path("a.tar"))).isEqualTo(3);
		assertThat(this.out.resolve("failed.jsonl")).content().contains("The tar is empty");
	}

	@Test
	void aLeadingSlashIsNoPartOfAKey() throws IOException {
		Map<String, byte[]> files = new LinkedHashMap<>();
		DatasetFiles.samples(0, 1, 16).forEach((name, bytes) -> {
			files.put(name, bytes);
			files.put("/" + name, bytes);
		});
		tar("a.tar", files);
		assertThat(run(path("a.tar"))).isEqualTo(3);
		assertThat(this.out.resolve("failed.jsonl")).content().contains("It has two files .png");
	}

	@Test
	void aFolderOfShardsThatComesLaterIsAdded() throws IOException {
		tar("x/0.tar", DatasetFiles.samples(0, 1, 16));
		assertThat(run(this.in.toString())).as(() -> this.said).isZero();
		tar("y/0.tar", DatasetFiles.samples(1, 1, 16));
		assertThat(run(this.in.toString())).as(() -> this.said).isZero();
		assertThat(this.said).contains("1 images encoded, 1 before").contains("2 images have latents");
		tar("0.tar", DatasetFiles.samples(2, 1, 16));
		assertThat(run(this.in.toString())).isEqualTo(1);
		assertThat(this.said).contains("Two shards are called 0");
	}

	@Test
	void tablesBesideTarsAreLeftOut() throws IOException {
		tar("0.tar", DatasetFiles.samples(0, 1, 16));
		String parquet = Files.readString(Path.of("src/test/resources/fixtures/parquet/none.parquet"),
				StandardCharsets.ISO_8859_1);
		for (String name : List.of("0.parquet", "metadata.parquet")) {
			write(name, parquet.replace("bytes", "other").getBytes(StandardCharsets.ISO_8859_1));
		}
		assertThat(run(this.in.toString())).as(() -> this.said).isZero();
		assertThat(this.said).contains("1 images have latents, 0 failed",
				"Left out, since they are no images: 2 .parquet");
		this.out = this.temp.resolve("named");
		assertThat(run(path("metadata.parquet"))).isEqualTo(3);
		assertThat(this.out.resolve("failed.jsonl")).content().contains("no column of images");
	}

	@Test
	void aSourceThatWasThereBeforeIsNoWrongArgument() throws IOException {
		tar("some/a.tar", DatasetFiles.samples(0, 1, 16));
		assertThat(run(path("some"))).isZero();
		Files.delete(this.in.resolve("some/a.tar"));
		assertThat(run(path("some"))).isEqualTo(1);
		assertThat(this.said).contains("There is no image and no shard");
		Files.delete(this.in.resolve("some"));
		assertThat(run(path("some"))).isEqualTo(1);
		assertThat(this.said).contains("some is no folder with images");
		assertThat(run(path("{0..99999999}"))).isEqualTo(2);
	}

	private Tensor tensor(String file, String name) throws IOException {
		return Objects.requireNonNull(Safetensors.map(this.out.resolve(file), Arena.ofAuto()).tensors().get(name));
	}

	private String path(String name) {
		return this.in.resolve(name).toString();
	}

	private void tar(String name, Map<String, byte[]> files) throws IOException {
		write(name, DatasetFiles.tar(files));
	}

	private void write(String name, byte[] bytes) throws IOException {
		Path file = this.in.resolve(name);
		Files.createDirectories(Objects.requireNonNull(file.getParent()));
		Files.write(file, bytes);
	}

	private int run(String source, String... options) {
		List<String> arguments = new ArrayList<>(List.of("encode-dataset", source, "--out", this.out.toString(),
				"--cache-dir", "target/cli-tests", "--device", "cpu"));
		if (!List.of(options).contains("--model")) {
			arguments.addAll(List.of("--model", MODEL));
		}
		arguments.addAll(List.of(options));
		return execute(arguments.toArray(String[]::new));
	}

	private int execute(String... arguments) {
		StringWriter errors = new StringWriter();
		StringWriter output = new StringWriter();
		CommandLine commands = Commands.commandLine();
		commands.setErr(new PrintWriter(errors));
		commands.setOut(new PrintWriter(output));
		int status = commands.execute(arguments);
		this.said = errors.toString();
		this.printed = output.toString();
		return status;
	}

}
