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
package dev.dcae.checkpoint.hub;

import java.time.Duration;

/**
 * A listener that is told what is downloaded.
 */
public interface DownloadListener {

	/**
	 * A listener that does nothing.
	 */
	DownloadListener NONE = new DownloadListener() {

		@Override
		public void received(long bytes) {
			// Nobody counts it.
		}

		@Override
		public void ended(Duration time, boolean whole) {
			// Nobody counts it.
		}

	};

	/**
	 * Bytes of a file came, whether they will be of use or not.
	 */
	void received(long bytes);

	/**
	 * The download of a file ended. A file that was there already is none.
	 * @param whole whether it is in the cache now
	 */
	void ended(Duration time, boolean whole);

}
