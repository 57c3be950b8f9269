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
package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The source of the user's token: the environment, or else the file that
 * {@code hf auth login} writes. Read when it is needed, since files of secrets change.
 *
 * @param value the token itself; empty if the file has it
 * @param file that may have it
 */
record HubToken(String value, Path file) {

	Optional<String> read() {
		String token = this.value.isEmpty() ? fromFile() : this.value;
		if (!token.chars().allMatch((character) -> character > ' ' && character < 0x7f)) {
			throw new HubException(
					"The hub's token, in HF_TOKEN or %s, has characters that no token has".formatted(this.file),
					"put the token alone there, without quotes or spaces");
		}
		return token.isEmpty() ? Optional.empty() : Optional.of(token);
	}

	private String fromFile() {
		if (!Files.exists(this.file)) {
			return "";
		}
		try {
			return Files.readString(this.file).strip();
		}
		catch (IOException ex) {
			throw new HubException("The hub's token cannot be read from %s: %s".formatted(this.file, ex), ex);
		}
	}

	/**
	 * A description without the token.
	 */
	@Override
	public String toString() {
		return this.value.isEmpty() ? this.file.toString() : "(given)";
	}

}
