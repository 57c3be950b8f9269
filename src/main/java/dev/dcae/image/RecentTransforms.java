package dev.dcae.image;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The transforms of the profiles seen last. Setting one up takes some milliseconds, as
 * long as decoding a small picture, and cameras and editors use the same few profiles for
 * all of theirs.
 */
final class RecentTransforms {

	private static final int MOST = 32;

	/**
	 * Larger profiles are those of printers, and rare.
	 */
	private static final int MOST_BYTES = 1 << 16;

	private static final Map<Key, Optional<ColourTransform>> RECENT = Collections
		.synchronizedMap(new LinkedHashMap<>(MOST, 0.75f, true) {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(Map.Entry<Key, Optional<ColourTransform>> eldest) {
				return size() > MOST;
			}

		});

	private RecentTransforms() {
	}

	/**
	 * What {@link ColourTransform#of} returns.
	 */
	static Optional<ColourTransform> of(byte[] profile, int channels) {
		if (profile.length > MOST_BYTES) {
			return ColourTransform.of(profile, channels);
		}
		Key key = new Key(ByteBuffer.wrap(profile), channels);
		Optional<ColourTransform> known = RECENT.get(key);
		if (known != null) {
			return known;
		}
		Optional<ColourTransform> transform = ColourTransform.of(profile, channels);
		RECENT.put(key, transform);
		return transform;
	}

	private record Key(ByteBuffer profile, int channels) {
	}

}
