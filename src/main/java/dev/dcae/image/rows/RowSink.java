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
package dev.dcae.image.rows;

import java.io.IOException;

/**
 * Takes an image from top to bottom, so that nobody need hold all of it.
 */
@FunctionalInterface
public interface RowSink {

	/**
	 * Takes the next rows.
	 * @param rows uint8 [count, width, 3] from the start of the array, which its owner
	 * writes to again afterwards
	 * @throws IOException if they cannot be written
	 */
	void write(byte[] rows, int count) throws IOException;

}
