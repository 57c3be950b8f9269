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
package dev.dcae.dataset.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A place for files: a folder, or what lies below a prefix of a bucket. Whoever writes a
 * file of a name replaces it, whole; nothing is renamed, appended or locked. Its failures
 * are {@link StoreException}s.
 */
public interface Store {

	/**
	 * The place of a text on a command line: {@code s3://bucket/prefix}, else a folder.
	 */
	static Store of(String text) {
		return S3Location.isOne(text) ? S3Store.at(S3Location.of(text)) : new LocalStore(Path.of(text));
	}

	/**
	 * The place, as people write it.
	 */
	String place();

	/**
	 * The files whose names begin with a text, in the order of their names. Files that
	 * are not whole are none.
	 */
	List<StoredFile> list(String beginning) throws IOException;

	/**
	 * The bytes of a small file, if it is there.
	 */
	Optional<byte[]> read(String name) throws IOException;

	/**
	 * Opens a file that a listing has shown. A read that breaks goes on where it was.
	 */
	InputStream open(String name) throws IOException;

	/**
	 * Opens one of many files, which a list may name long after it is gone: that it is
	 * not there is told soon.
	 */
	default InputStream tryOpen(String name) throws IOException {
		return open(name);
	}

	/**
	 * Reads a part of a file that a listing has shown.
	 * @param length that is there
	 */
	byte[] range(String name, long offset, int length) throws IOException;

	/**
	 * Begins a file.
	 */
	StoreOutput create(String name) throws IOException;

	/**
	 * Writes a small file.
	 */
	default void write(String name, byte[] bytes) throws IOException {
		try (StoreOutput out = create(name)) {
			out.write(bytes);
			out.commit();
		}
	}

	/**
	 * Removes a file, if it is there.
	 */
	void delete(String name) throws IOException;

	/**
	 * Removes files that were begun and never committed, by whomever.
	 * @param which of them; each is called as if it were whole, has the bytes that are
	 * known of it, and the time at which it was begun or last written to
	 */
	void discardUnfinished(Predicate<StoredFile> which) throws IOException;

}
