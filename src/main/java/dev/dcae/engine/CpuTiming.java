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
package dev.dcae.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.dcae.torchscript.TimingArchive;

/**
 * The times that this CPU takes for the same convolutions in each type.
 *
 * @param fp32 in float32
 * @param bf16 in bfloat16
 */
public record CpuTiming(Duration fp32, Duration bf16) {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final int SIDE = 32;

	private static final int ROUNDS = 8;

	/**
	 * Measures on one core, in turns, a tenth of a second or so; the best of each counts.
	 * The time is that of the CPU, not of the clock: the choice that depends on it must
	 * not change from start to start with what else the machine does.
	 * @param folder that an archive may be written to, and is removed from
	 * @param threads libtorch's threads a call; the first use of libtorch in the process
	 * decides
	 * @throws EngineRunException if this libtorch cannot run them
	 */
	public static CpuTiming measure(Path folder, int threads) {
		Torch.load(threads);
		try {
			Files.createDirectories(folder);
			Path archive = Files.createTempFile(folder, "timing", ".pt");
			try {
				try (FileChannel channel = FileChannel.open(archive, StandardOpenOption.WRITE)) {
					TimingArchive.writeTo(channel);
				}
				return measure(archive);
			}
			finally {
				Files.delete(archive);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("No archive can be written to %s, which dcae.cache-dir names: %s"
				.formatted(folder, ex.getMessage()), ex);
		}
	}

	private static CpuTiming measure(Path archive) {
		SharedModel shared = new TorchEngine(1).open(archive, Device.cpu());
		int threads = JniUtils.getNumThreads();
		// All of it on this thread, whose time is counted.
		JniUtils.setNumThreads(1);
		try (NDManager manager = shared.model().getNDManager().newSubManager()) {
			NDArray x = manager.ones(new Shape(1, TimingArchive.CHANNELS, SIDE, SIDE));
			long fp32 = Long.MAX_VALUE;
			long bf16 = Long.MAX_VALUE;
			for (int i = 0; i <= ROUNDS; i++) {
				long first = time(shared.model(), "fp32", x);
				long second = time(shared.model(), "bf16", x);
				// The first call of a method compiles it.
				if (i > 0) {
					fp32 = Math.min(fp32, first);
					bf16 = Math.min(bf16, second);
				}
			}
			return new CpuTiming(Duration.ofNanos(fp32), Duration.ofNanos(bf16));
		}
		catch (RuntimeException ex) {
			throw EngineFailure.of(ex);
		}
		finally {
			JniUtils.setNumThreads(threads);
			shared.close();
		}
	}

	private static long time(Model model, String method, NDArray x) {
		try (NDManager manager = model.getNDManager().newSubManager()) {
			NDArray name = manager.create(0f);
			name.setName("module_method:" + method);
			long start = THREADS.getCurrentThreadCpuTime();
			NDList answer = model.getBlock().forward(new ParameterStore(), new NDList(x, name), false);
			long time = THREADS.getCurrentThreadCpuTime() - start;
			answer.close();
			return time;
		}
	}

}
