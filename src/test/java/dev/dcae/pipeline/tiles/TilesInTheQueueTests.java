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
package dev.dcae.pipeline.tiles;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.model.Tiling;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.FakeDevice;
import dev.dcae.pipeline.FakeModel;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.Result;
import dev.dcae.pipeline.Rig;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tiles among other work: they are items like any others, and a request's own.
 */
@Timeout(60)
class TilesInTheQueueTests {

	/**
	 * Tiles that do not overlap, so that all but the last are of one shape.
	 */
	private static final Autoencoder MODEL = FakeModel.of(8, new Tiling(8, 64, 64, 1 << 20));

	private static final Shape TILE = new Shape(64, 64, 3);

	private final Random random = new Random(7);

	private final RgbImage small = Rig.noise(this.random, 8, 8);

	private final RgbImage tileSized = Rig.noise(this.random, 64, 64);

	private final RgbImage twoTiles = Rig.noise(this.random, 128, 64);

	private final RgbImage manyTiles = Rig.noise(this.random, 640, 64);

	private final FakeDevice device = new FakeDevice();

	@Test
	void theTimesOfTilesAreNoLongerThanTheCall() throws InterruptedException {
		try (Rig rig = new Rig(this.device, 100, MODEL)) {
			Call call = Rig.call(Deadline.NONE, () -> false, false);
			CompletableFuture<Result<Latent>> first = occupy(rig);
			CompletableFuture<Result<Latent>> tiled = CompletableFuture.supplyAsync(
					() -> rig.encode(MODEL, this.manyTiles, WhenToTile.ALWAYS, call), Thread::startVirtualThread);
			rig.awaitQueued(10);
			rig.clock.addAndGet(Duration.ofHours(1).toNanos());
			this.device.release();
			first.join();
			tiled.join();
			assertThat(call.timeline().times().values().stream().reduce(Duration.ZERO, Duration::plus))
				.isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
		}
	}

	@Test
	void tilesRideInABatchWithItemsOfOtherRequests() throws InterruptedException {
		try (Rig rig = new Rig(this.device, 100, MODEL)) {
			CompletableFuture<Result<Latent>> first = occupy(rig);
			CompletableFuture<Result<Latent>> tiled = encode(rig, this.twoTiles);
			CompletableFuture<Result<Latent>> whole = encode(rig, this.tileSized);
			rig.awaitQueued(3);
			this.device.release();
			assertThat(tiled.join().tiled()).isTrue();
			assertThat(whole.join().tiled()).isFalse();
			first.join();
			assertThat(this.device.calls()).last().isEqualTo(new FakeDevice.Call(Operation.ENCODE_IMAGE, TILE, 3));
		}
	}

	@Test
	void onlySoManyTilesAreOnTheirWay() throws InterruptedException {
		Autoencoder model = FakeModel.of(8, new Tiling(8, 1024, 1024, 1));
		RgbImage large = Rig.noise(this.random, 3072, 3072);
		try (Rig rig = new Rig(this.device, 100, model)) {
			this.device.hold();
			CompletableFuture<Result<Latent>> tiled = CompletableFuture
				.supplyAsync(() -> rig.encode(model, large, WhenToTile.AUTO), (task) -> Thread.ofVirtual().start(task));
			this.device.awaitCalls(1);
			// The first batch may have been taken before or after the second tile came.
			int running = this.device.calls().getFirst().items();
			rig.awaitQueued(4 - running);
			assertThat(this.device.calls()).hasSize(1);
			this.device.release();
			assertThat(tiled.join().value().values().shape()).isEqualTo(new Shape(1, 4, 384, 384));
			assertThat(this.device.calls()).allMatch((call) -> call.items() <= 4);
		}
	}

	@Test
	void aClientThatHangsUpTakesItsTilesWithIt() throws InterruptedException {
		AtomicBoolean gone = new AtomicBoolean();
		try (Rig rig = new Rig(this.device, 100, MODEL)) {
			CompletableFuture<Result<Latent>> first = occupy(rig);
			CompletableFuture<Result<Latent>> tiled = encode(rig, this.manyTiles,
					Rig.call(Deadline.NONE, gone::get, false));
			rig.awaitQueued(10);
			gone.set(true);
			assertThatExceptionOfType(CompletionException.class).isThrownBy(tiled::join)
				.withCauseInstanceOf(ServingException.Cancelled.class);
			assertThat(rig.scheduler.status().queue().items()).isZero();
			this.device.release();
			first.join();
			assertThat(this.device.calls()).hasSize(1);
		}
	}

	@Test
	void aMissedDeadlineIsThatOfAllTiles() throws InterruptedException {
		try (Rig rig = new Rig(this.device, 100, MODEL)) {
			CompletableFuture<Result<Latent>> first = occupy(rig);
			Deadline deadline = Deadline.after(Duration.ofSeconds(5), rig.clock::get);
			CompletableFuture<Result<Latent>> tiled = encode(rig, this.manyTiles,
					Rig.call(deadline, () -> false, false));
			rig.awaitQueued(10);
			rig.clock.addAndGet(Duration.ofSeconds(5).toNanos());
			assertThatExceptionOfType(CompletionException.class).isThrownBy(tiled::join)
				.withCauseInstanceOf(ServingException.DeadlineMissed.class);
			assertThat(rig.scheduler.status().queue().items()).isZero();
			this.device.release();
			first.join();
			assertThat(this.device.calls()).hasSize(1);
		}
	}

