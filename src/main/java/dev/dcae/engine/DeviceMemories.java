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
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.util.cuda.CudaUtils;
import com.sun.management.OperatingSystemMXBean;
import dev.dcae.serving.DeviceMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The memory of devices. That of a GPU is what CUDA says, of all processes together,
 * asked by the lanes after a batch, once a second: an answer takes the driver's lock, and
 * PyTorch keeps what a batch took, so that its peak is seen a second later as well. That
 * of the CPU is what the kernel counts against the process and its container's limit: the
 * resident set, with the Java heap, since libtorch's part of it has no count of its own.
 * It is known on Linux only.
 */
final class DeviceMemories {

	private static final Logger log = LoggerFactory.getLogger(DeviceMemories.class);

	private static final String CPU = "cpu";

	private static final Path PROCESS = Path.of("/proc/self/status");

	private static final Pattern LINE = Pattern.compile("(VmRSS|VmHWM):\\s*(\\d+) kB");

	private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final Function<Device, MemoryUsage> cuda;

	private final LongSupplier nanoTime;

	private final Map<String, DeviceMemory> samples = new ConcurrentHashMap<>();

	private final Map<String, Long> asked = new ConcurrentHashMap<>();

	DeviceMemories() {
		this(CudaUtils::getGpuMemory, System::nanoTime);
	}

	DeviceMemories(Function<Device, MemoryUsage> cuda, LongSupplier nanoTime) {
		this.cuda = cuda;
		this.nanoTime = nanoTime;
	}

	/**
	 * The memory of a device, where it is known: of a GPU as of a batch within a second
	 * of its last.
	 * @param device by its name
	 */
	Optional<DeviceMemory> of(String device) {
		return device.equals(CPU) ? ofProcess(PROCESS) : Optional.ofNullable(this.samples.get(device));
	}

	/**
	 * Asks CUDA, unless it was asked within the last second. To be called by a thread
	 * that works on the device, while it is well.
	 */
	void sample(Device device) {
		Long before = this.asked.get(Devices.nameOf(device));
		if (before == null || this.nanoTime.getAsLong() - before >= EVERY_NANOS) {
			ask(device);
		}
	}

	/**
	 * Asks CUDA before what PyTorch keeps is given back, which is the peak, and again
	 * afterwards: what follows may be over within a second, and then nothing for hours.
	 */
	void askAround(Device device, Runnable giveBack) {
		ask(device);
		giveBack.run();
		ask(device);
	}

	private void ask(Device device) {
		if (!device.isGpu()) {
			return;
		}
		String name = Devices.nameOf(device);
		this.asked.put(name, this.nanoTime.getAsLong());
		try {
			MemoryUsage usage = this.cuda.apply(device);
			this.samples.merge(name, new DeviceMemory(usage.getUsed(), usage.getMax(), usage.getUsed()),
					DeviceMemories::later);
		}
		catch (EngineException | IllegalArgumentException ex) {
			// The next batch will tell whether the device is lost; a number it need not
			// have.
			log.debug("The memory of {} is not known", device, ex);
		}
	}

	static DeviceMemory later(DeviceMemory before, DeviceMemory now) {
		return new DeviceMemory(now.usedBytes(), now.totalBytes(), Math.max(before.peakBytes(), now.usedBytes()));
	}

	static Optional<DeviceMemory> ofProcess(Path status) {
		long resident = -1;
		long peak = -1;
		try {
			for (String line : Files.readAllLines(status)) {
				Matcher matcher = LINE.matcher(line);
				if (matcher.matches()) {
					long bytes = Long.parseLong(matcher.group(2)) << 10;
					resident = matcher.group(1).equals("VmRSS") ? bytes : resident;
					peak = matcher.group(1).equals("VmHWM") ? bytes : peak;
				}
			}
		}
		catch (IOException ex) {
			return Optional.empty();
		}
		if (resident < 0) {
			return Optional.empty();
		}
		long total = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
		return Optional.of(new DeviceMemory(resident, total, Math.max(peak, resident)));
	}

}
