package dev.dcae.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

import dev.dcae.serving.Timings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is noted of a request, on whatever threads it is served.
 */
class JournalTests {

	private final Journal journal = new Journal("whose it is");

	@AfterEach
	void clear() {
		MDC.clear();
	}

	@Test
	void phasesAreNotedInTheJournalOfTheirRequest() throws Exception {
		this.journal.during(() -> {
			Phases phases = new Phases();
			phases.add(Phase.PARSE, Duration.ofMillis(3));
			phases.add(new Timings(Duration.ofMillis(4), Duration.ofMillis(5), Duration.ofMillis(6), 1));
			return phases.time(Phase.ENCODE, () -> true);
		});
		List<Journal.Entry> entries = this.journal.entries();
		assertThat(entries).extracting(Journal.Entry::phase)
			.containsExactly(Phase.PARSE, Phase.QUEUE, Phase.BATCH_WAIT, Phase.DEVICE, Phase.ENCODE);
		assertThat(entries.subList(1, 4)).extracting(Journal.Entry::time)
			.containsExactly(Duration.ofMillis(4), Duration.ofMillis(5), Duration.ofMillis(6));
		assertThat(entries.get(1).start().plusMillis(4)).isEqualTo(entries.get(2).start());
		assertThat(entries.get(2).start().plusMillis(5)).isEqualTo(entries.get(3).start());
	}

	@Test
	void whatWentSideBySideIsNotedOnceForEach() throws Exception {
		Phases whole = new Phases();
		this.journal.during(() -> {
			Phases one = new Phases();
			one.add(Phase.DEVICE, Duration.ofMillis(3));
			Phases other = new Phases();
			other.add(Phase.DEVICE, Duration.ofMillis(5));
			whole.addLongestOf(List.of(one, other));
			return true;
		});
		assertThat(whole.times()).containsEntry(Phase.DEVICE, Duration.ofMillis(5));
		assertThat(this.journal.entries()).extracting(Journal.Entry::time)
			.containsExactly(Duration.ofMillis(3), Duration.ofMillis(5));
	}

	@Test
	void whereNoRequestIsServedNothingIsNoted() {
		new Phases().add(Phase.PARSE, Duration.ofMillis(3));
		assertThat(Journal.current()).isEmpty();
		assertThat(this.journal.entries()).isEmpty();
	}

	@Test
	void aRequestHasNoModelOneOrSeveral() {
		assertThat(this.journal.model()).isEqualTo(Journal.NO_MODEL);
		this.journal.model("one");
		this.journal.model("one");
		assertThat(this.journal.model()).isEqualTo("one");
		this.journal.model("other");
		this.journal.model("one");
		assertThat(this.journal.model()).isEqualTo(Journal.MODELS);
	}

	@Test
	void piecesOfARequestShareItsJournalAndTheNameInItsLog() throws Exception {
		MDC.put("requestId", "abc");
		List<String> seen = new ArrayList<>();
		Iterator<Integer> pieces = IntStream.range(0, 20).iterator();
		this.journal.during(() -> {
			new FanOut(4).run(pieces, Rig.WHENEVER, (piece, _) -> {
				new Phases().add(Phase.PARSE, Duration.ofMillis(piece));
				return MDC.get("requestId") + " " + Journal.current().map(Journal::origin).orElse("nobody");
			}, seen::add);
			return true;
		});
		assertThat(seen).hasSize(20).containsOnly("abc whose it is");
		assertThat(this.journal.entries()).hasSize(20);
	}

	@Test
	void theThreadsOfImagesServeOneRequestAfterAnother() throws Exception {
		try (ImagePool pool = new ImagePool(1)) {
			MDC.put("requestId", "abc");
			String during = this.journal
				.during(() -> pool.run(() -> MDC.get("requestId") + " " + Journal.current().isPresent()));
			MDC.clear();
			String after = pool.run(() -> MDC.get("requestId") + " " + Journal.current().isPresent());
			assertThat(during).isEqualTo("abc true");
			assertThat(after).isEqualTo("null false");
		}
	}

}
