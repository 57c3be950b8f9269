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
package dev.dcae.image.colour;

import java.nio.ByteBuffer;
import java.util.Optional;

import org.springframework.util.ConcurrentLruCache;

/**
 * Transforms by their profiles, of which those used last are kept. Setting one up takes
 * some milliseconds, as long as decoding a small image, and cameras and editors use the
 * same few profiles for all of theirs.
 */
public final class ColourTransforms {

	private static final int MOST = 32;

	/**
	 * Larger profiles are those of printers, and rare.
	 */
	private static final int MOST_BYTES = 1 << 16;

	private final ConcurrentLruCache<Key, Optional<ColourTransform>> recent = new ConcurrentLruCache<>(MOST,
			(key) -> ColourTransform.of(key.profile().array(), key.channels()));

	/**
	 * The transform of a profile, unless it is not fit for use or not needed:
	 * {@link ColourTransform#of}.
	 */
	public Optional<ColourTransform> of(byte[] profile, int channels) {
		return (profile.length > MOST_BYTES) ? ColourTransform.of(profile, channels)
				: this.recent.get(new Key(ByteBuffer.wrap(profile), channels));
	}

	private record Key(ByteBuffer profile, int channels) {
	}

}
