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
import java.util.List;
import java.util.Optional;
import java.util.Set;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.ImageEncoder;
import dev.dcae.dataset.PixelBudget;
import dev.dcae.dataset.Recipe;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.source.Sources;
import dev.dcae.dataset.source.WorkUnit;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.FanOut;
import dev.dcae.serving.ServingException;

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
		Sinks sinks = Sinks.of(ledger, format, recipe.metadata(), this.bounds.shardLatents());
		try (UnitSteps steps = new UnitSteps(ledger, own, sinks, this.bounds.bytes(), this.tally)) {
			new FanOut(this.bounds.images(), Long.MAX_VALUE).run(Call.ofCommand(), steps,
					(call, step) -> work(call, step, recipe), new UnitResults(this.tally, this.limit));
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		Set<String> done = ledger.done().keySet();
		return plan.units().stream().allMatch((unit) -> done.contains(unit.id()))
				&& knowsAllImages(ledger, found.units(), Set.copyOf(own), sinks);
	}

	/**
	 * Tells whether each image has been tried, so that no other part is at work on those
	 * that were added to a unit which is done.
	 */
	private static boolean knowsAllImages(Ledger ledger, List<WorkUnit> units, Set<WorkUnit> own, Sinks sinks)
			throws IOException {
		for (WorkUnit unit : units) {
			if (unit.listing().isPresent() && !own.contains(unit)
					&& !UnitRun.open(ledger, unit, true, sinks).knowsAll()) {
				return false;
			}
		}
		return true;
	}

	private UnitResults.Done work(Call call, UnitSteps.Step step, Recipe recipe) {
		return switch (step) {
			case UnitSteps.Step.End end -> new UnitResults.Done.Ended(end.run(), end.leftOut());
			case UnitSteps.Step.Refuse refuse -> new UnitResults.Done.Failed(refuse.run(), refuse.failure());
			case UnitSteps.Step.Encode(UnitRun run, Sample sample, PixelBudget.Held held) -> {
				long[] read = new long[1];
				try (held) {
					yield switch (this.encoder.encode(call, () -> {
						byte[] file = sample.image().read();
						read[0] = file.length;
						return file;
					}, recipe)) {
						case ImageEncoder.Outcome.Encoded(EncodedImage image) ->
							new UnitResults.Done.Latent(run, sample.encoded(read[0]), image);
						case ImageEncoder.Outcome.Failed(String reason, boolean again) ->
							new UnitResults.Done.Failed(run, UnitSteps.failure(sample, reason, again));
					};
				}
			}
		};
	}

}
