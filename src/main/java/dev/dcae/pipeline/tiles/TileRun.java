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

import java.util.ArrayDeque;
import java.util.Deque;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.pipeline.RequestException;
import dev.dcae.pipeline.RequestWork;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.Submission;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Sends the tiles of an image through the scheduler, a bounded number at a time: enough
 * to fill its batches and lanes, so few that their results are no matter of memory.
 */
public final class TileRun {

	/**
	 * Pixels of the tiles that are on their way at the same time: 16 of 512².
	 */
	static final long PIXELS_IN_FLIGHT = 1 << 22;

	private static final int LEAST_IN_FLIGHT = 2;

	private final RequestWork work;

	private final Autoencoder model;

	private final Operation operation;

	private final TileGrid grid;

	private final TileSource source;

	private final int most;

	private final Deque<Submission> inFlight = new ArrayDeque<>();

	/**
	 * The next tile, if it was cut but not taken yet.
	 */
	private @Nullable Tensor next;

	private int taken;

	TileRun(RequestWork work, Autoencoder model, Operation operation, TileGrid grid, TileSource source) {
		this.work = work;
		this.model = model;
		this.operation = operation;
		this.grid = grid;
		this.source = source;
		this.most = inFlight(grid);
	}

	/**
	 * The number of tiles of a grid that are on their way at most.
	 */
	public static int inFlight(TileGrid grid) {
		long pixels = (long) grid.tiling().tile() * grid.tiling().tile();
		return (int) Math.min(grid.count(), Math.max(LEAST_IN_FLIGHT, PIXELS_IN_FLIGHT / pixels));
	}

	/**
	 * An upper bound for the heap that a run takes: a row of tiles and those on their way
	 * as three floats a pixel, and the row as bytes.
	 */
	public static long bytes(TileGrid grid) {
		long tile = grid.tiling().tile();
		return 15L * grid.width() * tile + 12L * inFlight(grid) * tile * tile;
	}

	/**
	 * Runs all tiles. If one fails, or nobody waits for them any more, those that are
	 * still queued never reach a device.
	 * @param sink takes what the model made of them, in reading order
	 * @throws RequestException.NonFiniteResult if a result is of no use
	 * @throws ServingException if the scheduler cannot take the first tile or finish all
	 */
	void to(TileSink sink) {
		try {
			for (int i = 0; i < this.grid.count(); i++) {
				submit();
				sink.put(this.grid.tile(i), Patch.of(this.work.await(this.inFlight.remove())));
			}
		}
		finally {
			this.inFlight.forEach(Submission::cancel);
		}
	}

	/**
	 * Submits what may be on its way, and at least one tile.
	 */
	private void submit() {
		while (this.taken < this.grid.count() && this.inFlight.size() < this.most) {
			Tensor tile = (this.next != null) ? this.next : this.source.cut(this.grid.tile(this.taken));
			try {
				this.inFlight.add(this.work.submit(this.model, this.operation, tile, this.taken > 0));
				this.next = null;
				this.taken++;
			}
			catch (ServingException.QueueFull ex) {
				if (this.taken == 0) {
					throw ex;
				}
				this.next = tile;
				if (!this.inFlight.isEmpty()) {
					return;
				}
				this.work.awaitRoom();
			}
		}
	}

}
