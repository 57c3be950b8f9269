package dev.dcae.checkpoint;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.dcae.tensor.Safetensors;

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
			throw new CheckpointException("%s is not a directory".formatted(this.directory.toAbsolutePath()));
		}
		try (Stream<Path> files = Files.list(this.directory)) {
			Set<String> names = new TreeSet<>();
			files.filter(Files::isRegularFile).forEach((file) -> names.add(file.getFileName().toString()));
			return names;
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

}
