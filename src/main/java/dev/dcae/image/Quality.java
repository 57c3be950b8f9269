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

/**
 * The quality that an encoder must keep.
 *
 * @param percent 1 to 100, on the scale of libjpeg and libwebp; 100 is lossless where the
 * format can be
 */
public record Quality(int percent) {

	/**
	 * Lossless where the format can be.
	 */
	public static final Quality BEST = new Quality(100);

	/**
	 * Checks the range.
	 * @throws IllegalArgumentException if it is another
	 */
	public Quality {
		if (percent < 1 || percent > 100) {
			throw new IllegalArgumentException("Quality is 1 to 100, not " + percent);
		}
	}

}
