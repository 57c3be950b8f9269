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
package dev.dcae.api;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.dcae.model.Operation;
import dev.dcae.ops.ModelSource;
import dev.dcae.ops.ModelSpec;
import dev.dcae.ops.PreparedModel;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The real models, on a device that can be told to wait, to overflow or to fail.
 */
public final class HeldBackend implements ModelSource {

	private final ModelSource models;

	private CountDownLatch gate = new CountDownLatch(0);

	private int running;

	private int items;

	private boolean overflowing;

	private @Nullable RuntimeException failure;

	private int probes;

	public HeldBackend(ModelSource models) {
		this.models = models;
	}

	/**
	 * From now on device calls begin but do not end. Those of before are waited for: they
	 * would be taken for those that are held.
	 */
	public synchronized void hold() {
		try {
			awaitRunning(0);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
		this.gate = new CountDownLatch(1);
		this.items = 0;
	}

	public synchronized void release() {
		this.gate.countDown();
	}

	/**
	 * Makes results in half precision finite or not.
	 */
	public synchronized void overflow(boolean overflows) {
		this.overflowing = overflows;
	}

	/**
	 * From now on device calls fail.
	 */
	public synchronized void fail(RuntimeException with) {
		this.failure = with;
	}

	/**
	 * From now on device calls succeed again.
	 */
	public synchronized void heal() {
		this.failure = null;
	}

	/**
	 * Counts the small runs by which a ready replica showed that it is well.
	 */
	synchronized int probes() {
		return this.probes;
	}

	public synchronized void awaitRunning(int count) throws InterruptedException {
		while (this.running != count) {
			wait();
		}
	}

	/**
	 * The items that reached the device since it was held.
	 */
	public synchronized int items() {
		return this.items;
	}

	@Override
	public PreparedModel prepare(ModelSpec spec) {
		PreparedModel prepared = this.models.prepare(spec);
		return new PreparedModel(prepared.autoencoder(),
				(device, precision) -> held(prepared.runners().open(device, precision), precision));
	}

	private BatchRunner held(BatchRunner runner, ReplicaPrecision precision) {
		return new BatchRunner() {

			private boolean warm;

			@Override
			public List<ItemResult> run(Operation operation, List<Tensor> batch) {
				CountDownLatch gate = begin(batch.size());
				try {
					gate.await();
					failIfToldTo();
					return flagged(runner.run(operation, batch), precision);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				finally {
					end();
				}
			}

			@Override
			public void warmUp() {
				if (this.warm) {
					probe();
				}
				runner.warmUp();
				this.warm = true;
			}

			@Override
			public long memoryBytes() {
				return runner.memoryBytes();
			}

			@Override
			public void close() {
				runner.close();
			}

		};
	}

	private synchronized CountDownLatch begin(int count) {
		this.items += count;
		this.running++;
		notifyAll();
		return this.gate;
	}

	private void probe() {
		CountDownLatch held;
		synchronized (this) {
			this.probes++;
			held = this.gate;
		}
		try {
			held.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		failIfToldTo();
	}

	private synchronized void failIfToldTo() {
		if (this.failure != null) {
			throw this.failure;
		}
	}

	private synchronized void end() {
		this.running--;
		notifyAll();
	}

	private synchronized List<ItemResult> flagged(List<ItemResult> results, ReplicaPrecision precision) {
		if (!this.overflowing || precision == ReplicaPrecision.FP32) {
			return results;
		}
		List<ItemResult> flagged = new ArrayList<>();
		results.forEach((result) -> flagged.add(new ItemResult(result.output(), false)));
		return flagged;
	}

}
