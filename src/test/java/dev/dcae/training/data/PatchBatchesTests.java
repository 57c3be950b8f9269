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
package dev.dcae.training.data;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

@Timeout(60)
class PatchBatchesTests {

	private static final long SEED = 42;

	private static final PatchSizes SIZES = new PatchSizes(
			List.of(new PatchSizes.Side(8, 1), new PatchSizes.Side(16, 2), new PatchSizes.Side(64, 1)), 1024);

	@Test
	void aBatchIsUint8ImagesOfOneSize() throws Exception {
		try (PatchBatches batches = new PatchBatches(PatchBatchesTests::noise, PatchSizes.only(16, 5), SEED, 0, 1)) {
			Batch batch = batches.next();
			assertThat(batch.pixels().dtype()).isEqualTo(DType.U8);
			assertThat(batch.pixels().shape()).isEqualTo(new Shape(5, 16, 16, 3));
		}
	}

	@Test
	void patchesOfABatchAndOfStepsDiffer() throws Exception {
		Set<List<Byte>> seen = ConcurrentHashMap.newKeySet();
		for (Batch batch : batches(PatchSizes.only(8, 10), SEED, 0, 10, 1)) {
			for (int i = 0; i < 10; i++) {
				seen.add(bytes(batch.pixels().get(i).toBytes()));
			}
		}
		assertThat(seen).hasSize(100);
	}

	@Test
	void aBatchDependsOnSeedAndStepAlone() throws Exception {
		List<Batch> alone = batches(SIZES, SEED, 0, 40, 1);
		assertSame(batches(SIZES, SEED, 0, 40, 3), alone);
		assertSame(batches(SIZES, SEED, 25, 15, 2), alone.subList(25, 40));
		assertThat(batches(SIZES, SEED + 1, 0, 1, 1).getFirst().pixels().toBytes())
			.isNotEqualTo(alone.getFirst().pixels().toBytes());
	}

	@Test
	void sidesComeAsOftenAsTheirWeightsSayAndFillTheBudget() throws Exception {
		List<Long> sides = new ArrayList<>();
		for (Batch batch : batches(SIZES, SEED, 0, 400, 2)) {
			long side = batch.pixels().shape().size(1);
			sides.add(side);
			assertThat(batch.pixels().shape().size(2)).isEqualTo(side);
			assertThat(batch.pixels().shape().size(0)).isEqualTo((side == 8) ? 16 : (side == 16) ? 4 : 1);
		}
		assertThat(sides).containsOnly(8L, 16L, 64L);
		assertThat(sides.stream().filter((side) -> side == 16).count()).isBetween(150L, 250L);
		assertThat(sides.stream().filter((side) -> side == 8).count()).isBetween(60L, 140L);
	}

	@Test
	void whatTheSourceThrowsReachesWhoAsks() throws Exception {
		RuntimeException failure = new IllegalArgumentException("the disk is on fire");
		ImageSource source = (side, random) -> {
			throw failure;
		};
		try (PatchBatches batches = new PatchBatches(source, PatchSizes.only(8, 1), SEED, 0, 1)) {
			assertThatIllegalStateException().isThrownBy(batches::next)
				.withMessageContaining("the disk is on fire")
				.withCause(failure);
		}
	}

	@Test
	void closingStopsTheThreads() throws Exception {
		Set<Thread> threads = ConcurrentHashMap.newKeySet();
		PatchBatches batches = new PatchBatches((side, random) -> {
			threads.add(Thread.currentThread());
			return noise(side, random);
		}, PatchSizes.only(8, 4), SEED, 0, 2);
		for (int i = 0; i < 20; i++) {
			batches.next();
		}
		batches.close();
		assertThat(threads).isNotEmpty().doesNotContain(Thread.currentThread());
		for (Thread thread : threads) {
			assertThat(thread.isDaemon()).isTrue();
			assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
		}
		assertThatIllegalStateException().isThrownBy(batches::next).withMessageContaining("closing");
	}

	@Test
	void closingLeavesBatchesUnfinished() throws Exception {
		CountDownLatch started = new CountDownLatch(1);
		AtomicInteger patches = new AtomicInteger();
		ImageSource untilInterrupted = (side, random) -> {
			patches.incrementAndGet();
			started.countDown();
			while (!Thread.currentThread().isInterrupted()) {
				LockSupport.park();
			}
			return noise(side, random);
		};
		PatchBatches batches = new PatchBatches(untilInterrupted, PatchSizes.only(8, 100), SEED, 0, 1);
		started.await();
		batches.close();
		assertThat(patches).hasValue(1);
	}

	@Test
	void impossibleSizesAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PatchSizes(List.of(), 100));
		assertThatIllegalArgumentException().isThrownBy(() -> new PatchSizes(SIZES.sides(), 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new PatchSizes.Side(0, 1));
		assertThatIllegalArgumentException().isThrownBy(() -> new PatchSizes.Side(8, 0));
	}

	private static List<Batch> batches(PatchSizes sizes, long seed, long first, int count, int threads)
			throws InterruptedException {
		List<Batch> made = new ArrayList<>();
		try (PatchBatches batches = new PatchBatches(PatchBatchesTests::noise, sizes, seed, first, threads)) {
			for (int i = 0; i < count; i++) {
				made.add(batches.next());
			}
		}
		assertThat(made).extracting(Batch::step).startsWith(first).isSorted().doesNotHaveDuplicates();
		return made;
	}

	private static void assertSame(List<Batch> some, List<Batch> others) {
		assertThat(some).hasSameSizeAs(others);
		for (int i = 0; i < some.size(); i++) {
			assertThat(some.get(i).step()).isEqualTo(others.get(i).step());
			assertThat(some.get(i).pixels().shape()).isEqualTo(others.get(i).pixels().shape());
			assertThat(some.get(i).pixels().toBytes()).isEqualTo(others.get(i).pixels().toBytes());
		}
	}

	private static RgbImage noise(int side, RandomGenerator random) {
		byte[] pixels = new byte[3 * side * side];
		new SplittableRandom(random.nextLong()).nextBytes(pixels);
		return new RgbImage(side, side, pixels);
	}

	private static List<Byte> bytes(byte[] array) {
		List<Byte> bytes = new ArrayList<>();
		for (byte each : array) {
			bytes.add(each);
		}
		return bytes;
	}

}
