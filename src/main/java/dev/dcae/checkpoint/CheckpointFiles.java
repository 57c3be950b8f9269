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
import java.util.Map;
import java.util.Set;

import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;

/**
 * The files of one checkpoint, wherever they are.
 */
interface CheckpointFiles {

	/**
	 * The name of the place in errors.
	 */
	String name();

	/**
	 * The names of the files, without folders.
	 */
	Set<String> names() throws IOException;

	/**
	 * A small file, whole.
	 */
	byte[] read(String name) throws IOException;

	/**
	 * The first bytes of a file, as many as are asked for or there are.
	 */
	byte[] start(String name, int length) throws IOException;

	/**
	 * A safetensors file whose memory lives as long as the arena.
	 * @throws dev.dcae.tensor.TensorFormatException if it is none, naming the file
	 */
	Safetensors open(String name, Arena arena) throws IOException;

	/**
	 * The tensors of a file of {@code torch.save}, in the heap.
	 * @throws dev.dcae.tensor.TensorFormatException if it holds anything else
	 */
	default Map<String, Tensor> unpickle(String name) throws IOException {
		throw new CheckpointException("%s of %s cannot be read there".formatted(name, name()),
				"put the file into a folder");
	}

	/**
	 * The files of a source that is on this machine.
	 */
	static CheckpointFiles of(CheckpointSource source) {
		return switch (source) {
			case CheckpointSource.Directory directory -> new DirectoryFiles(directory.path());
			case CheckpointSource.Classpath classpath -> new ClasspathFiles(classpath.path(), classpath.variant());
			case CheckpointSource.OnHub _ -> throw new IllegalArgumentException(
					"A CheckpointHub brings a checkpoint of the hub to this machine first");
		};
	}

}
