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

import java.util.Optional;
import java.util.OptionalLong;

import dev.dcae.dataset.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * An image file that was found.
 *
 * @param key by which it is known
 * @param store that it lies in
 * @param name of it there
 * @param bytes its size
 * @param modified when it was last changed, in milliseconds since 1970
 * @param label the number of its class, where it has one
 * @param problem the reason why it cannot be used; null of most
 */
public record ListedImage(String key, Store store, String name, long bytes, long modified, OptionalLong label,
		@Nullable String problem) {

	ListedImage(String key, Store store, String name, long bytes, long modified) {
		this(key, store, name, bytes, modified, OptionalLong.empty(), null);
	}

	static ListedImage unusable(String key, Store store, String problem) {
		return new ListedImage(key, store, key, 0, 0, OptionalLong.empty(), problem);
	}

	ListedImage withKey(String other) {
		return new ListedImage(other, this.store, this.name, this.bytes, this.modified, this.label, this.problem);
	}

	ListedImage withLabel(long number) {
		return new ListedImage(this.key, this.store, this.name, this.bytes, this.modified, OptionalLong.of(number),
				this.problem);
	}

	Optional<String> whyNot() {
		return Optional.ofNullable(this.problem);
	}

	/**
	 * The key without the ending of the file's name.
	 */
	String stem() {
		int dot = this.key.lastIndexOf('.');
		return (dot > this.key.lastIndexOf('/') + 1) ? this.key.substring(0, dot) : this.key;
	}

}
