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
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.ImageEncoder;
import dev.dcae.dataset.PixelBudget;
import dev.dcae.dataset.Recipe;
import dev.dcae.dataset.source.DamagedShardException;
import dev.dcae.dataset.source.Found;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.source.SampleReader;
import dev.dcae.dataset.source.Sources;
import dev.dcae.dataset.source.WorkUnit;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.FanOut;
import dev.dcae.serving.ServingException;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a part of a data set. Its units follow each other without a pause: the next is
 * read while the last images of the one before are encoded. Memory is bounded by the
 * samples that are under way and by what a unit's file holds before it is written.
 */
public final class DatasetEncoding {

	private final ImageEncoder encoder;

	private final Bounds bounds;

	private final Tally tally;

	private final Optional<FailureLimit> limit;

	/**
	 * The bounds on what is held at once.
	 *
	 * @param images under way, at least 1
	 * @param bytes of files of images, and of samples that were read from shards
	 * @param shardLatents of a file of tensors, at least 1
	 */
	public record Bounds(int images, long bytes, int shardLatents) {
	}

	/**
	 * A piece of work, or the end of a unit.
	 */
	private sealed interface Step {

		record Encode(UnitRun run, Sample sample, PixelBudget.Held held) implements Step {
		}

		record Refuse(UnitRun run, UnitRecord.Failed failure) implements Step {
		}

		record End(UnitRun run, SortedMap<String, Integer> leftOut) implements Step {
		}

	}

	/**
	 * The outcome of a step.
	 */
	private sealed interface Done {

		record Latent(UnitRun run, Sample sample, EncodedImage image) implements Done {
		}

		record Failed(UnitRun run, UnitRecord.Failed failure) implements Done {
		}

		record Ended(UnitRun run, SortedMap<String, Integer> leftOut) implements Done {
		}

	}

	/**
	 * An encoding.
	 * @param tally that counts
	 * @param limit on failures from which on it ends
	 */
	public DatasetEncoding(ImageEncoder encoder, Bounds bounds, Tally tally, Optional<FailureLimit> limit) {
		this.encoder = encoder;
		this.bounds = bounds;
		this.tally = tally;
		this.limit = limit;
	}

	/**
	 * Encodes what nobody has encoded yet.
	 * @param ledger of the place for latents
	 * @param found the whole data set
	 * @return whether every part's units are done, and nobody is to add images to them
	 * @throws TooManyFailedException if more fail than are allowed
	 * @throws IOException if a place cannot be used, saying why
	 * @throws ServingException if no device is left
	 */
	public boolean run(Ledger ledger, Sources.DataSet found, Part part, Recipe recipe, OutputFormat format)
			throws IOException {
		ledger.begin(recipe.settings(), recipe.metadata(), format);
		Plan plan = ledger.agree(found, format);
		List<WorkUnit> own = plan.of(part, found.units());
		this.tally.expect(own.size(), own.stream().mapToLong(WorkUnit::bytes).sum());
		try (Feeder feeder = new Feeder(ledger, own, format, recipe); Collector collector = new Collector(feeder)) {
			new FanOut(this.bounds.images(), Long.MAX_VALUE).run(Call.ofCommand(), feeder,
					(call, step) -> work(call, step, recipe), collector);
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		Set<String> done = ledger.done().keySet();
		return plan.units().stream().allMatch((unit) -> done.contains(unit.id()))
				&& knowsAllImages(ledger, found.units(), Set.copyOf(own));
	}

	/**
	 * Tells whether each image has been tried, so that no other part is at work on those
	 * that were added to a unit which is done.
	 */
	private static boolean knowsAllImages(Ledger ledger, List<WorkUnit> units, Set<WorkUnit> own) throws IOException {
		for (WorkUnit unit : units) {
			if (unit.listing().isPresent() && !own.contains(unit) && !UnitRun.open(ledger, unit, true).knowsAll()) {
				return false;
			}
		}
		return true;
	}

	private Done work(Call call, Step step, Recipe recipe) {
		return switch (step) {
			case Step.End end -> new Done.Ended(end.run(), end.leftOut());
			case Step.Refuse refuse -> new Done.Failed(refuse.run(), refuse.failure());
			case Step.Encode(UnitRun run, Sample sample, PixelBudget.Held held) -> {
				try (held) {
					yield switch (this.encoder.encode(call, sample.image(), recipe)) {
						case ImageEncoder.Outcome.Encoded(EncodedImage image) ->
							new Done.Latent(run, sample.encoded(), image);
						case ImageEncoder.Outcome.Failed(String reason, boolean again) ->
							new Done.Failed(run, failure(sample, reason, again));
					};
				}
			}
		};
	}

	private static UnitRecord.Failed failure(Sample sample, String reason, boolean again) {
		return new UnitRecord.Failed(sample.key(), reason, sample.bytes(), sample.modified(), again ? true : null);
	}

	/**
	 * Hands out the samples of one unit after the other, on the thread that collects.
	 */
	private final class Feeder implements Iterator<Step>, AutoCloseable {

		private final Ledger ledger;

		private final Iterator<WorkUnit> units;

		private final OutputFormat format;

		private final Recipe recipe;

		private final Set<String> done;

		private final PixelBudget bytes = new PixelBudget(DatasetEncoding.this.bounds.bytes());

		private final Map<UnitRun, UnitSink> sinks = new HashMap<>();

		private @Nullable UnitRun run;

		private @Nullable SampleReader reader;

		private @Nullable Step next;

		Feeder(Ledger ledger, List<WorkUnit> units, OutputFormat format, Recipe recipe) throws IOException {
			this.ledger = ledger;
			this.units = units.iterator();
			this.format = format;
			this.recipe = recipe;
			this.done = ledger.done().keySet();
		}

		UnitSink sink(UnitRun of) {
			return this.sinks.computeIfAbsent(of,
					(run) -> run.sink(this.format, this.recipe.metadata(), DatasetEncoding.this.bounds.shardLatents()));
		}

		void drop(UnitRun of) throws IOException {
			UnitSink sink = this.sinks.remove(of);
			if (sink != null) {
				sink.close();
			}
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
				UnitRun opened = UnitRun.open(this.ledger, unit, this.done.contains(unit.id()));
				UnitRecord before = opened.before().orElse(null);
				if (before != null && opened.isWhole()) {
					DatasetEncoding.this.tally.countBefore(before.latents(), before.failed().size(), before.damaged());
					DatasetEncoding.this.tally.countUnit(unit.bytes(), false);
					continue;
				}
				if (before != null) {
					DatasetEncoding.this.tally.countBefore(before.latents(), 0, 0);
				}
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
					case Found.Problem problem -> Optional.of(new Step.Refuse(current,
							new UnitRecord.Failed(problem.key(), problem.reason(), 0, 0, null)));
					case Sample sample -> step(current, sample);
				};
			}
			catch (DamagedShardException ex) {
				// What came before is used; the end follows.
				this.reader = new Rest(this.reader);
				return Optional.of(new Step.Refuse(current,
						new UnitRecord.Failed("", String.valueOf(ex.getMessage()), 0, 0, null)));
			}
		}

