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
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.dcae.model.ConfigJson;
import dev.dcae.model.ConfigReader;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.InvalidConfigException;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
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
 * Checkpoints as the authors of DC-AE publish them are the same as their twins in
 * diffusers' naming, or refused.
 */
class OriginalNamingTests {

	private static final String FUSED = "encoder.stages.2.op_list.0.context_module.main.qkv.conv.weight";

	@TempDir
	Path temp;

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-1.5" })
	void aCheckpointHasTheDigestsOfItsTwin(String name) throws IOException {
		Path fixture = Path.of("src/test/resources/fixtures", name);
		try (Checkpoint twin = Checkpoint.open(new CheckpointSource.Directory(fixture));
				Checkpoint original = original(fixture).open()) {
			assertThat(original.digest()).isEqualTo(twin.digest());
			assertThat(original.encoderDigest()).isEqualTo(twin.encoderDigest());
			twin.config().weights().forEach((tensor, shape) -> {
				assertThat(original.tensor(tensor).shape()).isEqualTo(shape);
				assertThat(original.tensor(tensor).data().mismatch(twin.tensor(tensor).data())).isEqualTo(-1);
			});
		}
	}

	@ParameterizedTest
	@CsvSource({ "dc-ae-f32c32-in-1.0, dc-ae-f32c32-in-1.0", "dc-ae-f32c32-in-1.0-256px, dc-ae-f32c32-in-1.0",
			"dc-ae-f32c32-mix-1.0, dc-ae-f32c32-mix-1.0", "dc-ae-f64c128-in-1.0, dc-ae-f64c128-in-1.0",
			"dc-ae-f64c128-mix-1.0, dc-ae-f64c128-mix-1.0", "dc-ae-f128c512-in-1.0, dc-ae-f128c512-in-1.0",
			"dc-ae-f128c512-mix-1.0, dc-ae-f128c512-mix-1.0", "dc-ae-f32c32-sana-1.0, dc-ae-f32c32-sana-1.0",
			"dc-ae-f32c32-sana-1.1, dc-ae-f32c32-sana-1.0", "dc-ae-lite-f32c32, dc-ae-lite-f32c32-sana-1.1",
			"dc-ae-lite-f32c32-sana-1.1, dc-ae-lite-f32c32-sana-1.1", "dc-ae-f32c128-1.5, dc-ae-f32c128-1.5",
			"dc-ae-1.5-f32c128, dc-ae-f32c128-1.5", "dc-ae-f64c128-1.5, dc-ae-f64c128-1.5",
			"dc-ae-1.5-f64c128, dc-ae-f64c128-1.5" })
	void everyPublishedModelIsKnownByItsNameAndItsTensorsAreThePublishedOnes(String model, String published)
			throws IOException {
		DcAeConfig config = (DcAeConfig) named(model).config();
		Path folder = Path.of("src/test/resources/checkpoints");
		assertThat(config).isEqualTo(ConfigReader.read(Files.readAllBytes(folder.resolve(published + ".config.json"))));
		MemorySegment holes = holes();
		Map<String, Tensor> original = new LinkedHashMap<>();
		Set<String> diffusers = new HashSet<>();
		for (String line : Files.readAllLines(folder.resolve(published + ".tsv"))) {
			String[] fields = line.split("\t", -1);
			DType dtype = fields[2].equals("int64") ? DType.I64 : DType.F32;
			Shape shape = OriginalNames.shape(fields[0], shape(fields[1]));
			original.putIfAbsent(OriginalNames.name(config, fields[0]),
					new Tensor(dtype, shape, holes.asSlice(0, Tensor.bytes(dtype, shape))));
			diffusers.add(fields[0]);
		}
		assertThat(original.keySet()).doesNotContainAnyElementsOf(diffusers);
		assertThat(Naming.of(config, original.keySet())).isEqualTo(Naming.ORIGINAL_DC_AE);
		Map<String, Tensor> renamed = Naming.ORIGINAL_DC_AE.toDiffusers(original);
		CheckpointVerifier.verify(model, Naming.ORIGINAL_DC_AE, config, renamed);
		assertThat(renamed.keySet()).containsExactlyInAnyOrderElementsOf(diffusers);
	}

	@ParameterizedTest
	@ValueSource(strings = { "mit-han-lab/dc-ae-f32c32-mix-1.0", "dc-ai/dc-ae-1.5-f64c128" })
	void aNameMayHaveItsOrganisation(String model) {
		assertThat(named(model).config()).isEqualTo(named(model.substring(model.indexOf('/') + 1)).config());
	}

