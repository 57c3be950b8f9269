package dev.dcae.dataset.source;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a data set that is done by one process, whole or again.
 */
public interface WorkUnit {

	/**
	 * Its name, which is the same whoever finds it: one or more names of files with
	 * {@code /} between.
	 */
	String id();

	/**
	 * The shard that it is, as the source calls it.
	 */
	String shard();

	/**
	 * Its size.
	 */
	long bytes();

	/**
	 * The files that it consists of now, where that may change.
	 */
	Optional<List<ListedImage>> listing();

	/**
	 * Opens it.
	 */
	SampleReader open() throws IOException;

}
