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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.dcae.dataset.store.Store;

/**
 * A Parquet file with a column of images, as the hub keeps them: a struct with the field
 * {@code bytes}. One without it that was just found in a folder has no samples.
 */
record ParquetUnit(String id, String shard, long bytes, Store store, String name, boolean named) implements WorkUnit {

	@Override
	public Optional<List<ListedImage>> listing() {
		return Optional.empty();
	}

	@Override
	public SampleReader open() throws IOException {
		try {
			return new ParquetReader(new StoredParquet(this.store, this.name, this.bytes));
		}
		catch (ParquetReader.NoImagesException ex) {
			if (this.named) {
				throw new DamagedShardException(String.valueOf(ex.getMessage()), ex);
			}
			return new Table();
		}
	}

	/**
	 * A file that is left out as a whole.
	 */
	private record Table() implements SampleReader {

		@Override
		public Optional<Found> next() {
			return Optional.empty();
		}

		@Override
		public SortedMap<String, Integer> leftOut() {
			return new TreeMap<>(Map.of(".parquet", 1));
		}

		@Override
		public void close() {
			// Nothing is open.
		}

	}

}
