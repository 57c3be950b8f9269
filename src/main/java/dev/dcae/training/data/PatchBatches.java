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

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Batches of patches, made ahead by threads of their own. The batch of a step depends on
 * the seed and the step alone: not on the threads, nor on where the run was resumed. For
 * one thread to ask, as a training loop does.
 */
public final class PatchBatches implements AutoCloseable {

	/**
	 * Batches made ahead for each thread.
	 */
	private static final int BATCHES_AHEAD = 2;

	private final ImageSource source;

	private final PatchSizes sizes;

	private final long seed;

	private final ExecutorService producers;

	private final Queue<Future<Batch>> ahead = new ArrayDeque<>();

	private long nextStep;

	/**
	 * Starts making batches.
	 * @param firstStep the step of the first batch
	 * @param threads how many batches are made at a time, at least 1
	 */
	public PatchBatches(ImageSource source, PatchSizes sizes, long seed, long firstStep, int threads) {
		this.source = source;
		this.sizes = sizes;
		this.seed = seed;
		this.nextStep = firstStep;
		this.producers = Executors.newFixedThreadPool(threads, PatchBatches::producer);
		for (int i = 0; i < BATCHES_AHEAD * threads; i++) {
			produce();
		}
	}

	/**
	 * The batch of the next step; waits until it is made.
	 * @throws IllegalStateException if the source failed on it, which is the cause, or if
	 * this is closed
	 */
	public Batch next() throws InterruptedException {
		Future<Batch> batch = this.ahead.poll();
		if (batch == null) {
			throw new IllegalStateException("There are no batches after closing");
		}
		produce();
		try {
			return batch.get();
		}
		catch (ExecutionException ex) {
			Throwable cause = batch.exceptionNow();
			throw new IllegalStateException("Cannot make patches to train on: " + cause.getMessage(), cause);
		}
	}

	/**
	 * Stops the threads and waits for them: as long as a patch takes.
	 */
	@Override
	public void close() {
		this.producers.shutdownNow();
		this.ahead.clear();
		this.producers.close();
	}

	/**
	 * Makes a thread of low priority where the operating system honours it: training goes
	 * first.
	 */
	@SuppressWarnings("ThreadPriorityCheck")
	private static Thread producer(Runnable work) {
		return Thread.ofPlatform().name("patches").daemon().priority(Thread.MIN_PRIORITY).unstarted(work);
	}

	private void produce() {
		long step = this.nextStep++;
		this.ahead.add(this.producers.submit(() -> make(step)));
	}

	private Batch make(long step) {
		long seedOfStep = mix(mix(this.seed) + step);
		int side = this.sizes.draw(new SplittableRandom(seedOfStep));
		int count = this.sizes.count(side);
		int bytes = 3 * side * side;
		byte[] pixels = new byte[Math.multiplyExact(count, bytes)];
		for (int i = 0; i < count; i++) {
			if (Thread.currentThread().isInterrupted()) {
				throw new CancellationException();
			}
			RgbImage patch = this.source.patch(side, new SplittableRandom(mix(seedOfStep + 1 + i)));
			System.arraycopy(patch.pixels(), 0, pixels, i * bytes, bytes);
		}
		return new Batch(step, Tensor.ofBytes(new Shape(count, side, side, 3), pixels));
	}

	/**
	 * Spreads the seeds of neighbouring steps and patches over all of the 64 bits, or
	 * their sequences would overlap: Stafford's variant 13 of MurmurHash3's finaliser, as
	 * in {@link SplittableRandom} itself.
	 */
	private static long mix(long seed) {
		long mixed = (seed ^ (seed >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return mixed ^ (mixed >>> 31);
	}

}
