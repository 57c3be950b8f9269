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
package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Weights that the compiler refuses, and archives that it tells apart.
 */
class CompilerTests {

	private static final ConfigJson CONFIG = ConfigJson.tiny().with("decoder_norm_types", "\"batch_norm\"");

	private Map<String, Tensor> tensors = Map.of();

	@TempDir
	Path temp;

	@BeforeEach
	void randomTensors() throws IOException {
		this.tensors = new LinkedHashMap<>(RandomCheckpoint.tensors(CONFIG, 1));
	}

	@Test
	void aWeightTooLargeForFp16IsNamed() {
		String name = "encoder.conv_out.bias";
		this.tensors.put(name, Tensor.of(new Shape(4), 0f, 1f, -70000f, 2f));
		assertThatIllegalArgumentException().isThrownBy(() -> write(Precision.FP16))
			.withMessageContainingAll(name, "-70000", "choose bfloat16 or float32");
		assertThatNoException().isThrownBy(() -> write(Precision.BF16));
		assertThatNoException().isThrownBy(() -> write(Precision.FP32));
	}

	@Test
	void theSmallestWeightThatFp16CannotHoldIsTooLarge() {
		this.tensors.put("encoder.conv_out.bias", Tensor.of(new Shape(4), 0f, -65520f, 0f, 0f));
		assertThatIllegalArgumentException().isThrownBy(() -> write(Precision.FP16)).withMessageContaining("-65520");
	}

	@Test
	void aWeightThatFoldingMakesTooLargeIsNamed() {
		String block = "decoder.up_blocks.0.1.";
		this.tensors.put(block + "norm.weight", Tensor.of(new Shape(8), 1e7f, 1f, 1f, 1f, 1f, 1f, 1f, 1f));
		assertThatIllegalArgumentException().isThrownBy(() -> write(Precision.FP16))
			.withMessageContaining(block + "conv2.weight");
	}

	@Test
	void theLargestWeightOfFp16IsNotTooLarge() {
		this.tensors.put("encoder.conv_out.bias", Tensor.of(new Shape(4), 65504f, -65504f, 65519f, 0f));
		assertThatNoException().isThrownBy(() -> write(Precision.FP16));
	}

	@ParameterizedTest
	@EnumSource
	void thePrecisionIsPartOfTheFingerprint(Precision precision) {
		for (Precision other : Precision.values()) {
			assertThat(compiler(precision).fingerprint().equals(compiler(other).fingerprint()))
				.isEqualTo(precision == other);
		}
	}

	@Test
	void theConfigIsPartOfTheFingerprint() {
		Compiler other = Compiler.of(CONFIG.with("encoder_out_shortcut", "false").read(), this::tensor, Precision.FP32);
		assertThat(other.fingerprint()).isNotEqualTo(compiler(Precision.FP32).fingerprint());
	}

	@Test
	void anOutlineIsAllOfTheArchiveButTheValues() throws IOException {
		Path archive = this.temp.resolve("archive.pt");
		try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			compiler(Precision.BF16).writeTo(channel);
		}
		Map<String, byte[]> outline = compiler(Precision.BF16).outline();
		List<String> storages = new String(Objects.requireNonNull(outline.get("storages.tsv")), StandardCharsets.UTF_8)
			.lines()
			.toList();
		assertThat(storages).startsWith("bfloat16\t[8, 3, 3, 3]\tencoder.conv_in.weight",
				"bfloat16\t[8]\tencoder.conv_in.bias");
		try (ZipFile zip = new ZipFile(archive.toFile())) {
			Set<String> values = new HashSet<>();
			for (ZipEntry entry : Collections.list(zip.entries())) {
				String name = entry.getName().substring("archive/".length());
				if (name.startsWith("data/")) {
					values.add(name);
				}
				else {
					assertThat(zip.getInputStream(entry)).as(name)
						.hasBinaryContent(Objects.requireNonNull(outline.get(name)));
				}
			}
			assertThat(values).hasSameSizeAs(storages).contains("data/0", "data/" + (storages.size() - 1));
			assertThat(zip.size()).isEqualTo(outline.size() - 1 + storages.size());
		}
	}

	private void write(Precision precision) throws IOException {
		try (FileChannel channel = FileChannel.open(this.temp.resolve(precision + ".pt"), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE)) {
			compiler(precision).writeTo(channel);
		}
	}

	private Compiler compiler(Precision precision) {
		return Compiler.of(CONFIG.read(), this::tensor, precision);
	}

	private Tensor tensor(String name) {
		return Objects.requireNonNull(this.tensors.get(name));
	}

}
