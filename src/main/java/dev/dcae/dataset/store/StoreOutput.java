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
import java.io.OutputStream;

/**
 * A file that is being written. It appears whole with {@link #commit}; closed before, it
 * never was.
 */
public abstract class StoreOutput extends OutputStream {

	/**
	 * Lets the file appear, in place of one of the same name. It is durable when this
	 * returns.
	 * @throws StoreException if the place fails; then it has not appeared
	 */
	public abstract void commit() throws IOException;

	/**
	 * Discards the file unless it was committed.
	 */
	@Override
	public abstract void close() throws IOException;

}
