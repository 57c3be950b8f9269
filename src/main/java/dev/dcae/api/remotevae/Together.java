package dev.dcae.api.remotevae;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.Urgency;

import org.springframework.stereotype.Component;

/**
 * Runs the items of one request at the same time, so that they can ride in one batch.
 */
@Component
class Together {

	private final FanOut fanOut;

	Together(FanOut fanOut) {
		this.fanOut = fanOut;
	}

	/**
	 * What is to be done with each.
	 */
	@FunctionalInterface
	interface Work<S, R> {

		R run(S item, Urgency urgency, Phases phases);

	}

	/**
	 * Runs them.
	 * @param phases of the request: of what ran at the same time the longest is added
	 * @return the results, in order
	 * @throws RuntimeException what the work of one throws
	 */
	<S, R> List<R> run(List<S> items, Urgency urgency, Phases phases, Work<S, R> work) throws IOException {
		if (items.size() == 1) {
			return List.of(work.run(items.getFirst(), urgency, phases));
		}
		List<R> results = new ArrayList<>();
		List<Phases> parallel = new ArrayList<>();
		this.fanOut.<S, Done<R>>run(items.iterator(), urgency, (item, when) -> {
			Phases own = new Phases();
			return new Done<>(work.run(item, when, own), own);
		}, (done) -> {
			results.add(done.result());
			parallel.add(done.phases());
		});
		phases.addLongestOf(parallel);
		return results;
	}

	private record Done<R>(R result, Phases phases) {
	}

}
