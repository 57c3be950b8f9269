package dev.dcae.image;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The ICC profile of an iCCP chunk: a name, a zero, a compression method, zlib data.
 */
final class PngProfile {

	private static final int FIRST_GUESS = 4096;

	private PngProfile() {
	}

	/**
	 * Inflates the profile, unless it is broken or larger than any profile is.
	 */
	static Optional<byte[]> inflate(ByteBuffer chunk) {
		try (Inflater inflater = new Inflater()) {
			int name = 0;
			while (chunk.get(name) != 0) {
				name++;
			}
			inflater.setInput(chunk.slice(name + 2, chunk.limit() - name - 2));
			byte[] profile = new byte[FIRST_GUESS];
			int filled = 0;
			while (!inflater.finished()) {
				int more = inflater.inflate(profile, filled, profile.length - filled);
				filled += more;
				if (more == 0 || filled > ColourTransform.MOST_BYTES) {
					return Optional.empty();
				}
				if (filled == profile.length) {
					profile = Arrays.copyOf(profile, 2 * filled);
				}
			}
			return Optional.of(Arrays.copyOf(profile, filled));
		}
		catch (DataFormatException | IndexOutOfBoundsException ex) {
			return Optional.empty();
		}
	}

}
