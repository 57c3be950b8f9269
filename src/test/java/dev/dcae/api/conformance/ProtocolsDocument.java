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
package dev.dcae.api.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The file {@code docs/protocols.md}. Its tables stand between the comments
 * {@code <!-- conformance: NAME -->} and {@code <!-- end -->}; all else is written by
 * hand.
 */
final class ProtocolsDocument {

	private static final Path FILE = Path.of("docs/protocols.md");

	/**
	 * Set to have the tables written instead of compared.
	 */
	private static final String WRITE = "protocols.write";

	private ProtocolsDocument() {
	}

	/**
	 * Holds a table of the file equal to rows, or writes it.
	 */
	static void hold(String section, List<String> rows) throws IOException {
		String text = Files.readString(FILE);
		String begin = "<!-- conformance: %s -->\n".formatted(section);
		int from = text.indexOf(begin) + begin.length();
		int to = text.indexOf("<!-- end -->", from);
		assertThat(text).as("%s has a section for the table", FILE).contains(begin);
		assertThat(to).as("The section %s of %s has an end", section, FILE).isPositive();
		String table = "\n| call | the spec | ours |\n|---|---|---|\n" + String.join("\n", rows) + "\n\n";
		if (Boolean.getBoolean(WRITE)) {
			Files.writeString(FILE, text.substring(0, from) + table + text.substring(to));
			return;
		}
		assertThat(text.substring(from, to))
			.as("The table %s of %s is what its calls make; -D%s=true writes it anew", section, FILE, WRITE)
			.isEqualTo(table);
	}

}
