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
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.dcae.dataset.PixelBudget;
import dev.dcae.dataset.source.DamagedShardException;
import dev.dcae.dataset.source.Found;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.source.SampleReader;
import dev.dcae.dataset.source.WorkUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands out the samples of one unit after the other, on the thread that collects.
 */
final class UnitSteps implements Iterator<UnitSteps.Step>, AutoCloseable {

	private final Ledger ledger;

	private final Iterator<WorkUnit> units;

	private final Sinks sinks;

	private final PixelBudget bytes;

	private final Tally tally;

	private final Set<String> done;

	/**
	 * Those of which results are still to come, and the last ones.
	 */
	private final List<UnitRun> opened = new ArrayList<>();

	private @Nullable UnitRun run;

	private @Nullable SampleReader reader;

	private @Nullable Step next;

	/**
	 * A piece of work, or the end of a unit.
	 */
	sealed interface Step {

		record Encode(UnitRun run, Sample sample, PixelBudget.Held held) implements Step {
		}

		record Refuse(UnitRun run, UnitRecord.Failed failure) implements Step {
		}

		record End(UnitRun run, SortedMap<String, Integer> leftOut) implements Step {
		}

	}

	/**
	 * The steps of a part.
	 * @param units that it consists of
	 * @param bytes of samples that are under way, at most
	 */
	UnitSteps(Ledger ledger, List<WorkUnit> units, Sinks sinks, long bytes, Tally tally) throws IOException {
		this.ledger = ledger;
		this.units = units.iterator();
		this.sinks = sinks;
		this.bytes = new PixelBudget(bytes);
		this.tally = tally;
		this.done = ledger.done().keySet();
	}

	@Override
	public boolean hasNext() {
		if (this.next == null) {
			try {
				this.next = step();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		return this.next != null;
	}

	@Override
	public Step next() {
		if (!hasNext() || this.next == null) {
			throw new NoSuchElementException();
		}
		Step step = this.next;
		this.next = null;
		return step;
	}

	private @Nullable Step step() throws IOException {
		while (this.run != null || open()) {
			UnitRun current = this.run;
			Optional<Step> step = (current != null) ? step(current) : Optional.empty();
			if (step.isPresent()) {
				return step.get();
			}
		}
		return null;
	}

	/**
	 * Opens the next unit that is not done.
	 */
	private boolean open() throws IOException {
		while (this.units.hasNext()) {
			WorkUnit unit = this.units.next();
			UnitRun opened = UnitRun.open(this.ledger, unit, this.done.contains(unit.id()), this.sinks);
			UnitRecord before = opened.before().orElse(null);
			if (before != null && opened.isWhole()) {
				this.tally.countBefore(before.latents(), before.failed().size(), before.damaged());
				this.tally.countUnit(unit.bytes(), false);
				continue;
			}
			if (before != null) {
				this.tally.countBefore(before.latents(), 0, 0);
			}
			this.opened.removeIf(UnitRun::isClosed);
			this.opened.add(opened);
			this.run = opened;
			return true;
		}
		return false;
	}

	/**
	 * The next step of a unit; nothing if it is one that earlier runs took.
	 */
	private Optional<Step> step(UnitRun current) throws IOException {
		try {
			if (this.reader == null) {
				this.reader = current.unit().open();
			}
			Optional<Found> found = this.reader.next();
			if (found.isEmpty()) {
				return Optional.of(end(current, this.reader.leftOut()));
			}
			return switch (found.get()) {
				case Found.Problem problem -> Optional
					.of(new Step.Refuse(current, new UnitRecord.Failed(problem.key(), problem.reason(), 0, 0, null)));
				case Sample sample -> step(current, sample);
			};
		}
		catch (DamagedShardException ex) {
			// What came before is used; the end follows.
			this.reader = new Rest(this.reader);
			return Optional
				.of(new Step.Refuse(current, new UnitRecord.Failed("", String.valueOf(ex.getMessage()), 0, 0, null)));
		}
	}

	private Optional<Step> step(UnitRun current, Sample sample) {
		if (current.has(sample)) {
			return Optional.empty();
		}
		Optional<UnitRecord.Failed> settled = current.settledFailure(sample);
		if (settled.isPresent()) {
			current.fail(settled.get());
			this.tally.countBefore(0, 1, 0);
			return Optional.empty();
		}
		if (current.hasOther(sample)) {
			return Optional.of(new Step.Refuse(current, failure(sample,
					"It has changed since it was encoded; its latent is that of the old one. Start with an empty folder",
					false)));
		}
		Optional<String> refusal = current.sink().refusal(sample);
		return refusal.isPresent() ? Optional.of(new Step.Refuse(current, failure(sample, refusal.get(), false)))
				: Optional.of(new Step.Encode(current, sample, this.bytes.take(sample.held())));
	}

	static UnitRecord.Failed failure(Sample sample, String reason, boolean again) {
		return new UnitRecord.Failed(sample.key(), reason, sample.bytes(), sample.modified(), again ? true : null);
	}

	private Step end(UnitRun current, SortedMap<String, Integer> leftOut) throws IOException {
		if (this.reader != null) {
			this.reader.close();
		}
		this.reader = null;
		this.run = null;
		return new Step.End(current, leftOut);
	}

	@Override
	public void close() throws IOException {
		for (UnitRun begun : this.opened) {
			begun.close();
		}
		if (this.reader != null) {
			this.reader.close();
		}
	}

	/**
	 * A reader that comes to its end.
	 */
	private record Rest(@Nullable SampleReader damaged) implements SampleReader {

		@Override
		public Optional<Found> next() {
			return Optional.empty();
		}

		@Override
		public SortedMap<String, Integer> leftOut() {
			return (this.damaged != null) ? this.damaged.leftOut() : new TreeMap<>();
		}

		@Override
		public void close() throws IOException {
			if (this.damaged != null) {
				this.damaged.close();
			}
		}

	}

}
