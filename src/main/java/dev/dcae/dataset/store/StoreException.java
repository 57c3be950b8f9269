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

/**
 * A place that fails, as opposed to a file that is damaged: the same may work the next
 * time. The message names the place.
 */
public final class StoreException extends IOException {

	private static final long serialVersionUID = 1L;

	private final boolean ofOneFile;

	public StoreException(String message, Throwable cause) {
		this(message, cause, false);
	}

	public StoreException(String message) {
		super(message);
		this.ofOneFile = false;
	}

	/**
	 * A failure.
	 * @param ofOneFile whether the place works, and this file is not to be had from it
	 */
	public StoreException(String message, Throwable cause, boolean ofOneFile) {
		super(message, cause);
		this.ofOneFile = ofOneFile;
	}

	/**
	 * Tells that the place works and one file is not to be had from it: it is gone, or
	 * lies in an archive.
	 */
	public boolean isOfOneFile() {
		return this.ofOneFile;
	}

}
