package dev.dcae.dataset.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Reads the samples of a unit of work, always in the same order.
 */
public interface SampleReader extends Closeable {

	/**
	 * The next one, if there is one.
	 * @throws DamagedShardException if the shard makes no sense from here on
	 * @throws dev.dcae.dataset.store.StoreException if the place that it lies in fails
	 */
	Optional<Found> next() throws IOException;

	/**
	 * The number of files that were left out so far, by their kind.
	 */
	SortedMap<String, Integer> leftOut();

}
