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

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.TensorFormatException;

/**
 * Resources of the class loader. A class loader does not list folders, so only the usual
 * file names are looked for; an entry of a jar cannot be mapped, so it is read, which
 * suits embedded models of a few megabytes.
 */
record ClasspathFiles(String path, Optional<String> variant) implements CheckpointFiles {

	@Override
	public String name() {
		return CheckpointSource.CLASSPATH + this.path;
	}

	@Override
	public Set<String> names() {
		Set<String> names = new TreeSet<>();
		for (String name : CheckpointLayout.usualNames(this.variant)) {
			if (loader().getResource(this.path + "/" + name) != null) {
				names.add(name);
			}
		}
		if (names.isEmpty()) {
			throw new CheckpointException("There is no checkpoint at " + name(),
					"the jar has classpath:models/dc-ae-tiny-f32c32, dc-ae-tiny-f32c32-1.5, dc-ae-tiny-f8c4 and dc-ae-tiny-f64c128");
		}
		return names;
	}

	@Override
	public byte[] read(String name) throws IOException {
		return start(name, Integer.MAX_VALUE);
	}

	@Override
	public byte[] start(String name, int length) throws IOException {
		try (InputStream in = loader().getResourceAsStream(this.path + "/" + name)) {
			if (in == null) {
				throw new FileNotFoundException(name);
			}
			return in.readNBytes(length);
		}
	}

	@Override
	public Safetensors open(String name, Arena arena) throws IOException {
		try {
			return Safetensors.parseAny(MemorySegment.ofArray(read(name)));
		}
		catch (TensorFormatException ex) {
			throw new TensorFormatException(name + ": " + ex.getMessage(), ex);
		}
	}

	private static ClassLoader loader() {
		ClassLoader context = Thread.currentThread().getContextClassLoader();
		return (context != null) ? context : ClassLoader.getSystemClassLoader();
	}

}
