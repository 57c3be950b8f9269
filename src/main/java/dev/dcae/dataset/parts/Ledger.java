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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.dcae.dataset.source.Sources;
import dev.dcae.dataset.source.WorkUnit;
import dev.dcae.dataset.store.Store;
import dev.dcae.dataset.store.StoreOutput;
import dev.dcae.dataset.store.StoredFile;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The books of a data set that is encoded in parts: the settings of all, the plan, and
 * for each unit that is done a record and its samples. A record is written after all that
 * it tells of, so that what has none does not count.
 */
public final class Ledger {

	static final String SETTINGS = "settings.json";

	static final String PLAN = "plan.json";

	static final String MANIFEST = "manifest.jsonl";

	static final String FAILURES = "failed.jsonl";

	static final String STATS = "stats.safetensors";

	static final String WIDS = "wids-meta.json";

	static final String METADATA = "metadata.json";

	private static final String RECORDS = "parts/";

	private static final String RECORD = ".json";

	private static final String LINES = ".jsonl";

	private static final String GIVEN_UP = ".failed";

	private static final String FORMAT = "format";

	/**
	 * The classes that a message names.
	 */
	private static final int SHOWN = 10;

	private final Store store;

	/**
	 * The books in a place.
	 */
	public Ledger(Store store) {
		this.store = store;
	}

	Store store() {
		return this.store;
	}

	/**
	 * The settings that the latents here were made with, if there are any.
	 * @throws IOException if they cannot be read
	 */
	public Optional<Map<String, String>> settings() throws IOException {
		return read(SETTINGS, new TypeReference<Map<String, String>>() {
		});
	}

	/**
	 * The number of units that images were divided into by an earlier part.
	 * @throws IOException if it cannot be read
	 */
	public int buckets() throws IOException {
		return plan().map(Plan::buckets).orElse(0);
	}

	/**
	 * The shards that earlier parts found, as the sources call them, by the ids of their
	 * units.
	 * @throws IOException if they cannot be read
	 */
	public Map<String, String> shards() throws IOException {
		Map<String, String> shards = new HashMap<>();
		plan().map(Plan::units).orElse(List.of()).forEach((unit) -> shards.put(unit.id(), unit.shard()));
		return shards;
	}

	/**
	 * Writes the settings down, or compares them with those of other parts.
	 * @param settings that decide what latents are
	 * @param metadata of all shards
	 * @throws IOException if latents here were made with others, or there is something
	 * else here
	 */
	void begin(Map<String, String> settings, Map<String, String> metadata, OutputFormat format) throws IOException {
		Map<String, String> all = new TreeMap<>(settings);
		all.put(FORMAT, format.text());
		Optional<Map<String, String>> before = settings();
		if (before.isEmpty()) {
			if (this.store.list("").stream().anyMatch((file) -> !isBook(file.name()))) {
				throw new IOException("%s has files in it that are not from here; name an empty or a new place"
					.formatted(this.store.place()));
			}
			write(METADATA, metadata);
			write(SETTINGS, all);
			return;
		}
		if (!before.get().containsKey(FORMAT)) {
			throw new IOException("%s was made by encode-folder; go on with that, or start with an empty place"
				.formatted(this.store.place()));
		}
		Set<String> names = new TreeSet<>(before.get().keySet());
		names.addAll(all.keySet());
		for (String name : names) {
			if (!Objects.equals(before.get().get(name), all.get(name))) {
				throw new IOException(
						"%s was made with %s %s, not %s; go on with the same settings, or start with an empty place"
							.formatted(this.store.place(), name, before.get().get(name), all.get(name)));
			}
		}
	}

