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
package dev.dcae.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import ai.djl.pytorch.jni.JniUtils;
import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.engine.TorchEngine;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;

/**
 * The embedded model without the service: the same archive, called in a loop.
 */
final class Bare implements AutoCloseable {

	static final String MODEL = "classpath:models/dc-ae-tiny-f32c32";

	private static final int CORES = Runtime.getRuntime().availableProcessors();

	private final List<TorchRunner> runners = new ArrayList<>();

	private final ExecutorService threads;

	private final AutoencoderConfig config;

	private Bare(int lanes) throws Exception {
		this.threads = Executors.newFixedThreadPool(lanes);
		try (Checkpoint checkpoint = Checkpoint.open(CheckpointSource.of(MODEL))) {
			this.config = checkpoint.config();
			Path archive = new ArchiveCache(Path.of("target/bench/cache/archives")).get(checkpoint.digest(),
					Compiler.of(this.config, checkpoint::tensor, Precision.FP32));
			TorchEngine engine = new TorchEngine(CORES);
			for (int i = 0; i < lanes; i++) {
				this.runners.add(engine.load(archive, this.config, "cpu"));
			}
		}
	}

	/**
	 * The way to batch and to share the cores, one lane with all of them or a lane each,
	 * that was fastest. Luck has a part in being the best of many: its rate is to be
	 * measured anew.
	 */
	static Way best(Operation operation, int side, Effort effort, Duration time) throws Exception {
		Way best = new Way(1, 1);
		double most = 0;
		for (int lanes : new int[] { 1, CORES }) {
			try (Bare bare = new Bare(lanes)) {
				for (int batch : effort.choose(new int[] { 1, 2, 4, 8 }, new int[] { 1 })) {
					double rate = bare.rate(operation, side, batch, time);
					if (rate > most) {
						most = rate;
						best = new Way(lanes, batch);
					}
				}
			}
		}
		return best;
	}

	/**
	 * Images a second.
	 */
	static double rate(Way way, Operation operation, int side, Duration time) throws Exception {
		try (Bare bare = new Bare(way.lanes())) {
			return bare.rate(operation, side, way.batch(), time);
		}
	}

	/**
	 * The settings of the bare model's run.
	 */
	record Way(int lanes, int batch) {

		@Override
		public String toString() {
			return "%d lanes, batch %d".formatted(this.lanes, this.batch);
		}

	}

	/**
	 * An item of an operation on an image of {@code side × side}.
	 */
	static Tensor item(AutoencoderConfig config, Operation operation, int side) {
		return operation.encodes() ? Tensor.zeros(DType.U8, new Shape(side, side, 3))
				: Tensor.zeros(DType.F32, config.latentShape(side, side));
	}

	private double rate(Operation operation, int side, int batch, Duration time) throws Exception {
		List<Tensor> items = Collections.nCopies(batch, item(this.config, operation, side));
		CyclicBarrier warm = new CyclicBarrier(this.runners.size());
		List<Future<Double>> rates = new ArrayList<>();
		for (TorchRunner runner : this.runners) {
			rates.add(this.threads.submit(() -> {
				JniUtils.setNumThreads(CORES / this.runners.size());
				runner.run(operation, items);
				warm.await();
				long start = System.nanoTime();
				long done = 0;
				do {
					runner.run(operation, items);
					done += batch;
				}
				while (System.nanoTime() - start < time.toNanos());
				return done / ((System.nanoTime() - start) / 1e9);
			}));
		}
		double sum = 0;
		for (Future<Double> rate : rates) {
			sum += rate.get();
		}
		return sum;
	}

	@Override
	public void close() {
		this.threads.close();
		this.runners.forEach(TorchRunner::close);
	}

}
