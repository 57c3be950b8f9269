package dev.dcae.dataset.source;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import dev.dcae.dataset.store.Store;
import dev.dcae.image.formats.ImageFormats;

/**
 * A Parquet file with a column of images, as the hub keeps them: a struct with the field
 * {@code bytes}.
 */
record ParquetUnit(String id, String shard, long bytes, Store store, String name,
		ImageFormats formats) implements WorkUnit {

	@Override
	public Optional<List<ListedImage>> listing() {
		return Optional.empty();
	}

	@Override
	public SampleReader open() throws IOException {
		return new ParquetReader(new StoredParquet(this.store, this.name, this.bytes));
	}

}
