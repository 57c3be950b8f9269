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
package dev.dcae.image;

import java.util.List;

/**
 * A file format that is read. Those that are written, too, are {@link ImageFormat}s.
 */
public abstract class ReadableFormat {

	private final String title;

	private final List<String> extensions;

	/**
	 * A format.
	 * @param title the name as people write it
	 * @param extensions endings of file names, lower case, without the dot, the usual one
	 * first
	 */
	protected ReadableFormat(String title, List<String> extensions) {
		this.title = title;
		this.extensions = List.copyOf(extensions);
	}

	/**
	 * The name as people write it.
	 */
	public final String title() {
		return this.title;
	}

	/**
	 * The usual ending of a file name, without the dot.
	 */
	public final String extension() {
		return this.extensions.getFirst();
	}

	/**
	 * The endings of file names, lower case, without the dot, the usual one first.
	 */
	public final List<String> extensions() {
		return this.extensions;
	}

	/**
	 * Tells whether the first bytes of a file announce this format, whatever the file's
	 * name or declared type says.
	 */
	public abstract boolean recognises(byte[] file);

	/**
	 * Takes a file apart, reads the size, and decodes nothing.
	 * @param file that was recognised; shared with what is returned
	 * @throws ImageException.Undecodable if the file ends or makes no sense before the
	 * size is known
	 */
	public final StoredImage parse(byte[] file) {
		try {
			return read(file);
		}
		catch (IndexOutOfBoundsException ex) {
			ImageException cutShort = ImageException.Undecodable.cutShort(this.title);
			cutShort.initCause(ex);
			throw cutShort;
		}
	}

	/**
	 * Takes a file apart.
	 * @throws ImageException.Undecodable if it makes no sense
	 * @throws IndexOutOfBoundsException if it ends before the size is known: buffers
	 * check bounds already
	 */
	protected abstract StoredImage read(byte[] file);

}
