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
