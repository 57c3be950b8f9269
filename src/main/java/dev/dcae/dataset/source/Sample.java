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
package dev.dcae.dataset.source;

import java.util.List;
import java.util.OptionalLong;

import dev.dcae.dataset.ImageEncoder;

/**
 * An image with what belongs to it.
 *
 * @param key of the sample, of its own in its unit of work
 * @param file the image's name, as the source has it
 * @param image its bytes, read by whoever encodes it
 * @param bytes its size
 * @param modified when its file was last changed, in milliseconds since 1970; 0 where
 * nobody knows
 * @param held bytes that the sample holds in the heap until it is encoded
 * @param members that belong to the image
 * @param label the number of its class, where it has one
 */
public record Sample(String key, String file, ImageEncoder.Reading image, long bytes, long modified, long held,
		List<Member> members, OptionalLong label) implements Found {

	/**
	 * Copies the list.
	 */
	public Sample {
		members = List.copyOf(members);
	}

	/**
	 * The sample when its image is encoded, without the bytes of that.
	 * @param read bytes that it had
	 */
	public Sample encoded(long read) {
		return new Sample(this.key, this.file, () -> {
			throw new IllegalStateException("The image is encoded already");
		}, read, this.modified, 0, this.members, this.label);
	}

	/**
	 * A file that belongs to an image.
	 *
	 * @param ending of its name, behind the key and a dot: {@code json}
	 * @param content shared, not copied
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Member(String ending, byte[] content) {
	}

}
