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
package dev.dcae.dataset.source;

import java.io.IOException;
import java.nio.ByteBuffer;

import dev.dcae.dataset.store.Store;
import dev.hardwood.InputFile;

/**
 * A Parquet file in a store, of which ranges are read.
 */
record StoredParquet(Store store, String name, long length) implements InputFile {

	@Override
	public void open() {
		// Each range is a request of its own.
	}

	@Override
	public ByteBuffer readRange(long offset, int length) throws IOException {
		return ByteBuffer.wrap(this.store.range(this.name, offset, length));
	}

	@Override
	public void close() {
		// Nothing is open.
	}

}
