package dev.dcae.dataset.folder;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import tools.jackson.databind.json.JsonMapper;

/**
 * The files that have no latent after a run, and why: a JSON object a line. Each run
 * begins anew, since it tries them all again.
 */
final class Failures implements Closeable {

	private final BufferedWriter lines;

	private int count;

	private Failures(BufferedWriter lines) {
		this.lines = lines;
	}

	static Failures create(Path file) throws IOException {
		return new Failures(Files.newBufferedWriter(file));
	}

	void add(String name, String reason) throws IOException {
		Map<String, String> line = new LinkedHashMap<>();
		line.put("key", name);
		line.put("reason", reason);
		this.lines.write(JsonMapper.shared().writeValueAsString(line));
		this.lines.newLine();
		this.lines.flush();
		this.count++;
	}

	int count() {
		return this.count;
	}

	@Override
	public void close() throws IOException {
		this.lines.close();
	}

}
