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
import java.util.Set;

import dev.dcae.checkpoint.hub.Repository;
import dev.dcae.tensor.Safetensors;

/**
 * Files of a hub's repository, downloaded as they are needed.
 *
 * @param verified whether those that are there already are held against their hashes
 */
record RepositoryFiles(Repository repository, boolean verified) implements CheckpointFiles {

	@Override
	public String name() {
		return this.repository.reference().toString();
	}

	@Override
	public Set<String> names() {
		return this.repository.names();
	}

	@Override
	public byte[] read(String name) throws IOException {
		return Files.readAllBytes(fetch(name));
	}

	@Override
	public byte[] start(String name, int length) throws IOException {
		try (InputStream in = Files.newInputStream(fetch(name))) {
			return in.readNBytes(length);
		}
	}

	@Override
	public Safetensors open(String name, Arena arena) throws IOException {
		return Safetensors.map(fetch(name), arena);
	}

	Path fetch(String name) {
		return this.repository.fetch(name, this.verified);
	}

}
