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

import java.util.concurrent.CancellationException;

/**
 * The end of image work whose thread was interrupted, since nobody waits for it any more.
 */
public final class Interruption {

	private Interruption() {
	}

	/**
	 * Tells whether the work of this thread should end.
	 */
	public static boolean isDue() {
		return Thread.currentThread().isInterrupted();
	}

	/**
	 * Ends the work of this thread if it should end: asked once a row or so.
	 * @throws CancellationException if it should
	 */
	public static void check() {
		if (isDue()) {
			throw new CancellationException("Nobody waits for this image any more");
		}
	}

}
