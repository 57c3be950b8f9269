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
import java.util.Optional;
import java.util.SortedMap;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.UnfitImageException;
import dev.dcae.dataset.source.Sample;
import dev.dcae.pipeline.FanOut;

/**
 * Takes what was done, in the order in which it was handed out.
 */
final class UnitResults implements FanOut.Sink<UnitResults.Done> {

	private final Tally tally;

	private final Optional<FailureLimit> limit;

	/**
	 * The outcome of a step.
	 */
	sealed interface Done {

		record Latent(UnitRun run, Sample sample, EncodedImage image) implements Done {
		}

		record Failed(UnitRun run, UnitRecord.Failed failure) implements Done {
		}

		record Ended(UnitRun run, SortedMap<String, Integer> leftOut) implements Done {
		}

	}

	UnitResults(Tally tally, Optional<FailureLimit> limit) {
		this.tally = tally;
		this.limit = limit;
	}

	@Override
	public void take(Done done) throws IOException {
		switch (done) {
			case Done.Latent latent -> take(latent);
			case Done.Failed(UnitRun run, UnitRecord.Failed failure) -> fail(run, failure);
			case Done.Ended(UnitRun run, SortedMap<String, Integer> leftOut) -> {
				run.commit(leftOut);
				this.tally.countUnit(run.unit().bytes(), true);
			}
		}
	}

	private void take(Done.Latent latent) throws IOException {
		UnitRun run = latent.run();
		try {
			run.sink().add(latent.sample(), latent.image());
		}
		catch (UnfitImageException ex) {
			fail(run, UnitSteps.failure(latent.sample(), String.valueOf(ex.getMessage()), false));
			return;
		}
		run.count(latent.image());
		this.tally.countEncoded(latent.sample().bytes());
	}

	private void fail(UnitRun run, UnitRecord.Failed failure) throws IOException {
		run.fail(failure);
		this.tally.countFailed(failure.isOfRest());
		check(run, failure);
	}

	private void check(UnitRun run, UnitRecord.Failed last) throws IOException {
		if (this.limit.isPresent() && this.limit.get().isPassed(this.tally.failed(), this.tally.expected())) {
			run.giveUp();
			throw new TooManyFailedException("%,d of %,d images failed, more than --max-failed %s; the last one, %s: %s"
				.formatted(this.tally.failed(), this.tally.samples(), this.limit.get(), last.key(), last.reason()));
		}
	}

}
