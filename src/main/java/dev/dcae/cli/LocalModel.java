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
package dev.dcae.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.engine.CpuTiming;
import dev.dcae.engine.Devices;
import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Precision;
import dev.dcae.ops.CpuLanes;
import dev.dcae.ops.CpuMemory;
import dev.dcae.ops.CpuPrecision;
import dev.dcae.ops.LaneCounts;
import dev.dcae.ops.ModelArchives;
import dev.dcae.ops.ModelHost;
import dev.dcae.ops.ModelSpec;
import dev.dcae.ops.PrecisionChoice;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.tiles.TiledCodec;
import dev.dcae.serving.Batching;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingSettings;

/**
 * One model behind a scheduler of its own, as the service has it, without the service.
 */
final class LocalModel implements AutoCloseable {

	/**
	 * Nobody else is waiting, and nothing ages.
	 */
	private static final Duration LONG = Duration.ofDays(1);

	private static final int CORES = Runtime.getRuntime().availableProcessors();

	private final Scheduler scheduler;

	private final ImagePool pool;

	private final Autoencoder model;

	private final Codec codec;

	private final ModelSpec spec;

	/**
	 * Ends the lanes before a signal ends the process: libtorch torn down under a running
	 * batch takes the JVM with it.
	 */
	private final Thread signalled;

	private LocalModel(ModelHost host, ModelSpec spec, NanoClock clock, long maxPixels, Thread signalled) {
		this.spec = spec;
		this.pool = new ImagePool(CORES, clock);
		this.scheduler = host.scheduler();
		this.signalled = signalled;
		this.model = this.scheduler.models().first().orElseThrow();
		this.codec = host.codec(this.pool, maxPixels);
	}

	/**
	 * The model to load and the way to run it.
	 *
	 * @param source {@code hf:owner/name}, a directory, or {@code classpath:} and a
	 * folder
	 * @param variant the weights to take of several
	 * @param dtype what it computes in
	 * @param devices such as cpu or cuda:0; auto is every GPU, or the CPU where there is
	 * none
	 * @param caches where archives and checkpoints are kept
	 * @param err where downloads show how they get on
	 * @param batch the most items of a batch
	 * @param maxPixels of one image
	 */
	record Options(String source, Optional<String> variant, PrecisionChoice dtype, List<String> devices, Caches caches,
			PrintWriter err, int batch, long maxPixels) {
	}

	/**
	 * Loads a model and starts its lanes: a core each on the CPU, up to four.
	 * @param waiting the most items that are submitted at once
	 * @throws RuntimeException if it cannot be loaded, saying why
	 */
	static LocalModel start(Options options, int waiting) {
		CpuLanes cpu = CpuLanes.of(0);
		List<String> devices = Devices.resolve(options.devices(), cpu.threads());
		ServiceSettings configured = ServiceSettings.read();
		CpuPrecision fastest = new CpuPrecision(() -> measured(options.caches().folder(configured), cpu.threads()));
		Precision precision = options.dtype().on(devices, () -> configured.dtypeOnCpu().onCpu(fastest));
		ModelSpec spec = new ModelSpec(name(options.source()), CheckpointSource.of(options.source(), options.variant()),
				precision, devices);
		TorchEngine engine = new TorchEngine(cpu.threads(), cpu.cores());
		ModelArchives archives = options.caches().archives(options.err(), engine);
		ServingSettings settings = new ServingSettings(Batching.ofItems(options.batch()),
				new QueueBounds(waiting, Long.MAX_VALUE), true, LONG, LONG);
		NanoClock clock = NanoClock.system();
		// The user chose the size of batches and images.
		ModelHost host = new ModelHost(List.of(spec), archives, engine, settings, new LaneCounts(cpu.lanes(), 1),
				CpuMemory.UNLIMITED, clock, (event) -> {
				});
		Thread signalled = Thread.ofPlatform().unstarted(host.scheduler()::close);
		Runtime.getRuntime().addShutdownHook(signalled);
		try {
			host.loader().start();
			return new LocalModel(host, spec, clock, options.maxPixels(), signalled);
		}
		catch (RuntimeException ex) {
			host.scheduler().close();
			forget(signalled);
			throw ex;
		}
	}

	private static CpuTiming measured(Path folder, int threads) {
		try (NativeWork work = new NativeWork()) {
			return work.run(() -> CpuTiming.measure(folder, threads));
		}
	}

	/**
	 * The last name in a source.
	 */
	private static String name(String source) {
		String name = source.replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\:]", "");
		return name.isEmpty() ? "model" : name;
	}

	/**
	 * The devices that it is on and the type that it computes in, for people.
	 */
	String place() {
		return "%s in %s".formatted(String.join(", ", this.spec.devices()), this.spec.precision().dtype().torchName());
	}

	Autoencoder model() {
		return this.model;
	}

	Codec codec() {
		return this.codec;
	}

	TiledCodec tiles() {
		return new TiledCodec(this.scheduler);
	}

	ImagePool pool() {
		return this.pool;
	}

	@Override
	public void close() {
		this.scheduler.close();
		this.pool.close();
		forget(this.signalled);
	}

	private static void forget(Thread signalled) {
		try {
			Runtime.getRuntime().removeShutdownHook(signalled);
		}
		catch (IllegalStateException ex) {
			// The process is ending, and this is already done or on its way.
		}
	}

}
