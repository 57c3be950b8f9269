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
