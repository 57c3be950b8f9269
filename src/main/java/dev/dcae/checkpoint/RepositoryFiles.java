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
