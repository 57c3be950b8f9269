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

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.dataset.store.StoredFile;

/**
 * Tells what killed processes left behind of units that are done. A unit's record is
 * written last, so that what is younger is of a process that adds to the unit and may
 * still run. Ages are those that the place itself gives: clocks of machines differ.
 */
final class Remains {

	private static final Pattern TENSORS = Pattern
		.compile("(?:[0-9]+x[0-9]+x[0-9]+/|" + LightningDitSink.FOLDER + ")(.*)-[0-9]{3,}\\.safetensors");

	private static final Pattern TAR = Pattern.compile("(.*?)(?:-[0-9]+)?\\.tar");

	private final Map<String, Long> records = new HashMap<>();

	private final long index;

	/**
	 * The remains of a data set.
	 * @param done units, each with the time of its record before it was read
	 * @param index the time of the index
	 */
	Remains(Plan plan, Map<String, Long> done, long index) {
		for (Plan.Unit unit : plan.units()) {
			Long time = done.get(unit.id());
			if (time != null) {
				this.records.put(unit.id(), time);
				this.records.putIfAbsent(LightningDitSink.flat(unit.id()), time);
			}
		}
		this.index = index;
	}

	/**
	 * Tells whether a file of tensors is one of them, if no record tells of it.
	 */
	boolean hasLatents(StoredFile file) {
		Matcher tensors = TENSORS.matcher(file.name());
		return tensors.matches() && isOlderThanRecord(tensors.group(1), file);
	}

	/**
	 * Tells whether a file that was begun and is not whole is one of them.
	 */
	boolean isBegun(StoredFile file) {
		Optional<String> book = Ledger.unitOf(file.name());
		if (book.isPresent()) {
			return isOlderThanRecord(book.get(), file);
		}
		if (Ledger.isBook(file.name())) {
			return file.modified() < this.index;
		}
		Matcher tar = TAR.matcher(file.name());
		return hasLatents(file) || tar.matches() && (isOlderThanRecord(tar.group(1), file)
				|| isOlderThanRecord(file.name().substring(0, file.name().length() - ".tar".length()), file));
	}

	private boolean isOlderThanRecord(String unit, StoredFile file) {
		Long time = this.records.get(unit);
		return time != null && file.modified() < time;
	}

}
