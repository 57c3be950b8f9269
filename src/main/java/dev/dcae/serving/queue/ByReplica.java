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
package dev.dcae.serving.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

import dev.dcae.serving.Bucket;
import dev.dcae.serving.ReplicaKey;
import org.jspecify.annotations.Nullable;

/**
 * Entries in an order, kept apart by the replica that runs them: a lane passes over all
 * that it has no replica for at once, however much of it waits.
 *
 * @param <E> belongs to a bucket
 */
final class ByReplica<E> {

	private final Comparator<E> order;

	private final Map<ReplicaKey, TreeSet<E>> entries = new HashMap<>();

	/**
	 * No entries yet.
	 * @param order consistent with equality, and constant while an entry is here
	 */
	ByReplica(Comparator<E> order) {
		this.order = order;
	}

	void add(Bucket bucket, E entry) {
		this.entries.computeIfAbsent(ReplicaKey.of(bucket), (replica) -> new TreeSet<>(this.order)).add(entry);
	}

	void remove(Bucket bucket, E entry) {
		ReplicaKey replica = ReplicaKey.of(bucket);
		TreeSet<E> found = this.entries.get(replica);
		if (found != null) {
			found.remove(entry);
			if (found.isEmpty()) {
				this.entries.remove(replica);
			}
		}
	}

	/**
	 * The first of the entries that a lane can run.
	 */
	@Nullable E first(Predicate<ReplicaKey> served) {
		E first = null;
		for (Map.Entry<ReplicaKey, TreeSet<E>> entry : this.entries.entrySet()) {
			if (served.test(entry.getKey())) {
				E candidate = entry.getValue().first();
				first = (first == null || this.order.compare(candidate, first) < 0) ? candidate : first;
			}
		}
		return first;
	}

	/**
	 * Tells whether there are others than one that a lane can run.
	 */
	boolean hasOthers(@Nullable E than, Predicate<ReplicaKey> served) {
		for (Map.Entry<ReplicaKey, TreeSet<E>> entry : this.entries.entrySet()) {
			TreeSet<E> found = entry.getValue();
			if (served.test(entry.getKey()) && (found.size() > 1 || !found.first().equals(than))) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A copy of all, those of one replica in their order.
	 */
	List<E> all() {
		List<E> all = new ArrayList<>();
		this.entries.values().forEach(all::addAll);
		return all;
	}

}
