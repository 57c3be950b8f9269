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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.OutOfDeviceMemoryException;
import dev.dcae.serving.fleet.LaneState;
import dev.dcae.serving.queue.QueuedItem;
import dev.dcae.tensor.Tensor;

/**
 * Runs one batch on one replica until each of its items is settled: in halves where it
 * runs out of memory, singly where it fails.
 */
final class BatchExecution {

	private final LaneState lane;

	private final Batch batch;

	private final BatchRunner runner;

	private final LockedCore core;

	private final ReadWriteLock deviceLock;

	private final Deque<Part> parts = new ArrayDeque<>();

	/**
	 * Prepares a run.
	 * @param deviceLock shared by the lanes of the device: a call that must have the
	 * device to itself holds the write lock, every other the read lock
	 */
	BatchExecution(LaneState lane, Batch batch, BatchRunner runner, LockedCore core, ReadWriteLock deviceLock) {
		this.lane = lane;
		this.batch = batch;
		this.runner = runner;
		this.core = core;
		this.deviceLock = deviceLock;
	}

	/**
	 * Runs the batch.
	 * @throws DeviceFaultException if the device is lost, with the items that are not
	 * settled
	 */
	void run() {
		this.parts.push(new Part(this.batch.items(), false));
		while (!this.parts.isEmpty()) {
			Part part = this.parts.pop();
			Lock lock = part.alone() ? this.deviceLock.writeLock() : this.deviceLock.readLock();
			lock.lock();
			try {
				run(part);
			}
			finally {
				lock.unlock();
			}
		}
	}

	private void run(Part part) {
		List<QueuedItem> items = this.core
			.decide((core, now) -> core.results.begin(this.lane, this.batch, part.items(), now));
		if (items.isEmpty()) {
			return;
		}
		boolean wide = this.runner.runAlone(this.batch.wide());
		long startedAt = this.core.nanos();
		List<ItemResult> results;
		try {
			if (part.alone()) {
				this.runner.freeCache();
			}
			results = call(items);
		}
		catch (OutOfDeviceMemoryException ex) {
			outOfMemory(new Part(items, part.alone()));
			return;
		}
		catch (DeviceFaultException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			failed(items, ex);
			return;
		}
		this.core.act((core, now) -> core.results.ran(this.lane, this.batch, items, results, wide, startedAt, now));
	}

	private List<ItemResult> call(List<QueuedItem> items) {
		List<Tensor> inputs = items.stream().map((item) -> item.work().input()).toList();
		List<ItemResult> results = this.runner.run(this.batch.bucket().operation(), inputs);
		if (results.size() != items.size()) {
			throw new IllegalStateException(
					"A batch of %d items has %d results".formatted(items.size(), results.size()));
		}
		return results;
	}

	/**
	 * Halves. An item by itself is tried once more with the device to itself, for it may
	 * be other lanes that hold the memory.
	 */
	private void outOfMemory(Part part) {
		this.runner.freeCache();
		List<QueuedItem> items = part.items();
		this.core.act((core, now) -> core.results.ranOut(this.lane, this.batch, items, now));
		int half = items.size() / 2;
		if (half > 0) {
			this.parts.push(new Part(items.subList(half, items.size()), false));
			this.parts.push(new Part(items.subList(0, half), false));
		}
		else if (!part.alone()) {
			this.parts.push(new Part(items, true));
		}
		else {
			this.core.act((core, now) -> core.results.tooLarge(this.lane, items.getFirst(), now));
		}
	}

	private void failed(List<QueuedItem> items, RuntimeException cause) {
		if (items.size() == 1) {
			this.core.act((core, now) -> core.results.itemFailed(this.lane, this.batch, items.getFirst(), cause, now));
			return;
		}
		this.core.act((core, now) -> core.results.failed(this.lane, this.batch, items, cause, now));
		for (QueuedItem item : items.reversed()) {
			this.parts.push(new Part(List.of(item), false));
		}
	}

	/**
	 * Items for one device call.
	 *
	 * @param alone whether the device must run nothing else meanwhile
	 */
	private record Part(List<QueuedItem> items, boolean alone) {
	}

}