	/**
	 * Writes the plan down, or compares it with that of other parts. What was found since
	 * is added; what is gone must be done.
	 * @throws IOException if shards are gone that nobody has done, or classes would get
	 * other numbers than latents have
	 */
	Plan agree(Sources.DataSet found, OutputFormat format) throws IOException {
		Plan own = Plan.of(found, format == OutputFormat.LIGHTNINGDIT);
		if (format == OutputFormat.LIGHTNINGDIT) {
			requireFlatNames(own);
		}
		Optional<Plan> before = plan();
		if (before.isEmpty()) {
			write(PLAN, own);
			return own;
		}
		Set<String> there = new HashSet<>();
		own.units().forEach((unit) -> there.add(unit.id()));
		List<Plan.Unit> gone = before.get().units().stream().filter((unit) -> !there.contains(unit.id())).toList();
		if (before.get().buckets() > 0 && own.buckets() > 0 && before.get().buckets() != own.buckets()
				|| isRenamed(gone, before.get(), found)) {
			throw new IOException(
					"The plan of %s was written by another part just now; start again".formatted(this.store.place()));
		}
		if (!before.get().numbersAlike(own)) {
			throw new IOException(
					"%s was begun with the classes %s; those of the sources now, %s, would have other numbers, so start with an empty place"
						.formatted(this.store.place(), shortened(before.get().classes()), shortened(own.classes())));
		}
		Plan both = before.get().with(own);
		if (!gone.isEmpty()) {
			Set<String> done = done().keySet();
			for (Plan.Unit unit : gone) {
				if (!done.contains(unit.id())) {
					throw new IOException(
							"%s was begun with %s, which is not among the sources now; name the same sources, or start with an empty place"
								.formatted(this.store.place(), unit.shard()));
				}
			}
		}
		if (!both.equals(before.get())) {
			write(PLAN, both);
		}
		return both;
	}

	/**
	 * Tells whether a shard was found under another id than the plan has for it.
	 */
	private static boolean isRenamed(List<Plan.Unit> gone, Plan before, Sources.DataSet found) {
		Set<String> ids = before.units().stream().map(Plan.Unit::id).collect(Collectors.toSet());
		Set<String> renamed = found.units()
			.stream()
			.filter((unit) -> unit.listing().isEmpty() && !ids.contains(unit.id()))
			.map(WorkUnit::shard)
			.collect(Collectors.toSet());
		return gone.stream().map(Plan.Unit::shard).anyMatch(renamed::contains);
	}

	private void requireFlatNames(Plan plan) throws IOException {
		Map<String, Plan.Unit> named = new HashMap<>();
		for (Plan.Unit unit : plan.units()) {
			Plan.Unit other = named.put(LightningDitSink.flat(unit.id()), unit);
			if (other != null) {
				throw new IOException("The latents of %s and of %s would have the same names; rename one"
					.formatted(other.shard(), unit.shard()));
			}
		}
	}

	private static String shortened(List<String> names) {
		int shown = Math.min(names.size(), SHOWN);
		return String.join(", ", names.subList(0, shown)) + ((shown < names.size()) ? ", …" : "");
	}

	Optional<Plan> plan() throws IOException {
		return read(PLAN, new TypeReference<Plan>() {
		});
	}

	OutputFormat format() throws IOException {
		String name = settings().map((settings) -> settings.get(FORMAT))
			.orElseThrow(() -> new IOException("%s is not the OUT of encode-dataset".formatted(this.store.place())));
		return OutputFormat.valueOf(name.toUpperCase(Locale.ROOT));
	}

	Map<String, String> metadata() throws IOException {
		return read(METADATA, new TypeReference<Map<String, String>>() {
		}).orElse(Map.of());
	}

	/**
	 * The ids of the units that are done, each with the time at which its record was
	 * written, in milliseconds since 1970.
	 */
	Map<String, Long> done() throws IOException {
		Map<String, Long> done = new HashMap<>();
		for (StoredFile file : this.store.list(RECORDS)) {
			if (file.name().endsWith(RECORD)) {
				done.put(file.name().substring(RECORDS.length(), file.name().length() - RECORD.length()),
						file.modified());
			}
		}
		return done;
	}

	/**
	 * The name of a unit's record.
	 */
	static String name(String unit) {
		return RECORDS + unit + RECORD;
	}

	UnitRecord record(String unit) throws IOException {
		String name = name(unit);
		return parsed(name, listed(name), new TypeReference<UnitRecord>() {
		});
	}

