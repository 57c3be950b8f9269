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
package dev.dcae.tensor;

/**
 * Bytes that are not the tensor file they claim to be. The message says what is wrong
 * and, where one is to blame, names the tensor; it is fit to be shown to whoever sent the
 * bytes.
 */
public class TensorFormatException extends RuntimeException {

	/** Longest piece of foreign text in a message, in UTF-16 units. */
	private static final int QUOTE_LIMIT = 100;

	public TensorFormatException(String message) {
		super(message);
	}

	public TensorFormatException(String message, Throwable cause) {
		super(message, cause);
	}

	/**
	 * An error that one tensor of a file is to blame for.
	 */
	static TensorFormatException of(String tensor, String problem) {
		return new TensorFormatException("Tensor " + quoted(tensor) + " " + problem);
	}

	/**
	 * Foreign text for a message: shortened, and without what could forge lines of a log
	 * or has no UTF-8: controls, line ends, half surrogate pairs.
	 */
	static String quoted(String text) {
		String shown = (text.length() <= QUOTE_LIMIT) ? text : text.substring(0, QUOTE_LIMIT) + "…";
		return "'" + shown.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?") + "'";
	}

}
