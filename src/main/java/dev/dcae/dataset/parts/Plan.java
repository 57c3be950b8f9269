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
package dev.dcae.dataset.parts;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import dev.dcae.dataset.source.Sources;
import dev.dcae.dataset.source.WorkUnit;
import org.jspecify.annotations.Nullable;

/**
 * The units of work that a data set consists of. Every part finds the same and writes it
 * down, so that it can be told what is missing, and that parts agree on who does what.
 *
 * @param buckets that images in no shard are divided into; 0 if there are none
 * @param units in the order of their ids
 * @param leftOut files that are neither images nor shards, by the ending of their names
 * @param classes that latents are labelled by, in the order of their numbers; empty where
 * they are not, and of plans from before it was kept
 */
record Plan(int buckets, List<Unit> units, Map<String, Integer> leftOut, List<String> classes) {

	/**
	 * Copies the lists.
	 */
	Plan(int buckets, List<Unit> units, Map<String, Integer> leftOut, @Nullable List<String> classes) {
		this.buckets = buckets;
		this.units = List.copyOf(units);
		this.leftOut = leftOut;
		this.classes = (classes != null) ? List.copyOf(classes) : List.of();
	}

	/**
	 * A unit.
	 *
	 * @param id its name
	 * @param shard that it is, as the source calls it
	 * @param bytes its size when it was first found
	 */
	record Unit(String id, String shard, long bytes) {
	}

	/**
	 * The plan of a data set.
	 * @param labelled whether latents are written with the numbers of their classes
	 */
	static Plan of(Sources.DataSet found, boolean labelled) {
		return new Plan(found.buckets(),
				found.units().stream().map((unit) -> new Unit(unit.id(), unit.shard(), unit.bytes())).toList(),
				found.leftOut(), labelled ? found.classes() : List.of());
	}

	/**
	 * Tells whether a class has the same number in another plan wherever both have it, so
	 * that more may only have come at the end.
	 */
	boolean numbersAlike(Plan other) {
		int both = Math.min(this.classes.size(), other.classes.size());
		return this.classes.subList(0, both).equals(other.classes.subList(0, both));
	}

	/**
	 * This plan with the units, and the classes, that another has besides.
	 */
	Plan with(Plan newer) {
		Map<String, Unit> all = new TreeMap<>();
		newer.units.forEach((unit) -> all.put(unit.id(), unit));
		this.units.forEach((unit) -> all.put(unit.id(), unit));
		return new Plan(Math.max(this.buckets, newer.buckets), List.copyOf(all.values()), newer.leftOut,
				(this.classes.size() > newer.classes.size()) ? this.classes : newer.classes);
	}

	/**
	 * The ids of a part's units: the largest first, each to the part that has least so
	 * far.
	 */
	Set<String> of(Part part) {
		long[] loads = new long[part.count()];
		Set<String> own = new HashSet<>();
		List<Unit> largestFirst = this.units.stream()
			.sorted(Comparator.comparingLong(Unit::bytes).reversed().thenComparing(Unit::id))
			.toList();
		for (Unit unit : largestFirst) {
			int least = least(loads);
			// A unit of unknown size counts, too.
			loads[least] += Math.max(1, unit.bytes());
			if (least == part.index()) {
				own.add(unit.id());
			}
		}
		return own;
	}

	private static int least(long[] loads) {
		int least = 0;
		for (int i = 1; i < loads.length; i++) {
			if (loads[i] < loads[least]) {
				least = i;
			}
		}
		return least;
	}

	/**
	 * Those of some units that are a part's, in the order of their ids.
	 */
	List<WorkUnit> of(Part part, List<WorkUnit> found) {
		Set<String> own = of(part);
		return found.stream().filter((unit) -> own.contains(unit.id())).toList();
	}

}