	/**
	 * The samples of a unit that is done, a JSON object a line: as many as its record
	 * counts. Lines are written before the record, so that there are more where a process
	 * that added to the unit got no further.
	 * @throws IOException if there are fewer, or they cannot be read
	 */
	byte[] lines(UnitRecord unit) throws IOException {
		byte[] lines = listed(RECORDS + unit.unit() + LINES);
		int end = 0;
		for (long left = unit.latents(); left > 0; left--) {
			while (end < lines.length && lines[end] != '\n') {
				end++;
			}
			if (end == lines.length) {
				throw new IOException("%s has fewer lines of %s than its record says; remove %s to have it done anew"
					.formatted(this.store.place(), unit.unit(), name(unit.unit())));
			}
			end++;
		}
		return Arrays.copyOf(lines, end);
	}

	/**
	 * Reads what is known to be there, whatever a store says at first.
	 */
	private byte[] listed(String name) throws IOException {
		try (InputStream in = this.store.open(name)) {
			return in.readAllBytes();
		}
	}

	List<SampleLine> samples(UnitRecord unit) throws IOException {
		try {
			return new String(lines(unit), StandardCharsets.UTF_8).lines()
				.map((line) -> JsonMapper.shared().readValue(line, SampleLine.class))
				.toList();
		}
		catch (JacksonException ex) {
			throw new IOException("%s: the lines of %s are damaged".formatted(this.store.place(), unit.unit()), ex);
		}
	}

	/**
	 * Notes that a unit is done. From now on it counts.
	 */
	void commit(UnitRecord unit, List<SampleLine> samples) throws IOException {
		ByteArrayOutputStream lines = new ByteArrayOutputStream();
		for (SampleLine sample : samples) {
			lines.writeBytes(JsonMapper.shared().writeValueAsBytes(sample));
			lines.write('\n');
		}
		this.store.write(RECORDS + unit.unit() + LINES, lines.toByteArray());
		write(name(unit.unit()), unit);
	}

	/**
	 * Notes what failed of a unit that is given up. It counts until there is a record
	 * that is younger.
	 */
	void giveUp(String unit, List<UnitRecord.Failed> failed) throws IOException {
		write(RECORDS + unit + GIVEN_UP, failed);
	}

	/**
	 * The failures of a unit that was given up since its record was written, if it has
	 * one.
	 * @param done units, each with the time of its record
	 */
	Map<String, List<UnitRecord.Failed>> givenUp(Map<String, Long> done) throws IOException {
		Map<String, List<UnitRecord.Failed>> failed = new HashMap<>();
		for (StoredFile file : this.store.list(RECORDS)) {
			String unit = unitOf(file.name()).orElse("");
			if (file.name().endsWith(GIVEN_UP) && file.modified() > done.getOrDefault(unit, 0L)) {
				failed.put(unit, parsed(file.name(), listed(file.name()), new TypeReference<>() {
				}));
			}
		}
		return failed;
	}

	/**
	 * The unit that a file of the books is about, if it is about one.
	 */
	static Optional<String> unitOf(String name) {
		int end = name.lastIndexOf('.');
		return (name.startsWith(RECORDS) && end > RECORDS.length()) ? Optional.of(name.substring(RECORDS.length(), end))
				: Optional.empty();
	}

	/**
	 * Names all that is not one of a data set's own latents.
	 */
	static boolean isBook(String name) {
		return name.startsWith(RECORDS)
				|| List.of(SETTINGS, PLAN, MANIFEST, FAILURES, STATS, WIDS, METADATA).contains(name);
	}

	void write(String name, Object value) throws IOException {
		this.store.write(name, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(value));
	}

	StoreOutput create(String name) throws IOException {
		return this.store.create(name);
	}

	private <T> Optional<T> read(String name, TypeReference<T> type) throws IOException {
		Optional<byte[]> bytes = this.store.read(name);
		return bytes.isEmpty() ? Optional.empty() : Optional.of(parsed(name, bytes.get(), type));
	}

	private <T> T parsed(String name, byte[] bytes, TypeReference<T> type) throws IOException {
		try {
			return JsonMapper.shared().readValue(bytes, type);
		}
		catch (JacksonException ex) {
			throw new IOException(
					"%s in %s is not readable; start with an empty place".formatted(name, this.store.place()), ex);
		}
	}

}