		private Optional<Step> step(UnitRun current, Sample sample) {
			if (current.has(sample)) {
				return Optional.empty();
			}
			if (current.hasOther(sample)) {
				return Optional.of(new Step.Refuse(current, failure(sample,
						"It has changed since it was encoded; its latent is that of the old one. Start with an empty folder",
						false)));
			}
			Optional<String> refusal = sink(current).refusal(sample);
			return refusal.isPresent() ? Optional.of(new Step.Refuse(current, failure(sample, refusal.get(), false)))
					: Optional.of(new Step.Encode(current, sample, this.bytes.take(sample.held())));
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
			if (this.reader != null) {
				this.reader.close();
			}
		}

	}

	/**
	 * Takes what was done, in the order in which it was handed out.
	 */
	private final class Collector implements FanOut.Sink<Done>, AutoCloseable {

		private final Feeder feeder;

		Collector(Feeder feeder) {
			this.feeder = feeder;
		}

		@Override
		public void take(Done done) throws IOException {
			Tally tally = DatasetEncoding.this.tally;
			switch (done) {
				case Done.Latent(UnitRun run, Sample sample, EncodedImage image) -> {
					this.feeder.sink(run).add(sample, image);
					run.count(image);
					tally.countEncoded(sample.bytes());
				}
				case Done.Failed(UnitRun run, UnitRecord.Failed failure) -> {
					run.fail(failure);
					tally.countFailed(failure.isOfRest());
					check(run, failure);
				}
				case Done.Ended(UnitRun run, SortedMap<String, Integer> leftOut) -> {
					UnitSink sink = this.feeder.sink(run);
					sink.finish();
					run.commit(sink, leftOut);
					this.feeder.drop(run);
					tally.countUnit(run.unit().bytes(), true);
				}
			}
		}

		private void check(UnitRun run, UnitRecord.Failed last) throws IOException {
			Tally tally = DatasetEncoding.this.tally;
			Optional<FailureLimit> limit = DatasetEncoding.this.limit;
			if (limit.isPresent() && limit.get().isPassed(tally.failed(), tally.samples())) {
				run.giveUp();
				throw new TooManyFailedException(
						"%,d of %,d images failed, more than --max-failed %s; the last one, %s: %s"
							.formatted(tally.failed(), tally.samples(), limit.get(), last.key(), last.reason()));
			}
		}

		@Override
		public void close() throws IOException {
			for (UnitRun run : List.copyOf(this.feeder.sinks.keySet())) {
				this.feeder.drop(run);
			}
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
