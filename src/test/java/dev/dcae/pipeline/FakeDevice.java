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
package dev.dcae.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

import dev.dcae.model.Operation;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.OutOfDeviceMemoryException;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * A device on which {@link FakeModel}s run, when the test lets them, as far as its memory
 * reaches.
 */
public final class FakeDevice implements Rig.Backend {

	/**
	 * A device call.
	 */
	public record Call(Operation operation, Shape shape, int items) {
	}

	private static final int PLENTY = 1_000_000;

	private final List<Call> calls = new ArrayList<>();

	private final Semaphore permits = new Semaphore(PLENTY);

	private volatile long memory = Long.MAX_VALUE;

	private volatile int failing = -1;

	@Override
	public BatchRunner open(String model) {
		int ratio = Integer.parseInt(model);
		return new BatchRunner() {

			@Override
			public List<ItemResult> run(Operation operation, List<Tensor> items) {
				begin(new Call(operation, items.getFirst().shape(), items.size()));
				try {
					FakeDevice.this.permits.acquire();
					return results(ratio, operation, items);
				}
				catch (InterruptedException ex) {
					throw new AssertionError(ex);
				}
			}

			@Override
			public void close() {
				// Nothing is open.
			}

		};
	}

	private List<ItemResult> results(int ratio, Operation operation, List<Tensor> items) {
		long bytes = items.stream().mapToLong((item) -> item.data().byteSize()).sum();
		if (bytes > this.memory) {
			throw new OutOfDeviceMemoryException("Not that many bytes", new AssertionError());
		}
		if (this.failing >= 0 && calls().size() > this.failing) {
			throw new IllegalStateException("As the test wants it");
		}
		return items.stream().map((item) -> new ItemResult(FakeModel.run(ratio, operation, item), true)).toList();
	}

	private synchronized void begin(Call call) {
		this.calls.add(call);
		notifyAll();
	}

	/**
	 * From now on device calls begin but do not end.
	 */
	public void hold() {
		this.permits.drainPermits();
	}

	/**
	 * Lets so many device calls end.
	 */
	public void allow(int calls) {
		this.permits.release(calls);
	}

	public void release() {
		allow(PLENTY);
	}

	/**
	 * From now on batches whose inputs have more bytes do not fit.
	 */
	public void fitsOnly(long bytes) {
		this.memory = bytes;
	}

	/**
	 * All device calls after so many fail.
	 */
	public void failAfter(int calls) {
		this.failing = calls;
	}

	public synchronized void awaitCalls(int count) throws InterruptedException {
		while (this.calls.size() < count) {
			wait();
		}
	}

	public synchronized List<Call> calls() {
		return List.copyOf(this.calls);
	}

}
