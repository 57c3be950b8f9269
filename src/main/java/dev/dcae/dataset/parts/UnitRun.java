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

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.dcae.dataset.ChannelStats;
import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.source.ListedImage;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.source.WorkUnit;
import org.jspecify.annotations.Nullable;

/**
 * A unit of work while it is done: what earlier runs did of it, and what this one adds.
 */
final class UnitRun implements Closeable {

	private final Ledger ledger;

	private final WorkUnit unit;

	private final Optional<UnitRecord> before;

	private final Sinks sinks;

	/**
	 * The lines that the record names. The file may have more: those of a process that
	 * ended before it could commit.
	 */
	private final List<SampleLine> lines = new ArrayList<>();

	private final Map<String, SampleLine> done = new HashMap<>();

	private final Map<String, UnitRecord.Failed> failedBefore = new HashMap<>();

	private final List<UnitRecord.Failed> failed = new ArrayList<>();

	private ChannelStats stats = ChannelStats.NONE;

	private @Nullable UnitSink sink;

	private boolean closed;

	private UnitRun(Ledger ledger, WorkUnit unit, Optional<UnitRecord> before, Sinks sinks) {
		this.ledger = ledger;
		this.unit = unit;
		this.before = before;
		this.sinks = sinks;
	}

	/**
	 * Opens a unit.
	 * @param isDone true if there is a record of it
	 * @param sinks for what is added to it
	 */
	static UnitRun open(Ledger ledger, WorkUnit unit, boolean isDone, Sinks sinks) throws IOException {
		Optional<UnitRecord> before = isDone ? Optional.of(ledger.record(unit.id())) : Optional.empty();
		if (before.isPresent() && unit.listing().isEmpty() && before.get().bytes() != unit.bytes()) {
			throw changed(ledger, unit, before.get());
		}
		UnitRun run = new UnitRun(ledger, unit, before, sinks);
		if (before.isPresent() && unit.listing().isPresent()) {
			run.lines.addAll(ledger.samples(before.get()));
			run.lines.forEach((line) -> run.done.put(line.file(), line));
			before.get().failed().forEach((failure) -> run.failedBefore.put(failure.key(), failure));
		}
		return run;
	}

	private static IOException changed(Ledger ledger, WorkUnit unit, UnitRecord before) {
		return new IOException(
				"%s has changed: it had %d bytes when its latents were made, and has %d; start with an empty place, or remove %s from %s to have them made anew"
					.formatted(unit.shard(), before.bytes(), unit.bytes(), Ledger.name(unit.id()),
							ledger.store().place()));
	}

	WorkUnit unit() {
		return this.unit;
	}

	Optional<UnitRecord> before() {
		return this.before;
	}

	/**
	 * Tells whether nothing is left to be done: a shard is done once, and images that lie
	 * in none until there are others, or some may do better now.
	 */
	boolean isWhole() {
		return this.before.isPresent()
				&& (this.unit.listing().isEmpty() || this.unit.listing().get().stream().allMatch(this::isSettled));
	}

	/**
	 * Tells whether every image that it consists of now has a latent or failed.
	 */
	boolean knowsAll() {
		return this.before.isPresent() && this.unit.listing()
			.orElse(List.of())
			.stream()
			.allMatch((image) -> this.done.containsKey(image.key()) || this.failedBefore.containsKey(image.key()));
	}

	private boolean isSettled(ListedImage image) {
		UnitRecord.Failed failure = this.failedBefore.get(image.key());
		if (failure != null) {
			return failure.again() == null
					&& isSame(failure.bytes(), failure.modified(), image.bytes(), image.modified());
		}
		SampleLine line = this.done.get(image.key());
		return line != null && isSame(line.bytes(), line.modified(), image.bytes(), image.modified());
	}

	/**
	 * Tells a file that has not changed, or of which nobody knows, as of an object of a
	 * list, for which nobody has asked.
	 */
	private static boolean isSame(long bytesThen, long modifiedThen, long bytes, long modified) {
		return (bytes == bytesThen && modified == modifiedThen) || (bytes == 0 && modified == 0);
	}

	/**
	 * The failure of earlier runs that a sample would meet again.
	 */
	Optional<UnitRecord.Failed> settledFailure(Sample sample) {
		return Optional.ofNullable(this.failedBefore.get(sample.key()))
			.filter((failure) -> failure.again() == null
					&& isSame(failure.bytes(), failure.modified(), sample.bytes(), sample.modified()));
	}

	/**
	 * Tells whether earlier runs made a sample's latent.
	 */
	boolean has(Sample sample) {
		SampleLine line = this.done.get(sample.file());
		return line != null && isSame(line.bytes(), line.modified(), sample.bytes(), sample.modified());
	}

	/**
	 * Tells whether earlier runs made the latent of another file of a sample's name.
	 */
	boolean hasOther(Sample sample) {
		return this.done.containsKey(sample.file()) && !has(sample);
	}

	/**
	 * The sink for what this run adds.
	 */
	UnitSink sink() {
		if (this.sink == null) {
			this.sink = this.sinks.of(this.ledger.store(), this.unit,
					this.before.map(UnitRecord::outputs).orElse(List.of()),
					this.done.values().stream().map(SampleLine::key).toList());
		}
		return this.sink;
	}

	void count(EncodedImage image) {
		this.stats = this.stats.plus(ChannelStats.of(image.values()));
	}

	void fail(UnitRecord.Failed failure) {
		this.failed.add(failure);
	}

	/**
	 * Notes what failed, since the unit is not going to be done.
	 */
	void giveUp() throws IOException {
		this.ledger.giveUp(this.unit.id(), this.failed);
	}

	/**
	 * Writes what still waits, and notes that the unit is done.
	 */
	void commit(SortedMap<String, Integer> leftOut) throws IOException {
		UnitSink written = sink();
		written.finish();
		List<SampleLine> all = new ArrayList<>(this.lines);
		all.addAll(written.lines());
		List<UnitRecord.Output> outputs = new ArrayList<>(this.before.map(UnitRecord::outputs).orElse(List.of()));
		outputs.addAll(written.outputs());
		ChannelStats both = this.before.map(UnitRecord::stats).orElse(ChannelStats.NONE).plus(this.stats);
		this.ledger.commit(
				new UnitRecord(this.unit.id(), this.unit.shard(), this.unit.listing().isEmpty() ? this.unit.bytes() : 0,
						all.size(), this.failed, new TreeMap<>(leftOut), outputs, both),
				all);
		close();
	}

	boolean isClosed() {
		return this.closed;
	}

	/**
	 * Discards what was begun and is not whole.
	 */
	@Override
	public void close() throws IOException {
		this.closed = true;
		if (this.sink != null) {
			this.sink.close();
		}
	}

}
