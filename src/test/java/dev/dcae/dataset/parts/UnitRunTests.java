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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.source.Found;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.source.SampleReader;
import dev.dcae.dataset.source.Sources;
import dev.dcae.dataset.source.WorkUnit;
import dev.dcae.dataset.store.FailingStore;
import dev.dcae.dataset.store.LocalStore;
import dev.dcae.dataset.store.StoreException;
import dev.dcae.dataset.store.StoreOutput;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A unit of images that is opened again, since there are others.
 */
class UnitRunTests {

	private static final OutputFormat FORMAT = OutputFormat.SAFETENSORS;

	@TempDir
	private Path temp;

	private Path out;

	private Ledger ledger;

	@BeforeEach
	void aUnitWithOneImage() throws IOException {
		this.out = this.temp.resolve("out");
		this.ledger = new Ledger(new LocalStore(this.out));
		this.ledger.begin(Map.of(), Map.of(), FORMAT);
		addImage("a");
		encode(this.ledger);
	}

	@Test
	void aKillBetweenItsLinesAndItsRecordLosesNothing() throws IOException {
		addImage("b");
		Ledger dying = new Ledger(new FailingStore(this.out) {

			@Override
			public StoreOutput create(String name) throws IOException {
				if (name.equals(Ledger.name("images-000000"))) {
					throw new StoreException("No space left on device");
				}
				return super.create(name);
			}

		});
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> encode(dying));
		encode(this.ledger);
		assertIndexIsOf("a.png", "b.png");
	}

	@Test
	void twoProcessesThatDoTheSameLeaveEachSampleOnce() throws IOException {
		addImage("b");
		UnitRun first = open(this.ledger);
		UnitRun second = open(this.ledger);
		finish(first);
		finish(second);
		assertIndexIsOf("a.png", "b.png");
	}

	@Test
	void whoeverEndsFirstLeavesWhatAnotherAdds() throws IOException {
		addImage("b");
		UnitRun run = open(this.ledger);
		write(run);
		try (StoreOutput begun = this.ledger.create("1x1x1/images-000000-002.safetensors")) {
			begun.write(1);
			begun.flush();
			assertIndexIsOf("a.png");
			begun.commit();
		}
		run.commit(new TreeMap<>());
		assertIndexIsOf("a.png", "b.png");
	}

	@Test
	void whatKilledProcessesLeftIsRemovedInTheEnd() throws IOException {
		for (String name : List.of("1x1x1/images-000000-007.safetensors",
				"manifest.jsonl." + UUID.randomUUID() + ".partial",
				"images-000000-1.tar." + UUID.randomUUID() + ".partial",
				"parts/images-000000.json." + UUID.randomUUID() + ".partial")) {
			Path left = this.out.resolve(name);
			Files.write(left, new byte[3]);
			Files.setLastModifiedTime(left, FileTime.fromMillis(1_700_000_000_000L));
		}
		Files.write(this.out.resolve("1x1x1/mine-000.safetensors"), new byte[3]);
		assertIndexIsOf("a.png");
		try (Stream<Path> files = Files.walk(this.out)) {
			assertThat(files.filter((file) -> Files.isRegularFile(file)).map((file) -> file.getFileName().toString()))
				.containsExactlyInAnyOrder("images-000000-000.safetensors", "mine-000.safetensors",
						"images-000000.json", "images-000000.jsonl", "manifest.jsonl", "failed.jsonl",
						"stats.safetensors", "settings.json", "plan.json", "metadata.json");
		}
	}

	@Test
	void whatCouldNotBeReadIsTriedAgain() throws IOException {
		addImage("b");
		long modified = Files.getLastModifiedTime(this.temp.resolve("in/b.png")).toMillis();
		for (Boolean again : Arrays.asList(true, null)) {
			UnitRun run = open(this.ledger);
			assertThat(run.isWhole()).isFalse();
			run.fail(new UnitRecord.Failed("b.png", "It cannot be read", 8, modified, again));
			run.commit(new TreeMap<>());
			assertThat(open(this.ledger).knowsAll()).isTrue();
		}
		assertThat(open(this.ledger).isWhole()).isTrue();
	}

	@Test
	void whatFailedForGoodIsNotReadAgainWithWhatIsNew() throws IOException {
		addImage("b");
		UnitRun run = open(this.ledger);
		long modified = Files.getLastModifiedTime(this.temp.resolve("in/b.png")).toMillis();
		run.fail(new UnitRecord.Failed("b.png", "No image", 8, modified, null));
		run.commit(new TreeMap<>());
		addImage("c");
		Tally tally = new Tally(() -> 0, "");
		Sinks sinks = new Sinks(FORMAT, Map.of(), 8, new AtomicReference<@Nullable Shape>());
		try (UnitSteps steps = new UnitSteps(this.ledger, List.of(open(this.ledger).unit()), sinks, 1000, tally)) {
			UnitSteps.Step.Encode step = (UnitSteps.Step.Encode) steps.next();
			assertThat(step.sample().key()).isEqualTo("c.png");
			assertThat(steps.next()).isInstanceOf(UnitSteps.Step.End.class);
			step.run().commit(new TreeMap<>());
		}
		assertThat(this.ledger.record("images-000000").failed()).extracting(UnitRecord.Failed::reason)
			.containsExactly("No image");
		assertThat(tally.failed()).isEqualTo(1);
		assertThat(tally.failedNow()).isZero();
	}

	@Test
	void anObjectOfAListIsTheSameSinceNobodyAsks() throws IOException {
		Sample listed = new Sample("a.png", "a.png", () -> new byte[8], 0, 0, 0, List.of(), OptionalLong.empty());
		assertThat(listed.encoded(8).bytes()).isEqualTo(8);
		assertThat(open(this.ledger).has(listed)).isTrue();
	}

	@Test
	void aShareThatMayFailIsOfAllThatThereWillBe() throws IOException {
		Tally tally = new Tally(() -> 0, "");
		tally.expect(10, 990);
		UnitResults results = new UnitResults(tally, Optional.of(FailureLimit.of("0.1%")));
		UnitRun run = open(this.ledger);
		tally.countBefore(997, 0, 0);
		fail(results, run, 3);
		tally.countUnit(99, true);
		fail(results, run, 7);
		assertThat(tally.expected()).isEqualTo(10_070);
		assertThatExceptionOfType(TooManyFailedException.class).isThrownBy(() -> fail(results, run, 1))
			.withMessageContaining("11 of 1,008 images failed, more than --max-failed 0.1%");
	}

	private static void fail(UnitResults results, UnitRun run, int count) throws IOException {
		for (int i = 0; i < count; i++) {
			results.take(new UnitResults.Done.Failed(run, new UnitRecord.Failed("b.png", "No image", 8, 0, null)));
		}
	}

	private void assertIndexIsOf(String... keys) throws IOException {
		DatasetIndex.Summary all = new DatasetIndex(this.ledger).write();
		assertThat(all.latents()).isEqualTo(keys.length);
		List<SampleLine> lines = Files.readString(this.out.resolve(Ledger.MANIFEST), StandardCharsets.UTF_8)
			.lines()
			.map((line) -> JsonMapper.shared().readValue(line, SampleLine.class))
			.toList();
		assertThat(lines).extracting(SampleLine::key).containsExactlyInAnyOrder(keys);
		assertThat(lines).extracting(SampleLine::shard)
			.allSatisfy((shard) -> assertThat(this.out.resolve(shard)).exists());
	}

	private void addImage(String name) throws IOException {
		new LocalStore(this.temp.resolve("in")).write(name + ".png", new byte[8]);
	}

	private void encode(Ledger to) throws IOException {
		UnitRun run = open(to);
		if (!run.isWhole()) {
			finish(run);
		}
	}

	@Test
	void aShardIsNotPlannedUnderTwoNames() throws IOException {
		Ledger ledger = new Ledger(new LocalStore(this.out));
		ledger.agree(shards("x/0.tar"), FORMAT);
		Sources.DataSet found = shards("y/0.tar");
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> ledger.agree(found, FORMAT))
			.withMessageContaining("start again");
	}

	private Sources.DataSet shards(String another) throws IOException {
		new LocalStore(this.temp.resolve("shards")).write(another, new byte[1]);
		return Sources.find(List.of(this.temp.resolve("shards").toString()), ImageFormats.ofCollections(),
				this.out.toString(), Map.of(), (images) -> 1);
	}

	private UnitRun open(Ledger to) throws IOException {
		Sources.DataSet found = Sources.find(List.of(this.temp.resolve("in").toString()), ImageFormats.ofCollections(),
				this.out.toString(), to.shards(), (images) -> 1);
		to.agree(found, FORMAT);
		WorkUnit unit = found.units().getFirst();
		return UnitRun.open(to, unit, to.done().containsKey(unit.id()), Sinks.of(to, FORMAT, Map.of(), 8));
	}

	private static void finish(UnitRun run) throws IOException {
		write(run);
		run.commit(new TreeMap<>());
	}

	private static void write(UnitRun run) throws IOException {
		EncodedImage image = new EncodedImage(Tensor.of(new Shape(1, 1, 1), 0f), Optional.empty(), 8, 8, 8, 8,
				Optional.empty());
		try (SampleReader reader = run.unit().open()) {
			for (Optional<Found> found = reader.next(); found.isPresent(); found = reader.next()) {
				Sample sample = (Sample) found.get();
				if (!run.has(sample)) {
					run.sink().add(sample, image);
					run.count(image);
				}
			}
		}
		run.sink().finish();
	}

}
