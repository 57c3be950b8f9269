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
import java.io.InputStream;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.dcae.dataset.WholeFiles;
import dev.dcae.dataset.store.LocalStore;
import dev.dcae.dataset.store.StoreException;

/**
 * The images of which the keys, without the endings of their files, have one hash.
 */
final class ImageUnit implements WorkUnit {

	/**
	 * The bytes that are reserved for an object of which nobody has asked for the size.
	 */
	private static final long UNKNOWN = 8L << 20;

	private final String id;

	private final String shard;

	private final List<ListedImage> images;

	/**
	 * A unit.
	 * @param images in the order of their keys
	 */
	ImageUnit(String id, String shard, List<ListedImage> images) {
		this.id = id;
		this.shard = shard;
		this.images = List.copyOf(images);
	}

	@Override
	public String id() {
		return this.id;
	}

	@Override
	public String shard() {
		return this.shard;
	}

	@Override
	public long bytes() {
		return this.images.stream().mapToLong(ListedImage::bytes).sum();
	}

	@Override
	public Optional<List<ListedImage>> listing() {
		return Optional.of(this.images);
	}

	@Override
	public SampleReader open() {
		Iterator<ListedImage> left = this.images.iterator();
		return new SampleReader() {

			@Override
			public Optional<Found> next() {
				return left.hasNext() ? Optional.of(found(left.next())) : Optional.empty();
			}

			@Override
			public SortedMap<String, Integer> leftOut() {
				return Collections.unmodifiableSortedMap(new TreeMap<>());
			}

			@Override
			public void close() {
				// Nothing is open.
			}

		};
	}

	private static Found found(ListedImage image) {
		Optional<String> problem = image.whyNot();
		return problem.isPresent() ? new Found.Problem(image.key(), problem.get())
				: new Sample(image.key(), image.key(), () -> bytes(image), image.bytes(), image.modified(), held(image),
						List.of(), image.label());
	}

	/**
	 * The heap that its bytes take when they are read.
	 */
	private static long held(ListedImage image) {
		if (image.bytes() > WholeFiles.LARGEST) {
			// It is refused.
			return 0;
		}
		// A stream is held in pieces, and then as a whole.
		return (image.store() instanceof LocalStore) ? image.bytes()
				: 2 * ((image.bytes() > 0) ? image.bytes() : UNKNOWN);
	}

	private static byte[] bytes(ListedImage image) throws IOException {
		if (image.store() instanceof LocalStore folder) {
			// What cannot be read is a failure of the file, not of the disk.
			return WholeFiles.read(folder.path(image.name()));
		}
		try (InputStream in = image.store().tryOpen(image.name())) {
			return WholeFiles.read(in);
		}
		catch (StoreException ex) {
			throw ex.isOfOneFile() ? new IOException(ex.getMessage(), ex) : ex;
		}
	}

}
