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
		return new TarReader(this.store.open(this.name), this.name, this.formats);
	}

}
