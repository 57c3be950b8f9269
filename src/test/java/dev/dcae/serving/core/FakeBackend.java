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
package dev.dcae.serving.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import dev.dcae.model.Operation;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Device;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.tensor.Tensor;

/**
 * A backend whose output is its input, so that an answer names its item. It runs when the
 * test lets it, and fails as the test says.
 */
class FakeBackend implements Backend {

	/**
	 * A device call; throws, or says which items come out finite.
	 */
	interface Script {

		boolean finite(Call call, int id);

	}

	/**
	 * A device call.
	 */
	record Call(String model, Device device, ReplicaPrecision precision, List<Integer> ids) {
	}

	private final Script script;

	private final List<Call> calls = new ArrayList<>();

	private final List<String> closed = new ArrayList<>();

	private CountDownLatch gate = new CountDownLatch(0);

	private int running;

	private int mostRunning;

	FakeBackend(Script script) {
		this.script = script;
	}

	/**
	 * A backend on which nothing fails.
	 */
	FakeBackend() {
		this((call, id) -> true);
	}

	@Override
	public BatchRunner open(String model, Device device, ReplicaPrecision precision) {
		return new Runner(model, device, precision, Thread.currentThread());
	}

	/**
	 * From now on device calls begin but do not end.
	 */
	synchronized void hold() {
		this.gate = new CountDownLatch(1);
	}

	synchronized void release() {
		this.gate.countDown();
	}

	/**
	 * Waits until so many device calls have begun and not ended.
	 */
	synchronized void awaitRunning(int count) throws InterruptedException {
		while (this.running != count) {
			wait();
		}
	}

	/**
	 * The most device calls that ran at the same time.
	 */
	synchronized int mostRunning() {
		return this.mostRunning;
	}

	synchronized List<Call> calls() {
		return List.copyOf(this.calls);
	}

	List<List<Integer>> batches() {
		return calls().stream().map(Call::ids).toList();
	}

	synchronized List<String> closed() {
		return List.copyOf(this.closed);
	}

	private synchronized CountDownLatch begin(Call call) {
		this.calls.add(call);
		this.running++;
		this.mostRunning = Math.max(this.mostRunning, this.running);
		notifyAll();
		return this.gate;
	}

	private synchronized void end() {
		this.running--;
		notifyAll();
	}

	private final class Runner implements BatchRunner {

		private final String model;

		private final Device device;

		private final ReplicaPrecision precision;

		private final Thread owner;

		private Runner(String model, Device device, ReplicaPrecision precision, Thread owner) {
			this.model = model;
			this.device = device;
			this.precision = precision;
			this.owner = owner;
		}

		@Override
		public List<ItemResult> run(Operation operation, List<Tensor> items) {
			checkThread();
			Call call = new Call(this.model, this.device, this.precision, items.stream().map(Given::id).toList());
			CountDownLatch latch = begin(call);
			try {
				latch.await();
				List<ItemResult> results = new ArrayList<>();
				for (Tensor item : items) {
					results.add(new ItemResult(item, FakeBackend.this.script.finite(call, Given.id(item))));
				}
				return results;
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
			finally {
				end();
			}
		}

		@Override
		public void close() {
			checkThread();
			synchronized (FakeBackend.this) {
				FakeBackend.this.closed.add(this.model + " " + this.precision);
			}
		}

		private void checkThread() {
			if (Thread.currentThread() != this.owner) {
				throw new AssertionError("Called by another thread than the one that opened it");
			}
		}

	}

}
