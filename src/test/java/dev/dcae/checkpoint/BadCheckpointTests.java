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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.function.Consumer;

import dev.dcae.model.ConfigJson;
import dev.dcae.model.InvalidConfigException;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.dcae.checkpoint.CheckpointFolder.INDEX;
import static dev.dcae.checkpoint.CheckpointFolder.SHARDS;
import static dev.dcae.checkpoint.CheckpointFolder.SINGLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Checkpoints that are refused, with the name of the file or the tensor that is to blame.
 */
class BadCheckpointTests {

	private static final String NAME = "encoder.down_blocks.0.0.conv1.weight";

	private final ConfigJson config = ConfigJson.tiny().with("decoder_norm_types", "\"batch_norm\"");

	private Map<String, Tensor> tensors = Map.of();

	@TempDir
	Path temp;

	@BeforeEach
	void randomTensors() throws IOException {
		this.tensors = new LinkedHashMap<>(RandomCheckpoint.tensors(this.config, 1));
	}

	@Test
	void aDirectoryThatIsNotThereIsRefused() {
		assertRefused(new CheckpointFolder(this.temp.resolve("nowhere")), "There is no folder", "nowhere");
	}

	@Test
	void aFileInsteadOfADirectoryIsRefused() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).tensors(SINGLE, this.tensors);
		assertRefused(new CheckpointFolder(folder.path().resolve(SINGLE)), SINGLE, "is a file, not a folder",
				"name the folder with this file and its config.json: " + folder.path().toAbsolutePath());
	}

	@Test
	void aClasspathWithoutACheckpointIsRefused() {
		assertThatExceptionOfType(CheckpointException.class)
			.isThrownBy(() -> Checkpoint.open(CheckpointSource.of("classpath:models/none")))
			.withMessageContaining("classpath:models/none");
	}

	@Test
	void aSourceThatNoPathCanSayIsRefused() {
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> CheckpointSource.of("a\0b"))
			.withMessageContaining("is not a path");
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> CheckpointSource.of(" "))
			.withMessageContaining("is empty");
	}

	@ParameterizedTest
	@CsvSource({ "mit-han-lab/dc-ae, did you mean hf:mit-han-lab/dc-ae",
			"mit-han-lab/dc-ae@main/vae, did you mean hf:mit-han-lab/dc-ae@main/vae",
			"HF:mit-han-lab/dc-ae, did you mean hf:mit-han-lab/dc-ae?",
			"hf://mit-han-lab/dc-ae, did you mean hf:mit-han-lab/dc-ae?",
			"https://huggingface.co/mit-han-lab/dc-ae, did you mean hf:mit-han-lab/dc-ae?",
			"https://huggingface.co/mit-han-lab/dc-ae/tree/main, did you mean hf:mit-han-lab/dc-ae?",
			"https://example.com/some/long/way/to/a b, 'name a folder, or hf:owner/name'",
			"~/models/x, 'write the home folder out'", "models, 'name a folder with config.json'" })
	void whatIsNoFolderIsGuessed(String source, String remedy) {
		assertThatExceptionOfType(CheckpointException.class)
			.isThrownBy(() -> Checkpoint.open(CheckpointSource.of(source)))
			.satisfies((ex) -> assertThat(ex.remedy()).startsWith(remedy));
	}

	@ParameterizedTest
	@CsvSource({ "'version https://git-lfs.github.com/spec/v1', Git LFS pointer, git lfs pull",
			"<!DOCTYPE html>, a web page, /resolve/", "'PK\u0003\u0004', a zip, convert it to safetensors",
			"'', empty, download it again", "'\u001f\u008b', gzip, unpack it" })
	void aFileOfAnotherKindIsCalledWhatItIs(String start, String kind, String remedy) throws IOException {
		byte[] bytes = start.getBytes(StandardCharsets.ISO_8859_1);
		CheckpointFolder folder = good();
		Files.write(folder.path().resolve(SINGLE), bytes);
		assertRefused(folder, SINGLE, folder.path().toString(), kind, remedy);
		CheckpointFolder config = good();
		Files.write(config.path().resolve("config.json"), bytes);
		assertRefused(config, "config.json", config.path().toString(), kind, remedy);
		config.config(this.config);
		Files.write(config.path().resolve(INDEX), bytes);
		assertRefused(config, INDEX, kind, remedy);
	}

	@Test
	void aFolderWithoutAConfigIsRefused() throws IOException {
		assertRefused(new CheckpointFolder(this.temp).tensors(SINGLE, this.tensors), this.temp.toString(),
				"has no config.json");
	}

	@Test
	void aConfigOfAnotherModelIsRefused() throws IOException {
		CheckpointFolder folder = good().config(this.config.with("_class_name", "\"UNet2DModel\""));
		assertThatExceptionOfType(InvalidConfigException.class).isThrownBy(folder::open)
			.withMessageContaining("UNet2DModel");
	}

	@Test
	void aFolderWithoutTensorsIsRefused() throws IOException {
		assertRefused(new CheckpointFolder(this.temp).config(this.config).text("model.ckpt", ""), this.temp.toString(),
				"has no .safetensors file");
	}

	@Test
	void severalFilesOfUnclearPurposeAreRefused() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config)
			.tensors("a.safetensors", this.tensors)
			.tensors("b.safetensors", this.tensors);
		assertRefused(folder, "a.safetensors, b.safetensors", "unclear", SINGLE);
	}

	@Test
	void aMissingTensorIsNamed() throws IOException {
		this.tensors.remove(NAME);
		assertRefused(good(), "missing " + NAME);
	}

	@Test
	void anUnexpectedTensorIsNamed() throws IOException {
		this.tensors.put("quant_conv.weight", Tensor.of(new Shape(1), 1f));
		assertRefused(good(), "unexpected quant_conv.weight");
	}

	@Test
	void aMisshapenTensorIsNamedWithBothShapes() throws IOException {
		this.tensors.put(NAME, Tensor.zeros(DType.F32, new Shape(8, 8, 3)));
		assertRefused(good(), NAME + " has the shape [8, 8, 3], not [8, 8, 3, 3]");
	}

	@ParameterizedTest
	@CsvSource({ "I64, int64", "F64, float64", "U8, uint8", "BOOL, bool", "F8_E4M3, F8_E4M3", "U16, U16" })
	void aWeightThatIsNoFloatIsRefused(DType dtype, String name) throws IOException {
		this.tensors.put(NAME, Tensor.zeros(dtype, new Shape(8, 8, 3, 3)));
		assertRefused(good(), NAME + " is " + name);
	}

	@Test
	void aCounterThatIsNoIntegerIsRefused() throws IOException {
		String counter = "decoder.up_blocks.0.1.norm.num_batches_tracked";
		this.tensors.put(counter, Tensor.of(new Shape(), 1f));
		assertRefused(good(), counter + " is float32, not int64");
	}

	@Test
	void manyProblemsAreSummarised() throws IOException {
		this.tensors.clear();
		assertRefused(good(), "missing encoder.conv_in.weight; missing encoder.conv_in.bias", "more");
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(good()::open)
			.satisfies((ex) -> assertThat(String.valueOf(ex.getMessage()).split("missing ", -1)).hasSize(11));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 7, 8, 100, -1, -1000 })
	void aTruncatedFileIsRefused(int length) throws IOException {
		CheckpointFolder folder = good();
		byte[] whole = Files.readAllBytes(this.temp.resolve(SINGLE));
		Files.write(this.temp.resolve(SINGLE), Arrays.copyOf(whole, (length < 0) ? whole.length + length : length));
		assertRefused(folder, SINGLE);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(folder::open)
			.satisfies(
					(ex) -> assertThat(String.valueOf(ex.getMessage()).split(SINGLE, -1)).as("named once").hasSize(2));
	}

	@Test
	void overlappingTensorsAreRefused() throws IOException {
		CheckpointFolder folder = good();
		byte[] header = """
				{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"""
			.getBytes(StandardCharsets.US_ASCII);
		byte[] file = new byte[8 + header.length + 12];
		file[0] = (byte) header.length;
		System.arraycopy(header, 0, file, 8, header.length);
		Files.write(this.temp.resolve(SINGLE), file);
		assertRefused(folder, SINGLE, "'b'", "overlaps");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../x.safetensors", "/etc/x.safetensors", "sub/x.safetensors", "..\\\\x.safetensors",
			".safetensors", "x.bin", "", "x.safetensors\\u0000" })
	void anIndexThatPointsElsewhereIsRefused(String file) throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config)
			.text(INDEX, "{\"weight_map\": {\"%s\": \"%s\"}}".formatted(NAME, file));
		assertRefused(folder, INDEX, NAME, "not the name of a .safetensors file");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{}", "[]", "{\"weight_map\": {}}", "{\"weight_map\": []}", "{\"weight_map\": null}",
			"{\"weight_map\": \"x\"}", "{" })
	void anIndexWithoutAMapIsRefused(String json) throws IOException {
		assertRefused(new CheckpointFolder(this.temp).config(this.config).text(INDEX, json), INDEX);
	}

	@Test
	void aDeeplyNestedIndexIsRefused() throws IOException {
		assertRefused(new CheckpointFolder(this.temp).config(this.config).text(INDEX, "[".repeat(100_000)), INDEX,
				"is not JSON");
	}

	@Test
	void aMissingShardIsNamed() throws IOException {
		CheckpointFolder folder = sharded((weightMap) -> {
		});
		Files.delete(this.temp.resolve(SHARDS.get(1)));
		assertRefused(folder, "has no " + SHARDS.get(1));
	}

	@Test
	void aTensorThatItsShardLacksIsNamed() throws IOException {
		CheckpointFolder folder = sharded((weightMap) -> weightMap.put("quant_conv.weight", SHARDS.getFirst()));
		assertRefused(folder, SHARDS.getFirst(), "lacks", "quant_conv.weight");
	}

	@Test
	void aTensorThatTheIndexDoesNotKnowIsNamed() throws IOException {
		CheckpointFolder folder = sharded((weightMap) -> weightMap.remove(NAME));
		assertRefused(folder, "does not put into it", NAME);
	}

	@Test
	void aTensorInTwoShardsIsRefused() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config);
		Map<String, String> weightMap = folder.shards(this.tensors);
		int other = 1 - SHARDS.indexOf(weightMap.get(NAME));
		Map<String, Tensor> twice = new LinkedHashMap<>(this.tensors);
		twice.keySet().removeIf((name) -> !name.equals(NAME) && !SHARDS.get(other).equals(weightMap.get(name)));
		folder.tensors(SHARDS.get(other), twice);
		assertRefused(folder, SHARDS.get(other), "does not put into it", NAME);
	}

	@Test
	void aTensorThatTheIndexPutsIntoTwoShardsIsRefused() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config);
		folder.shards(this.tensors);
		folder.tensors(SHARDS.get(0), this.tensors).tensors(SHARDS.get(1), Map.of(NAME, value(NAME)));
		StringJoiner entries = new StringJoiner(", ");
		this.tensors.keySet().forEach((name) -> entries.add("\"%s\": \"%s\"".formatted(name, SHARDS.get(0))));
		entries.add("\"%s\": \"%s\"".formatted(NAME, SHARDS.get(1)));
		folder.text(INDEX, "{\"weight_map\": {%s}}".formatted(entries));
		assertRefused(folder, SHARDS.get(0), "does not put into it", NAME);
	}

	@Test
	void aShardOfAnotherModelIsSummarised() throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config);
		folder.shards(this.tensors);
		folder.tensors(SHARDS.get(1), Map.of());
		assertRefused(folder, SHARDS.get(1), "lacks", "more");
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(folder::open)
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(1000));
	}

	@Test
	void aConfigThatCannotBeReadIsRefused() throws IOException {
		CheckpointFolder folder = good();
		Files.delete(this.temp.resolve("config.json"));
		Files.createDirectory(this.temp.resolve("config.json"));
		assertRefused(folder, "config.json");
	}

	private Tensor value(String name) {
		return Objects.requireNonNull(this.tensors.get(name));
	}

	private CheckpointFolder good() throws IOException {
		return new CheckpointFolder(this.temp).config(this.config).tensors(SINGLE, this.tensors);
	}

	private CheckpointFolder sharded(Consumer<Map<String, String>> change) throws IOException {
		CheckpointFolder folder = new CheckpointFolder(this.temp).config(this.config);
		Map<String, String> weightMap = folder.shards(this.tensors);
		change.accept(weightMap);
		return folder.index(weightMap);
	}

	private static void assertRefused(CheckpointFolder folder, String... parts) {
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(folder::open)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(parts));
	}

}