	@Test
	void aTileThatFailsEndsTheOthers() throws InterruptedException {
		try (Rig rig = new Rig(this.device, 100, MODEL)) {
			CompletableFuture<Result<Latent>> first = occupy(rig);
			CompletableFuture<Result<Latent>> tiled = encode(rig, this.manyTiles);
			rig.awaitQueued(10);
			this.device.failAfter(1);
			this.device.release();
			assertThatExceptionOfType(CompletionException.class).isThrownBy(tiled::join)
				.withCauseInstanceOf(ServingException.ItemFailed.class);
			first.join();
			assertThat(rig.scheduler.status().queue().items()).isZero();
		}
	}

	@Test
	void aQueueThatHoldsFewerThanTheTilesIsEnough() {
		try (Rig rig = new Rig(this.device, 2, MODEL)) {
			Tensor tiled = rig.encode(MODEL, this.manyTiles, WhenToTile.ALWAYS).value().values();
			Tensor whole = rig.encode(MODEL, this.manyTiles, WhenToTile.NEVER).value().values();
			for (int channel = 0; channel < 3; channel++) {
				assertThat(tiled.get(0).get(channel).toFloats()).containsExactly(whole.get(0).get(channel).toFloats());
			}
		}
	}

	@Test
	void aFullQueueTurnsAnImageAwayBeforeItsFirstTile() throws InterruptedException {
		try (Rig rig = new Rig(this.device, 1, MODEL)) {
			CompletableFuture<Result<Latent>> first = occupy(rig);
			CompletableFuture<Result<Latent>> second = encode(rig, this.small);
			rig.awaitQueued(1);
			assertThatExceptionOfType(ServingException.QueueFull.class)
				.isThrownBy(() -> rig.encode(MODEL, this.manyTiles, WhenToTile.ALWAYS));
			this.device.release();
			first.join();
			second.join();
		}
	}

	@Test
	void aPatientImageWaitsForRoomFromTheStart() throws InterruptedException {
		try (Rig rig = new Rig(this.device, 1, MODEL)) {
			CompletableFuture<Result<Latent>> first = occupy(rig);
			CompletableFuture<Result<Latent>> second = encode(rig, this.small);
			rig.awaitQueued(1);
			CompletableFuture<Result<Latent>> third = encode(rig, this.manyTiles,
					Rig.call(Deadline.NONE, () -> false, true));
			Rig.await(() -> rig.rejected.get() > 0);
			this.device.release();
			first.join();
			second.join();
			third.join();
		}
	}

	@Test
	void aPatientImageWaitsNoLongerThanItsClient() throws InterruptedException {
		AtomicBoolean gone = new AtomicBoolean();
		try (Rig rig = new Rig(this.device, 1, MODEL)) {
			CompletableFuture<Result<Latent>> first = occupy(rig);
			CompletableFuture<Result<Latent>> second = encode(rig, this.small);
			rig.awaitQueued(1);
			Call patient = Rig.call(Deadline.NONE, gone::get, true);
			CompletableFuture<Result<Latent>> third = encode(rig, this.small, patient);
			Rig.await(() -> rig.rejected.get() > 0);
			gone.set(true);
			assertThatExceptionOfType(CompletionException.class).isThrownBy(third::join)
				.withCauseInstanceOf(ServingException.Cancelled.class);
			assertThat(patient.timeline().isCancelled()).isTrue();
			this.device.release();
			first.join();
			second.join();
		}
	}

	@Test
	void afterItsFirstTileAnImageWaitsForRoom() throws InterruptedException {
		TileGrid grid = new TileGrid(MODEL.tiling(), 128, 64);
		try (Rig rig = new Rig(this.device, 1, MODEL)) {
			this.device.hold();
			CompletableFuture<?>[] others = new CompletableFuture<?>[2];
			TileSource source = (tile) -> {
				if (tile.column() == 1) {
					// The first tile is on the device, another's item fills the queue.
					others[0] = fill(rig, 1);
				}
				return Tensor.ofBytes(TILE, new byte[3 * 64 * 64]);
			};
			int[] put = new int[1];
			TileSink sink = (tile, patch) -> {
				if (tile.column() == 0) {
					// That item is on the device, and another one fills the queue:
					// none of ours is anywhere.
					others[1] = fill(rig, 2);
				}
			};
			CompletableFuture<Void> run = CompletableFuture.runAsync(
					() -> new TileRun(rig.work(), MODEL, Operation.ENCODE_IMAGE, grid, source).to(sink),
					(task) -> Thread.ofVirtual().start(task));
			Rig.await(() -> rig.rejected.get() == 1);
			this.device.allow(1);
			Rig.await(() -> rig.rejected.get() == 2);
			assertThat(run).isNotDone();
			this.device.release();
			run.join();
			assertThat(this.device.calls()).hasSize(4);
			CompletableFuture.allOf(others).join();
		}
	}

	/**
	 * Fills a queue of one once so many calls have begun.
	 */
	private CompletableFuture<Result<Latent>> fill(Rig rig, int calls) {
		try {
			this.device.awaitCalls(calls);
			CompletableFuture<Result<Latent>> other = encode(rig, this.small);
			rig.awaitQueued(1);
			return other;
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * Puts an item onto the device, and leaves it there.
	 */
	private CompletableFuture<Result<Latent>> occupy(Rig rig) throws InterruptedException {
		this.device.hold();
		CompletableFuture<Result<Latent>> first = encode(rig, this.small);
		this.device.awaitCalls(1);
		return first;
	}

	private static CompletableFuture<Result<Latent>> encode(Rig rig, RgbImage image) {
		return encode(rig, image, Rig.WHENEVER);
	}

	private static CompletableFuture<Result<Latent>> encode(Rig rig, RgbImage image, Call call) {
		return CompletableFuture.supplyAsync(() -> rig.encode(MODEL, image, WhenToTile.ALWAYS, call),
				(task) -> Thread.ofVirtual().start(task));
	}

}