	@Test
	void onlyTheModelWithoutAPublishedScalingFactorHasANote() {
		assertThat(named("dc-ae-1.5-f32c128").note()).contains("scaling factor", "refused");
		assertThat(named("dc-ae-1.5-f32c128").config().scaling().known()).isFalse();
		assertThat(named("dc-ae-1.5-f64c128").note()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "dc-ae-f32c128-1.1-c16", "../dc-ae-f32c32-in-1.0", "nvidia/dc-ae-f32c32-in-1.0", "" })
	void anUnknownModelIsRefusedWithTheKnownOnes(String model) {
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> named(model))
			.withMessageContaining("'" + model + "'")
			.withMessageContaining("dc-ae-f32c32-in-1.0, ")
			.withMessageContaining("dc-ae-1.5-f64c128");
	}

	@Test
	void fieldsBesideTheNameAreRefused() {
		byte[] config = ConfigJson.of("{\"model_name\": \"dc-ae-f32c32-in-1.0\", \"latent_channels\": 16}").bytes();
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(() -> ConfigFile.read(config))
			.withMessageContaining("latent_channels");
	}

	@ParameterizedTest
	@CsvSource({ "'[1, 1, 1]', '[1, 1, 1]'", "'[0, 1, 1]', '[1, 1, 1]'", "'[1, 1, 1]', '[0, 1, 1]'",
			"'[0, 1, 1]', '[0, 1, 1]'" })
	void eachEndSaysHowItBeginsOrEnds(String encoderLayers, String decoderLayers) throws IOException {
		ConfigJson config = ConfigJson.tiny()
			.with("encoder_layers_per_block", encoderLayers)
			.with("decoder_layers_per_block", decoderLayers)
			.with("upsample_block_type", "\"pixel_shuffle\"")
			.with("downsample_block_type", "\"pixel_unshuffle\"");
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(config, 1);
		try (Checkpoint original = folder(config, OriginalNames.of(config.read(), tensors)).open()) {
			tensors.forEach(
					(name, tensor) -> assertThat(original.tensor(name).data().mismatch(tensor.data())).isEqualTo(-1));
		}
	}

	@Test
	void shardsMayBeInTheOriginalNaming() throws IOException {
		ConfigJson config = ConfigJson.tiny();
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(config, 1);
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(config);
		folder.shards(OriginalNames.of(config.read(), tensors));
		try (Checkpoint original = folder.open()) {
			tensors.forEach(
					(name, tensor) -> assertThat(original.tensor(name).data().mismatch(tensor.data())).isEqualTo(-1));
		}
	}

	@Test
	void aMissingTensorIsNamedAsDiffusersNamesIt() throws IOException {
		Map<String, Tensor> tensors = tinyTensors();
		tensors.remove("decoder.stages.0.op_list.1.main.conv2.norm.bias");
		assertRefused(tensors, "renamed from the original DC-AE's names", "missing decoder.up_blocks.0.1.norm.bias");
	}

	@Test
	void anUnexpectedTensorIsNamed() throws IOException {
		Map<String, Tensor> tensors = tinyTensors();
		tensors.put("encoder.stages.7.op_list.0.main.conv1.conv.weight", Tensor.of(new Shape(1), 1f));
		tensors.put("extra", Tensor.of(new Shape(1), 1f));
		assertRefused(tensors, "unexpected encoder.down_blocks.7.0.conv1.weight", "unexpected extra");
	}

	@Test
	void queriesKeysAndValuesThatDifferInNumberAreRefused() throws IOException {
		Map<String, Tensor> tensors = tinyTensors();
		tensors.put(FUSED, Tensor.zeros(DType.F32, new Shape(47, 16, 1, 1)));
		assertRefused(tensors, FUSED, "47 rows");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[48, 16]", "[48, 16, 3, 3]", "[48]", "[]" })
	void aFusedWeightOfAnotherKindIsRefused(String shape) throws IOException {
		Map<String, Tensor> tensors = tinyTensors();
		tensors.put(FUSED, Tensor.zeros(DType.F32, shape(shape)));
		assertRefused(tensors, FUSED, shape, "1x1 convolution");
	}

	@Test
	void aTensorInBothNamingsIsRefused() throws IOException {
		Map<String, Tensor> tensors = tinyTensors();
		tensors.put("encoder.conv_in.bias", Tensor.of(new Shape(1), 1f));
		assertRefused(tensors, "encoder.conv_in.bias", "so is another");
	}

	private void assertRefused(Map<String, Tensor> tensors, String... parts) throws IOException {
		CheckpointFolder folder = folder(ConfigJson.tiny(), tensors);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(folder::open)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
	}

	private static Map<String, Tensor> tinyTensors() throws IOException {
		ConfigJson config = ConfigJson.tiny();
		return OriginalNames.of(config.read(), RandomCheckpoint.tensors(config, 1));
	}

	private CheckpointFolder folder(ConfigJson config, Map<String, Tensor> tensors) throws IOException {
		return new CheckpointFolder(this.temp).config(config).tensors("model.safetensors", tensors);
	}

	private CheckpointFolder original(Path fixture) throws IOException {
		ConfigJson config = ConfigJson.of(Files.readString(fixture.resolve("config.json")));
		Map<String, Tensor> tensors = Safetensors
			.map(fixture.resolve("diffusion_pytorch_model.safetensors"), Arena.ofAuto())
			.tensors();
		return folder(config, OriginalNames.of(config.read(), tensors));
	}

	private static ConfigFile named(String model) {
		return ConfigFile.read(ConfigJson.of("{}").with("model_name", "\"" + model + "\"").bytes());
	}

	private static Shape shape(String text) {
		String sizes = text.replaceAll("[\\[\\] ]", "");
		return sizes.isEmpty() ? new Shape()
				: new Shape(Arrays.stream(sizes.split(",", -1)).mapToLong(Long::parseLong).toArray());
	}

	/**
	 * The memory of full-size tensors, of which nothing is ever read: a file of holes.
	 */
	private MemorySegment holes() throws IOException {
		try (FileChannel channel = FileChannel.open(this.temp.resolve("holes"), StandardOpenOption.CREATE_NEW,
				StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
			return channel.map(MapMode.READ_WRITE, 0, 1L << 30, Arena.ofAuto());
		}
	}

}
