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
package dev.dcae.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Reads image files, which are held whole while they are decoded.
 */
public final class WholeFiles {

	/**
	 * The most bytes of a file: a part of the heap, and of what fits an array.
	 */
	public static final long LARGEST = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 8);

	private WholeFiles() {
	}

	/**
	 * A file that this heap does not hold. The message says so.
	 */
	static final class TooLargeException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private TooLargeException(String message) {
			super(message);
		}

	}

	/**
	 * Reads a file.
	 * @throws TooLargeException if it has more than the most bytes
	 * @throws IOException if it cannot be read
	 */
	public static byte[] read(Path file) throws IOException {
		long bytes = Files.size(file);
		if (bytes > LARGEST) {
			throw tooLarge("%d bytes".formatted(bytes));
		}
		return Files.readAllBytes(file);
	}

	/**
	 * Reads a stream to its end.
	 * @throws TooLargeException if it has more than the most bytes
	 * @throws IOException if it cannot be read
	 */
	public static byte[] read(InputStream in) throws IOException {
		byte[] bytes = in.readNBytes((int) LARGEST + 1);
		if (bytes.length > LARGEST) {
			throw tooLarge("more than %d bytes".formatted(LARGEST));
		}
		return bytes;
	}

	private static TooLargeException tooLarge(String has) {
		return new TooLargeException("Its file has %s, too many to be held".formatted(has));
	}

}
