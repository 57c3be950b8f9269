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
package dev.dcae.engine;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;

/**
 * A random-weight checkpoint with inputs and outputs computed by diffusers. Of large ones
 * every fourth row and column is kept, of the first item of a batch.
 */
public record Fixture(Path folder, Map<String, Tensor> golden) {

	private static final Path ALL = Path.of("src/test/resources/fixtures");

	public static Fixture of(String name) throws IOException {
		Path folder = ALL.resolve(name);
		// Apart where the checkpoint would be another with a file more.
		Path apart = folder.resolve("checkpoint");
		// Those that share images have none of their own.
		Map<String, Tensor> golden = new HashMap<>(tensors(ALL.resolve("images.safetensors")));
		golden.putAll(tensors(folder.resolve("golden.safetensors")));
		return new Fixture(Files.isDirectory(apart) ? apart : folder, golden);
	}

	private static Map<String, Tensor> tensors(Path file) throws IOException {
		return Safetensors.map(file, Arena.ofAuto()).tensors();
	}

	public TorchRunner load(Path cache, Precision precision) throws IOException {
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(this.folder))) {
			Compiler compiler = Compiler.of(checkpoint.config(), checkpoint::tensor, precision);
			Path archive = new ArchiveCache(cache).get(checkpoint.digest(), compiler);
			return TorchRunner.load(archive, checkpoint.config(), "cpu", 2);
		}
	}

	/**
	 * The checkpoint's config, with what only its tensors say.
	 */
	public AutoencoderConfig config() {
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(this.folder))) {
			return checkpoint.config();
		}
	}

	public Tensor golden(String name) {
		Tensor tensor = this.golden.get(name);
		if (tensor == null) {
			throw new IllegalArgumentException(name);
		}
		return tensor;
	}

	public List<Tensor> items(String name) {
		return items(golden(name));
	}

	static List<Tensor> items(Tensor batch) {
		List<Tensor> items = new ArrayList<>();
		for (int i = 0; i < batch.shape().size(0); i++) {
			items.add(batch.get(i));
		}
		return items;
	}

}
