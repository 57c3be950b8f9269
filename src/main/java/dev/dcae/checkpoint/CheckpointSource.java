package dev.dcae.checkpoint;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import dev.dcae.checkpoint.hub.HubException;
import dev.dcae.checkpoint.hub.HubReference;

/**
 * The place of a checkpoint's files.
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
	 * A repository of a hub, or a folder of one: the hub that the environment names,
	 * unless whoever opens it has one of its own.
	 */
	record OnHub(HubReference reference) implements CheckpointSource {
	}

	/**
	 * Reads a configured source: {@code hf:owner/name[@revision][/subfolder]},
	 * {@code classpath:folder} or a directory.
	 * @throws CheckpointException if it is none of these
	 */
	static CheckpointSource of(String source) {
		if (source.startsWith(HubReference.PREFIX)) {
			try {
				return new OnHub(HubReference.of(source));
			}
			catch (HubException ex) {
				throw new CheckpointException("The source of a checkpoint is wrong: " + ex.getMessage(), ex);
			}
		}
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
