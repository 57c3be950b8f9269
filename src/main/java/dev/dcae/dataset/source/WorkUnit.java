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
