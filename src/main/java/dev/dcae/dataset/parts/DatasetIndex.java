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

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.dcae.dataset.ChannelStats;
import dev.dcae.dataset.store.StoreOutput;
import dev.dcae.dataset.store.StoredFile;
import dev.dcae.tensor.Shape;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what is told of all parts together: {@code manifest.jsonl},
 * {@code failed.jsonl}, {@code stats.safetensors} and, of a WebDataset,
 * {@code wids-meta.json}. Whoever writes it writes the same.
 */
public final class DatasetIndex {

	private final Ledger ledger;

	public DatasetIndex(Ledger ledger) {
		this.ledger = ledger;
	}

	/**
	 * The state of all parts together.
	 *
	 * @param latents of all units that are done
	 * @param failed samples of those
	 * @param damaged shards of those that could not be read to their ends, each of which
	 * is one of the failed
	 * @param missing units that nobody has done, as the sources call them
	 * @param leftOut files that are no samples, by kind
	 * @param notRemoved the reason why what killed processes left behind is still there,
	 * if it is
	 */
	public record Summary(long latents, long failed, long damaged, List<String> missing,
			SortedMap<String, Integer> leftOut, Optional<String> notRemoved) {

		/**
		 * Copies the list.
		 */
		public Summary {
			missing = List.copyOf(missing);
		}

		public boolean isComplete() {
			return this.missing.isEmpty();
		}

	}

	/**
	 * Writes the index over what is there. If that is all, removes what killed processes
	 * left behind, as far as it may.
	 * @throws IOException if it cannot be written, nothing was begun here, or latents
	 * have shapes that do not go together
	 */
	public Summary write() throws IOException {
		Plan plan = this.ledger.plan()
			.orElseThrow(() -> new IOException(
					"%s is not the OUT of encode-dataset".formatted(this.ledger.store().place())));
		OutputFormat format = this.ledger.format();
		// Before the records are read: what is younger is of somebody who goes on.
		Map<String, Long> done = this.ledger.done();
		Map<String, List<UnitRecord.Failed>> givenUp = this.ledger.givenUp(done);
		List<String> missing = new ArrayList<>();
		List<UnitRecord.Output> outputs = new ArrayList<>();
		SortedMap<String, Integer> leftOut = new TreeMap<>(plan.leftOut());
		ChannelStats stats = ChannelStats.NONE;
		long latents = 0;
		long failed = 0;
		long damaged = 0;
		Set<Shape> shapes = new HashSet<>();
		try (StoreOutput manifest = this.ledger.create(Ledger.MANIFEST);
				StoreOutput failures = this.ledger.create(Ledger.FAILURES)) {
			for (Plan.Unit unit : plan.units()) {
				Optional<UnitRecord> found = record(unit, done);
				failed += write(failures, unit, found, givenUp);
				if (found.isEmpty()) {
					missing.add(unit.shard().isEmpty() ? unit.id() : name(unit));
					continue;
				}
				UnitRecord record = found.get();
				manifest.write(this.ledger.lines(record));
				if (format == OutputFormat.LIGHTNINGDIT && record.latents() > 0) {
					shapes.add(new Shape(this.ledger.samples(record).getFirst().shape()));
				}
				outputs.addAll(record.outputs());
				record.leftOut().forEach((kind, count) -> leftOut.merge(kind, count, Integer::sum));
				stats = stats.plus(record.stats());
				latents += record.latents();
				damaged += record.damaged();
			}
			manifest.commit();
			failures.commit();
		}
		if (stats.count() > 0) {
			this.ledger.store().write(Ledger.STATS, stats.toSafetensors(this.ledger.metadata()));
		}
		if (format == OutputFormat.WEBDATASET) {
			this.ledger.write(Ledger.WIDS, wids(outputs));
		}
		if (shapes.size() > 1) {
			// Parts that began at the same time did not know of each other's.
			throw new IOException(
					"%s has latents of the shapes %s, and %s has one: give --resize and --crop, and start with an empty place"
						.formatted(this.ledger.store().place(), shapes, format.text()));
		}
		Optional<String> rest = missing.isEmpty() ? rest(outputs, plan, done) : Optional.empty();
		return new Summary(latents, failed, damaged, missing, leftOut, rest);
	}

