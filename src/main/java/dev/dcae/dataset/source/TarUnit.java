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
import java.util.Optional;

import dev.dcae.dataset.store.Store;
import dev.dcae.image.formats.ImageFormats;

/**
 * A tar of samples, as WebDataset writes them.
 */
record TarUnit(String id, String shard, long bytes, Store store, String name,
		ImageFormats formats) implements WorkUnit {

	@Override
	public Optional<List<ListedImage>> listing() {
		return Optional.empty();
	}

	@Override
	public SampleReader open() throws IOException {
		if (this.bytes == 0) {
			throw new DamagedShardException("The tar is empty", null);
		}
		return new TarReader(this.store.open(this.name), this.name, this.formats);
	}

}
