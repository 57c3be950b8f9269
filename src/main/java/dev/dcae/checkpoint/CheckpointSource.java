package dev.dcae.checkpoint;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where a checkpoint's files are.
 */
public sealed interface CheckpointSource {

	/**
	 * The prefix of a source on the classpath.
	 */
	String CLASSPATH = "classpath:";

	/**
	 * A folder with {@code config.json} and safetensors.
	 */
	record Directory(Path path) implements CheckpointSource {
	}

	/**
	 * The same files as resources under a path of the class loader, without a leading
	 * slash.
	 */
	record Classpath(String path) implements CheckpointSource {
	}

	/**
	 * Reads a configured source: {@code classpath:folder} or a directory.
	 * @throws CheckpointException if it is neither
	 */
	static CheckpointSource of(String source) {
		if (source.startsWith(CLASSPATH)) {
			String path = source.substring(CLASSPATH.length());
			return new Classpath(path.replaceAll("^/+|/+$", ""));
		}
		if (source.isBlank()) {
			// As a path it would be the folder that the process was started in.
			throw new CheckpointException("The source of a checkpoint is empty");
		}
		try {
			return new Directory(Path.of(source));
		}
		catch (InvalidPathException ex) {
			throw new CheckpointException("The source of a checkpoint is not a path: " + ex.getReason(), ex);
		}
	}

}
