package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The beginning of a file, and what it is the beginning of.
 *
 * @param path of the bytes
 * @param tagFile has the entity tag of whoever sent them, which need not be their hash
 */
record IncompleteFile(Path path, Path tagFile) {

	long size() throws IOException {
		return Files.exists(this.path) ? Files.size(this.path) : 0;
	}

	FileChannel open() throws IOException {
		return FileChannel.open(this.path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
	}

	/**
	 * The tag, quoted; empty if there was none to trust.
	 */
	String tag() throws IOException {
		return Files.exists(this.tagFile) ? Files.readString(this.tagFile) : "";
	}

	void remember(String tag) throws IOException {
		// A weak one cannot vouch for bytes.
		if (tag.matches("\"[!#-~]*\"")) {
			Files.writeString(this.tagFile, tag);
		}
		else {
			Files.deleteIfExists(this.tagFile);
		}
	}

	void discard() throws IOException {
		Files.deleteIfExists(this.path);
		Files.deleteIfExists(this.tagFile);
	}

}
