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
