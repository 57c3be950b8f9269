package dev.dcae.image.colour;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.springframework.util.ConcurrentLruCache;

/**
 * The transforms of the profiles seen last. Setting one up takes some milliseconds, as
 * long as decoding a small picture, and cameras and editors use the same few profiles for
 * all of theirs.
 */
public final class RecentTransforms {

	private static final int MOST = 32;

	/**
	 * Larger profiles are those of printers, and rare.
	 */
	private static final int MOST_BYTES = 1 << 16;

	private static final ConcurrentLruCache<Key, Optional<ColourTransform>> RECENT = new ConcurrentLruCache<>(MOST,
			(key) -> ColourTransform.of(key.profile().array(), key.channels()));

	private RecentTransforms() {
	}

	/**
	 * What {@link ColourTransform#of} returns.
	 */
	public static Optional<ColourTransform> of(byte[] profile, int channels) {
		return (profile.length > MOST_BYTES) ? ColourTransform.of(profile, channels)
				: RECENT.get(new Key(ByteBuffer.wrap(profile), channels));
	}

	private record Key(ByteBuffer profile, int channels) {
	}

}
