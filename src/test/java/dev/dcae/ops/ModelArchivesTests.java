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
package dev.dcae.ops;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.EnvironmentsHub;
import dev.dcae.checkpoint.hub.FakeHub;
import dev.dcae.checkpoint.hub.Hub;
import dev.dcae.checkpoint.hub.HubOptions;
import dev.dcae.checkpoint.hub.HubSettings;
import dev.dcae.checkpoint.hub.ProgressLine;
import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Device;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * From a checkpoint to runners, with what can go wrong on the way.
 */
@ExtendWith(OutputCaptureExtension.class)
class ModelArchivesTests {

	private static final Path FIXTURE = Path.of("src/test/resources/fixtures/tiny-sana");

	private static final String WEIGHTS = "diffusion_pytorch_model.safetensors";

	@TempDir
	Path temp;

	@ParameterizedTest
	@EnumSource
	void anArchiveThatIsGoneWhenItIsLoadedIsCompiledAnew(ReplicaPrecision precision, CapturedOutput output)
			throws IOException {
		PreparedModel prepared = archives().prepare(model(FIXTURE));
		float[] right = latent(prepared, precision);
		for (Path archive : files()) {
			Files.delete(archive);
		}
		assertThat(latent(prepared, precision)).containsExactly(right);
		if (precision == ReplicaPrecision.NORMAL) {
			assertThat(output.getAll().lines().filter((line) -> line.contains("WARN") && line.contains("archive")))
				.singleElement()
				.asString()
				.contains("cannot load the archive " + this.temp, "compiled anew");
		}
	}

	@Test
	void anArchiveThatWasChangedSinceItWasLookedAtIsCompiledAnew() throws IOException {
		PreparedModel prepared = archives().prepare(model(FIXTURE));
		float[] right = latent(prepared, ReplicaPrecision.NORMAL);
		for (Path archive : files()) {
			byte[] bytes = Files.readAllBytes(archive);
			Files.write(archive, Arrays.copyOf(bytes, bytes.length - 5000));
		}
		assertThat(latent(prepared, ReplicaPrecision.NORMAL)).containsExactly(right);
	}