	/**
	 * Writes what failed of the units that are done or were given up: of the index what
	 * does not wait for the other parts.
	 * @throws IOException if it cannot be written
	 */
	public void writeFailures() throws IOException {
		Map<String, Long> done = this.ledger.done();
		Map<String, List<UnitRecord.Failed>> givenUp = this.ledger.givenUp(done);
		try (StoreOutput failures = this.ledger.create(Ledger.FAILURES)) {
			for (Plan.Unit unit : this.ledger.plan().map(Plan::units).orElse(List.of())) {
				write(failures, unit, record(unit, done), givenUp);
			}
			failures.commit();
		}
	}

	private Optional<UnitRecord> record(Plan.Unit unit, Map<String, Long> done) throws IOException {
		return done.containsKey(unit.id()) ? Optional.of(this.ledger.record(unit.id())) : Optional.empty();
	}

	/**
	 * Writes what failed of a unit: when it was given up, and else by its record.
	 * @return the number
	 */
	private static int write(StoreOutput failures, Plan.Unit unit, Optional<UnitRecord> record,
			Map<String, List<UnitRecord.Failed>> givenUp) throws IOException {
		List<UnitRecord.Failed> failed = new ArrayList<>(givenUp.getOrDefault(unit.id(), List.of()));
		Set<String> again = failed.stream().map(UnitRecord.Failed::key).collect(Collectors.toSet());
		record.map(UnitRecord::failed)
			.orElse(List.of())
			.stream()
			.filter((failure) -> !again.contains(failure.key()))
			.forEach(failed::add);
		for (UnitRecord.Failed failure : failed) {
			failures.write(line(failure, record.map(UnitRecord::shard).orElse(unit.shard())));
		}
		return failed.size();
	}

	/**
	 * A unit of images is one of many that the source is divided into.
	 */
	private static String name(Plan.Unit unit) {
		return unit.shard().endsWith(".tar") || unit.shard().endsWith(".parquet") ? unit.shard()
				: "%s (%s)".formatted(unit.shard(), unit.id());
	}

	private static byte[] line(UnitRecord.Failed failure, String shard) {
		Map<String, String> line = new LinkedHashMap<>();
		line.put("key", failure.key());
		line.put("shard", shard);
		line.put("reason", failure.reason());
		byte[] json = JsonMapper.shared().writeValueAsBytes(line);
		byte[] bytes = Arrays.copyOf(json, json.length + 1);
		bytes[json.length] = '\n';
		return bytes;
	}

	/**
	 * The description of shards that wids, WebDataset's random access, reads; beside it,
	 * under a name that it passes over, what takes to unscale the latents.
	 */
	private Map<String, Object> wids(List<UnitRecord.Output> outputs) throws IOException {
		Map<String, Object> wids = new LinkedHashMap<>();
		wids.put("wids_version", 1);
		wids.put("name", this.ledger.store().place().replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\]", ""));
		List<Map<String, Object>> shards = new ArrayList<>();
		for (UnitRecord.Output output : outputs) {
			Map<String, Object> shard = new LinkedHashMap<>();
			shard.put("url", output.name());
			shard.put("nsamples", output.latents());
			shard.put("filesize", output.bytes());
			shards.add(shard);
		}
		wids.put("shardlist", shards);
		wids.put("dcae", this.ledger.metadata());
		return wids;
	}

	/**
	 * Removes what killed processes left behind. The data set is whole without that.
	 * @return the reason, if it cannot be removed
	 */
	private Optional<String> rest(List<UnitRecord.Output> outputs, Plan plan, Map<String, Long> done) {
		try {
			discardRest(outputs, plan, done);
			return Optional.empty();
		}
		catch (IOException ex) {
			return Optional.of(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Files of latents that no record tells of were written by a process that was killed,
	 * and written again in other pieces. Nothing else is removed: what somebody put there
	 * stays.
	 */
	private void discardRest(List<UnitRecord.Output> outputs, Plan plan, Map<String, Long> done) throws IOException {
		Set<String> known = new HashSet<>();
		outputs.forEach((output) -> known.add(output.name()));
		List<StoredFile> files = this.ledger.store().list("");
		long index = files.stream()
			.filter((file) -> file.name().equals(Ledger.MANIFEST))
			.mapToLong(StoredFile::modified)
			.findFirst()
			.orElse(0);
		Remains remains = new Remains(plan, done, index);
		for (StoredFile file : files) {
			if (!known.contains(file.name()) && remains.hasLatents(file)) {
				this.ledger.store().delete(file.name());
			}
		}
		this.ledger.store().discardUnfinished(remains::isBegun);
	}

}
