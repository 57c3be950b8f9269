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
package dev.dcae.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import ai.djl.pytorch.jni.JniUtils;
import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * Runners that share the weights of an archive, and those that do not.
 */
class TorchEngineTests {

	private static final Tensor IMAGE = Tensor.zeros(DType.U8, new Shape(16, 16, 3));

	@TempDir
	private Path cache;

	@Test
	void runnersOfOneEngineShareTheWeightsUntilTheLastIsDone() throws IOException {
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of("src/test/resources/fixtures/tiny-sana"))) {
			Path archive = archive(checkpoint);
			TorchEngine engine = new TorchEngine(1);
			TorchRunner first = engine.load(archive, checkpoint.config(), "cpu");
			TorchRunner second = engine.load(archive, checkpoint.config(), "cpu");
			assertThat(first.memoryBytes()).isPositive();
			assertThat(second.memoryBytes()).as("counted once").isZero();
			first.close();
			assertThat(second.run(Operation.ENCODE_IMAGE, List.of(IMAGE))).hasSize(1);
			try (TorchRunner heir = engine.load(archive, checkpoint.config(), "cpu")) {
				assertThat(heir.memoryBytes()).as("counted again").isEqualTo(first.memoryBytes());
			}
			second.close();
			try (TorchRunner third = engine.load(archive, checkpoint.config(), "cpu")) {
				assertThat(third.memoryBytes()).as("loaded anew").isPositive();
			}
		}
	}

	@Test
	@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void whileOneArchiveLoadsOthersAreOpenedAndClosed() throws IOException, InterruptedException {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch hanging = new CountDownLatch(1);
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of("src/test/resources/fixtures/tiny-sana"))) {
			Path archive = archive(checkpoint);
			Path slow = Files.copy(archive, this.cache.resolve("slow"));
			TorchEngine engine = new TorchEngine(new CallThreads(1, 1), (path, device) -> {
				if (path.equals(slow)) {
					begun.countDown();
					await(hanging);
				}
				return SharedModel.load(path, device);
			});
			TorchRunner open = engine.load(archive, checkpoint.config(), "cpu");
			Thread loader = Thread.ofPlatform().start(() -> engine.load(slow, checkpoint.config(), "cpu").close());
			begun.await();
			open.close();
			engine.load(archive, checkpoint.config(), "cpu").close();
			hanging.countDown();
			loader.join();
		}
	}

	@Test
	void anArchiveThatCouldNotBeLoadedIsLoadedByTheNextWhoAsks() throws IOException {
		AtomicInteger loads = new AtomicInteger();
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of("src/test/resources/fixtures/tiny-sana"))) {
			Path archive = archive(checkpoint);
			TorchEngine engine = new TorchEngine(new CallThreads(1, 1), (path, device) -> {
				if (loads.getAndIncrement() == 0) {
					throw new EngineRunException("injected");
				}
				return SharedModel.load(path, device);
			});
			assertThatExceptionOfType(EngineRunException.class)
				.isThrownBy(() -> engine.load(archive, checkpoint.config(), "cpu"));
			try (TorchRunner first = engine.load(archive, checkpoint.config(), "cpu");
					TorchRunner second = engine.load(archive, checkpoint.config(), "cpu")) {
				assertThat(first.memoryBytes()).isPositive();
				assertThat(second.memoryBytes()).isZero();
				assertThat(loads).hasValue(2);
			}
		}
	}

	@Test
	void enginesShareNothing() throws IOException {
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of("src/test/resources/fixtures/tiny-sana"));
				TorchRunner one = new TorchEngine(1).load(archive(checkpoint), checkpoint.config(), "cpu");
				TorchRunner other = new TorchEngine(1).load(archive(checkpoint), checkpoint.config(), "cpu")) {
			assertThat(one.memoryBytes()).isPositive().isEqualTo(other.memoryBytes());
		}
	}

	@Test
	void aCallThatHasTheCpuToItselfTakesAllCoresAndAnswersTheSame() throws IOException {
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of("src/test/resources/fixtures/tiny-sana"));
				TorchRunner runner = new TorchEngine(1, 2).load(archive(checkpoint), checkpoint.config(), "cpu");
				TorchRunner narrow = new TorchEngine(1).load(archive(checkpoint), checkpoint.config(), "cpu")) {
			assertThat(runner.runAlone(false)).isFalse();
			float[] shared = latent(runner);
			assertThat(JniUtils.getNumThreads()).isEqualTo(1);
			assertThat(runner.runAlone(true)).isTrue();
			assertThat(JniUtils.getNumThreads()).isEqualTo(2);
			assertThat(latent(runner)).containsExactly(shared, within(3e-5f));
			runner.runAlone(false);
			assertThat(JniUtils.getNumThreads()).isEqualTo(1);
			assertThat(narrow.runAlone(true)).as("of an engine that has no more").isFalse();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static float[] latent(TorchRunner runner) {
		return runner.run(Operation.ENCODE_IMAGE, List.of(IMAGE)).getFirst().output().toFloats();
	}

	private Path archive(Checkpoint checkpoint) throws IOException {
		return new ArchiveCache(this.cache).get(checkpoint.digest(),
				Compiler.of(checkpoint.config(), checkpoint::tensor, Precision.FP32));
	}

}