	@Test
	void aCheckpointThatChangedMeanwhileIsNotCompiledInItsPlace() throws IOException {
		Path model = this.temp.resolve("model");
		copy(model);
		PreparedModel prepared = archives().prepare(model(model));
		damage(model.resolve(WEIGHTS));
		for (Path archive : files()) {
			Files.delete(archive);
		}
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> latent(prepared, ReplicaPrecision.NORMAL))
			.withMessageContaining("has changed since it was loaded");
	}

	/**
	 * Damages it as when it was copied from another machine, or Python's tools brought
	 * it.
	 */
	@Test
	void aDamagedBlobIsFoundBeforeItIsServed(CapturedOutput output) throws IOException {
		try (FakeHub server = new FakeHub()) {
			String commit = server.commit("owner/tiny", FakeHub.files(FIXTURE, "config.json", WEIGHTS));
			CheckpointHub hub = hub(server);
			Path weights = hub.fetch(reference()).folder().resolve(WEIGHTS);
			damage(weights);
			PreparedModel prepared = archives(hub).prepare(model(reference()));
			assertThat(prepared.autoencoder().digest())
				.isEqualTo(archives().prepare(model(FIXTURE)).autoencoder().digest());
			assertThat(prepared.autoencoder().note()).isEqualTo("from hf:owner/tiny@" + commit);
			assertThat(weights).hasBinaryContent(Files.readAllBytes(FIXTURE.resolve(WEIGHTS)));
			assertThat(output).contains("is damaged");
			// Nor later, when an archive is there.
			damage(weights);
			assertThat(archives(hub).prepare(model(reference())).autoencoder().digest())
				.isEqualTo(prepared.autoencoder().digest());
			// Nor where it is no safetensors file any more.
			Files.write(weights, new byte[(int) Files.size(weights)]);
			assertThat(archives(hub).prepare(model(reference())).autoencoder().digest())
				.isEqualTo(prepared.autoencoder().digest());
		}
	}

	@Test
	void aDamagedBlobIsNotServedWhileTheHubIsAway() throws IOException {
		CheckpointHub hub;
		Path weights;
		try (FakeHub server = new FakeHub()) {
			server.commit("owner/tiny", FakeHub.files(FIXTURE, "config.json", WEIGHTS));
			hub = hub(server);
			weights = hub.fetch(reference()).folder().resolve(WEIGHTS);
		}
		archives(hub).prepare(model(reference()));
		damage(weights);
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> archives(hub).prepare(model(reference())))
			.withMessageContaining(WEIGHTS)
			.withMessageContaining("damaged");
	}

	@Test
	void aDamagedArchiveOfTheHubsModelIsNamedAndCountedOnce(CapturedOutput output) throws IOException {
		AtomicInteger discarded = new AtomicInteger();
		try (FakeHub server = new FakeHub()) {
			server.commit("owner/tiny", FakeHub.files(FIXTURE, "config.json", WEIGHTS));
			ModelArchives archives = new ModelArchives(
					new ArchiveCache(this.temp.resolve("archives"), Long.MAX_VALUE, counting(discarded)), hub(server),
					new TorchEngine(1));
			archives.prepare(model(reference()));
			Path archive = files().getFirst();
			byte[] right = Files.readAllBytes(archive);
			damage(archive);
			archives.prepare(model(reference()));
			assertThat(archive).hasBinaryContent(right);
			assertThat(discarded).hasValue(1);
			assertThat(output.getAll().lines().filter((line) -> line.contains(archive.toString()))).hasSize(1);
		}
	}

	private static ArchiveCache.Listener counting(AtomicInteger discarded) {
		return new ArchiveCache.Listener() {

			@Override
			public void found(Duration time) {
				// Of no interest here.
			}

			@Override
			public void compiled(Duration time) {
				// Of no interest here.
			}

			@Override
			public void discarded() {
				discarded.incrementAndGet();
			}

		};
	}

	private CheckpointHub hub(FakeHub server) {
		return new CheckpointHub(new Hub(
				HubSettings.ofEnvironment(
						new HubOptions(this.temp.resolve("hub").toString(), server.endpoint(), Boolean.FALSE)),
				ProgressLine.log()));
	}

	private ModelArchives archives() {
		return archives(EnvironmentsHub.open());
	}

	private ModelArchives archives(CheckpointHub hub) {
		return new ModelArchives(new ArchiveCache(this.temp.resolve("archives")), hub, new TorchEngine(1));
	}

	private static CheckpointSource.OnHub reference() {
		return (CheckpointSource.OnHub) CheckpointSource.of("hf:owner/tiny");
	}

	private static ModelSpec model(Path folder) {
		return model(new CheckpointSource.Directory(folder));
	}

	private static ModelSpec model(CheckpointSource source) {
		return new ModelSpec("tiny", source, Precision.BF16, List.of("cpu"));
	}

	private static float[] latent(PreparedModel prepared, ReplicaPrecision precision) {
		try (BatchRunner runner = prepared.runners().open(new Device("cpu"), precision)) {
			ItemResult result = runner.run(Operation.ENCODE, List.of(Tensor.zeros(DType.F32, new Shape(3, 64, 64))))
				.getFirst();
			return result.output().toFloats();
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.temp.resolve("archives"))) {
			return files.toList();
		}
	}

	private static void copy(Path to) throws IOException {
		Files.createDirectories(to);
		for (Map.Entry<String, byte[]> file : FakeHub.files(FIXTURE, "config.json", WEIGHTS).entrySet()) {
			Files.write(to.resolve(file.getKey()), file.getValue());
		}
	}

	private static void damage(Path file) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		bytes[bytes.length - 3] ^= 1;
		Files.write(file, bytes);
	}

}
