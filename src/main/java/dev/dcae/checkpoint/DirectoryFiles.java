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
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.dcae.checkpoint.hub.HubReference;
import dev.dcae.tensor.PthFile;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;

/**
 * Files of a folder; tensors are memory-mapped, so that their bytes are the page cache's,
 * not this process's.
 */
record DirectoryFiles(Path directory) implements CheckpointFiles {

	@Override
	public String name() {
		return this.directory.toString();
	}

	@Override
	public Set<String> names() throws IOException {
		if (!Files.isDirectory(this.directory)) {
			throw new CheckpointException(Files.exists(this.directory)
					? "%s is a file, not a folder".formatted(this.directory.toAbsolutePath())
					: "There is no folder %s".formatted(this.directory.toAbsolutePath()), instead());
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			Set<String> names = new TreeSet<>();
			files.filter(Files::isRegularFile).forEach((file) -> names.add(file.getFileName().toString()));
			return names;
		}
	}

	/**
	 * The remedy: a guess at what was meant.
	 */
	private String instead() {
		String path = this.directory.toString();
		if (Files.exists(this.directory)) {
			return path.endsWith(".safetensors")
					? "name the folder with this file and its config.json: %s"
						.formatted(this.directory.toAbsolutePath().getParent())
					: "name a folder with config.json and .safetensors files; other weights have to be converted, as by diffusers' save_pretrained";
		}
		if (path.startsWith("~")) {
			return "write the home folder out: nobody replaces the ~ here";
		}
		Path parent = this.directory.getParent();
		boolean misspelt = parent != null && Files.exists(parent);
		return (!misspelt && HubReference.matches(HubReference.PREFIX + path))
				? "did you mean %s%s, of the hub?".formatted(HubReference.PREFIX, path)
				: "name a folder with config.json and .safetensors files, or hf:owner/name for one of the hub";
	}

	@Override
	public byte[] start(String name, int length) throws IOException {
		try (InputStream in = Files.newInputStream(this.directory.resolve(name))) {
			return in.readNBytes(length);
		}
	}

	@Override
	public byte[] read(String name) throws IOException {
		return Files.readAllBytes(this.directory.resolve(name));
	}

	@Override
	public Safetensors open(String name, Arena arena) throws IOException {
		return Safetensors.map(this.directory.resolve(name), arena);
	}

	@Override
	public Map<String, Tensor> unpickle(String name) throws IOException {
		return PthFile.read(this.directory.resolve(name));
	}

}
