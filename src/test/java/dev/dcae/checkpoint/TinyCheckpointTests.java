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
package dev.dcae.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import dev.dcae.model.Activation;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.ConfigReader;
import dev.dcae.model.InvalidConfigException;
import dev.dcae.model.LatentScaling;
import dev.dcae.model.Operation;
import dev.dcae.model.TinyConfig;
import dev.dcae.model.TinyConfig.Blocks;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The files and names in which tiny autoencoders are published.
 */
class TinyCheckpointTests {

	private static final ConfigJson CONFIG = ConfigJson.tinyTaesd();

	private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

	private static final Path TABLES = Path.of("src/test/resources/checkpoints");

	@TempDir
	Path temp;

	@Test
	void aFileForEachEndWithBareNumbersIsKnown() throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(CONFIG, 1);
		CheckpointFolder one = folder("one").config(CONFIG).tensors(CheckpointFolder.SINGLE, tensors);
		CheckpointFolder pair = folder("pair").config(CONFIG)
			.tensors("taesd_encoder.safetensors", original(tensors, "encoder"))
			.tensors("taesd_decoder.safetensors", original(tensors, "decoder"));
		try (Checkpoint ofOne = one.open(); Checkpoint ofPair = pair.open()) {
			assertThat(ofPair.digest()).isEqualTo(ofOne.digest());
		}
	}

	@Test
	void aPairOfPicklesNeedsNoConfig() {
		try (Checkpoint checkpoint = open("tiny-taesana/checkpoint")) {
			TinyConfig config = (TinyConfig) checkpoint.config();
			assertThat(config.ratio()).isEqualTo(32);
			assertThat(config.latentChannels()).isEqualTo(16);
			assertThat(config.stem()).containsExactly(6);
			assertThat(config.encoder()).extracting(Blocks::count).containsExactly(1, 3, 3, 3);
			assertThat(config.decoder()).extracting(Blocks::count).containsExactly(3, 3, 3, 3, 3, 1);
			assertThat(checkpoint.tensor("encoder.layers.0.weight").dtype()).isEqualTo(DType.F16);
		}
	}

	@Test
	void aConfigMayBeBesideThePicklesAndIsAHint() throws IOException {
		Path folder = copyOfPickles();
		Files.writeString(folder.resolve("config.json"),
				"{\"_class_name\": \"AutoencoderTiny\", \"arch_variant\": \"f32\", \"latent_channels\": 16}");
		try (Checkpoint with = new CheckpointFolder(folder).open();
				Checkpoint without = open("tiny-taesana/checkpoint")) {
			assertThat(with.digest()).isEqualTo(without.digest());
		}
	}

	@Test
	void aConfigThatDescribesAnotherModelIsRefused() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(copyOfPickles()).config(ConfigJson
			.of("{\"_class_name\": \"AutoencoderTiny\", \"latent_channels\": 16, \"num_encoder_blocks\": [1, 3, 3, 3]}"));
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(folder::open)
			.withMessageContaining("num_encoder_blocks");
	}

	@Test
	void safetensorsArePreferredToPickles() throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(CONFIG, 1);
		CheckpointFolder folder = new CheckpointFolder(copyOfPickles()).config(CONFIG)
			.tensors(CheckpointFolder.SINGLE, tensors);
		try (Checkpoint checkpoint = folder.open()) {
			assertThat(checkpoint.config().ratio()).isEqualTo(4);
		}
	}

	@Test
	void ofSeveralPairsTheVariantChooses() throws IOException {
		Path folder = copyOfPickles();
		for (String end : List.of("encoder", "decoder")) {
			Files.copy(folder.resolve("taesana_%s.pth".formatted(end)), folder.resolve("other_%s.pth".formatted(end)));
		}
		CheckpointFolder several = new CheckpointFolder(folder);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(several::open)
			.withMessageContaining("several pairs of an encoder and a decoder: other, taesana; set variant");
		several.open("taesana").close();
	}

	@Test
	void halfAPairIsRefused() throws IOException {
		Path folder = copyOfPickles();
		Files.delete(folder.resolve("taesana_decoder.pth"));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(new CheckpointFolder(folder)::open)
			.withMessageContaining("has no .safetensors file; of .pth files a pair is read");
	}

	@Test
	void aPickleThatIsNoneIsRefusedByName() throws IOException {
		Path folder = copyOfPickles();
		Files.writeString(folder.resolve("taesana_decoder.pth"), "<html>");
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(new CheckpointFolder(folder)::open)
			.withMessageContaining("taesana_decoder.pth")
			.withMessageContaining("no zip as torch.save has written");
	}

	@Test
	void otherModelsAreNotReadFromPickles() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(copyOfPickles()).config(ConfigJson.tinyKl());
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(folder::open)
			.withMessageContaining("do not fit its config");
		Files.move(folder.path().resolve("taesana_encoder.pth"), folder.path().resolve("diffusion_pytorch_model.pth"));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(folder::open)
			.withMessageContaining("has no .safetensors file");
	}

	/**
	 * A name that ends like an end's means nothing where it is the only one.
	 */
	@Test
	void theOnlyFileMayHaveAnyName() throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(ConfigJson.tinyKl(), 1);
		folder("kl").config(ConfigJson.tinyKl()).tensors("my_decoder.safetensors", tensors).open().close();
	}

	@Test
	void otherModelsNeedAConfig() throws IOException {
		CheckpointFolder folder = folder("kl").tensors("vae.safetensors",
				RandomCheckpoint.tensors(ConfigJson.tinyKl(), 1));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(folder::open)
			.withMessageContaining("has no config.json");
		CheckpointFolder named = folder("named").tensors("taesd.safetensors",
				RandomCheckpoint.tensors(ConfigJson.tinyKl(), 1));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(named::open)
			.withMessageContaining("no tensor says what model it is");
	}

	/**
	 * As taef2.safetensors is published.
	 */
	@Test
	void oneFileWithoutAConfigIsKnownByItsTensors() throws IOException {
		TinyConfig taef2 = new TinyConfig(32, List.of(), stages(64, 1, 3, 3, 3), stages(64, 3, 3, 3, 1),
				Activation.RELU, 256, false, LatentScaling.of(1));
		try (Checkpoint checkpoint = folder("taef2").tensors("taef2.safetensors", RandomCheckpoint.tensors(taef2, 1))
			.open()) {
			assertThat(checkpoint.config()).isEqualTo(taef2);
		}
	}

	/**
	 * Each at full width, by the tables of what is published.
	 */
	@ParameterizedTest
	@CsvSource({ "taesana-f32c32, 32, 32, 9558051, 8, 64", "taef2-f8c32, 8, 32, 0, 64, 64" })
	void publishedNamesAndShapesAreKnown(String model, int ratio, int channels, long parameters, int encoder,
			int decoder) throws IOException {
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (String line : Files.readAllLines(TABLES.resolve(model + ".tsv"))) {
			String[] fields = line.split("\t", -1);
			String end = fields[0].contains("_encoder.pth:") ? "encoder." : "decoder.";
			tensors.put(end + fields[0].substring(fields[0].indexOf(':') + 1),
					Tensor.zeros(DType.F16, shape(fields[1])));
		}
		Map<String, Tensor> renamed = TinyNames.toDiffusers(tensors);
		AutoencoderConfig config = ConfigReader.read(Files.readAllBytes(TABLES.resolve(model + ".config.json")))
			.completedBy(renamed);
		CheckpointVerifier.verify(model, Naming.ORIGINAL_TINY, config, renamed);
		assertThat(config.ratio()).isEqualTo(ratio);
		assertThat(config.latentChannels()).isEqualTo(channels);
		assertThat(parameters == 0 || config.parameters() == parameters).isTrue();
		assertThat(config.peakElementsPerPixel(Operation.ENCODE_IMAGE)).isEqualTo(encoder);
		assertThat(config.peakElementsPerPixel(Operation.DECODE_IMAGE)).isEqualTo(decoder);
	}

	@ParameterizedTest
	@ValueSource(strings = { "encoder.99999.weight", "decoder.0.weight", "encoder.layers.1.conv.6.weight" })
	void whatNoModelHasIsRefused(String name) throws IOException {
		Map<String, Tensor> more = new LinkedHashMap<>(RandomCheckpoint.tensors(CONFIG, 1));
		more.put(name, Tensor.zeros(DType.F32, new Shape(1)));
		CheckpointFolder folder = folder("more").config(CONFIG).tensors(CheckpointFolder.SINGLE, more);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(folder::open)
			.withMessageContaining("do not fit its config");
	}

	private static List<Blocks> stages(int channels, int... counts) {
		return java.util.Arrays.stream(counts).mapToObj((count) -> new Blocks(channels, count)).toList();
	}

	private static Shape shape(String text) {
		return new Shape(java.util.Arrays.stream(text.replaceAll("[\\[\\] ]", "").split(","))
			.mapToLong(Long::parseLong)
			.toArray());
	}

	/**
	 * The tensors of an end under its own repository's names.
	 */
	private static Map<String, Tensor> original(Map<String, Tensor> tensors, String end) {
		String prefix = end + ".layers.";
		return tensors.keySet().stream().filter((name) -> name.startsWith(prefix)).collect(Collectors.toMap((name) -> {
			String[] parts = name.substring(prefix.length()).split("\\.", 2);
			return (Integer.parseInt(parts[0]) + (end.equals("decoder") ? 1 : 0)) + "." + parts[1];
		}, (name) -> Objects.requireNonNull(tensors.get(name))));
	}

	private Path copyOfPickles() throws IOException {
		Path folder = Files.createDirectories(this.temp.resolve("pickles"));
		for (String end : List.of("encoder", "decoder")) {
			String name = "taesana_%s.pth".formatted(end);
			Files.copy(FIXTURES.resolve("tiny-taesana/checkpoint").resolve(name), folder.resolve(name));
		}
		return folder;
	}

	private static Checkpoint open(String fixture) {
		return Checkpoint.open(new CheckpointSource.Directory(FIXTURES.resolve(fixture)));
	}

	private CheckpointFolder folder(String name) throws IOException {
		return new CheckpointFolder(Files.createDirectories(this.temp.resolve(name)));
	}

}
