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
package dev.dcae.api.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A body that is made while it is sent.
 */
@FunctionalInterface
public interface StreamedBody {

	/**
	 * Heap for what is made before anything is sent.
	 */
	int HELD_BACK = 4 << 20;

	/**
	 * Writes the body. As long as it has at most {@link #HELD_BACK} bytes a failure is
	 * still answered as a problem.
	 * @throws IOException if the client is gone
	 */
	void writeTo(OutputStream out) throws IOException;

}
