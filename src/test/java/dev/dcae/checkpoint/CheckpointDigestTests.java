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
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import dev.dcae.model.ConfigJson;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The changes that a checkpoint's digests tell apart, and those that they do not.
 */
class CheckpointDigestTests {

	private static final ConfigJson SANA = ConfigJson.tiny();

	/**
	 * SANA's encoder with a decoder of another kind.
	 */
	private static final ConfigJson LITE = SANA.with("decoder_block_types", "\"ResBlock\"")
		.with("decoder_layers_per_block", "[0, 2, 1]")
		.with("upsample_block_type", "\"pixel_shuffle\"")
		.with("decoder_norm_types", "\"batch_norm\"")
		.with("decoder_conv_act_fn", "\"silu\"");

	@TempDir
	Path temp;

	@Test
	void filesDoNotMatter() throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(SANA, 1);
		CheckpointFolder sharded = folder("sharded").config(SANA.with("_name_or_path", "\"x\""));
		sharded.shards(tensors);
		assertThat(digests(sharded)).isEqualTo(digests(SANA, tensors));
	}

	@Test
	void oneBitOfAWeightMatters() throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(SANA, 1);
		Digests before = digests(SANA, tensors);
		flip(tensors, "decoder.conv_out.bias");
		Digests decoder = digests(SANA, tensors);
		assertThat(decoder.whole()).isNotEqualTo(before.whole());
		assertThat(decoder.encoder()).isEqualTo(before.encoder());
		flip(tensors, "encoder.conv_out.bias");
		Digests encoder = digests(SANA, tensors);
		assertThat(encoder.whole()).isNotEqualTo(decoder.whole());
		assertThat(encoder.encoder()).isNotEqualTo(before.encoder());
	}

	@Test
	void exchangedTensorsMatter() throws IOException {
		Map<String, Tensor> tensors = new LinkedHashMap<>(RandomCheckpoint.tensors(SANA, 1));
		Digests before = digests(SANA, tensors);
		String first = "encoder.down_blocks.2.0.attn.to_q.weight";
		String second = "encoder.down_blocks.2.0.attn.to_k.weight";
		Tensor query = Objects.requireNonNull(tensors.get(first));
		tensors.put(first, Objects.requireNonNull(tensors.get(second)));
		tensors.put(second, query);
		assertThat(digests(SANA, tensors).encoder()).isNotEqualTo(before.encoder());
	}

	@Test
	void theStoredPrecisionMatters() throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(SANA, 1);
		Map<String, Tensor> halves = new LinkedHashMap<>();
		tensors.forEach((name, tensor) -> halves.put(name, tensor.to(DType.F16)));
		assertThat(digests(SANA, halves).encoder()).isNotEqualTo(digests(SANA, tensors).encoder());
	}

	@Test
	void equalEncodersHaveEqualEncoderDigestsWhateverTheirDecoders() throws IOException {
		Digests sana = digests(SANA, RandomCheckpoint.tensors(SANA, 1));
		Digests lite = digests(LITE, RandomCheckpoint.tensors(LITE, 1));
		assertThat(lite.encoder()).isEqualTo(sana.encoder());
		assertThat(lite.whole()).isNotEqualTo(sana.whole());
	}

	@Test
	void anEncodersConfigMattersThoughItsTensorsAreTheSame() throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(SANA, 1);
		Digests with = digests(SANA, tensors);
		Digests without = digests(SANA.with("encoder_out_shortcut", "false"), tensors);
		assertThat(without.encoder()).isNotEqualTo(with.encoder());
	}

	@Test
	void theScalingFactorIsNotTheEncoders() throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(SANA, 1);
		Digests half = digests(SANA, tensors);
		Digests quarter = digests(SANA.with("scaling_factor", "0.25"), tensors);
		assertThat(quarter.encoder()).isEqualTo(half.encoder());
		assertThat(quarter.whole()).isNotEqualTo(half.whole());
	}

	private record Digests(String whole, String encoder) {
	}

	private Digests digests(ConfigJson config, Map<String, Tensor> tensors) throws IOException {
		return digests(folder("single").config(config).tensors(CheckpointFolder.SINGLE, tensors));
	}

	private static Digests digests(CheckpointFolder folder) {
		try (Checkpoint checkpoint = folder.open()) {
			assertThat(checkpoint.digest()).matches("[0-9a-f]{64}");
			assertThat(checkpoint.encoderDigest()).matches("[0-9a-f]{64}");
			return new Digests(checkpoint.digest(), checkpoint.encoderDigest());
		}
	}

	private CheckpointFolder folder(String name) throws IOException {
		return new CheckpointFolder(Files.createDirectories(this.temp.resolve(name)));
	}

	private static void flip(Map<String, Tensor> tensors, String name) {
		Tensor tensor = Objects.requireNonNull(tensors.get(name));
		byte first = tensor.data().get(ValueLayout.JAVA_BYTE, 0);
		tensor.data().set(ValueLayout.JAVA_BYTE, 0, (byte) (first ^ 1));
	}

}
