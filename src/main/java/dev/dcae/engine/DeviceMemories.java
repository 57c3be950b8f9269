package dev.dcae.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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
 * asked by the lanes after each batch: PyTorch keeps what a batch took, so its peak is
 * seen. That of the CPU is what the kernel counts against the process and its container's
 * limit: the resident set, with the Java heap, since libtorch's part of it has no count
 * of its own. It is known on Linux only.
 */
final class DeviceMemories {

	private static final Logger log = LoggerFactory.getLogger(DeviceMemories.class);

	private static final String CPU = "cpu";

	private static final Path PROCESS = Path.of("/proc/self/status");

	private static final Pattern LINE = Pattern.compile("(VmRSS|VmHWM):\\s*(\\d+) kB");

	private final Map<String, DeviceMemory> samples = new ConcurrentHashMap<>();

	/**
	 * The memory of a device, where it is known: of a GPU as of its last batch.
	 * @param device by its name
	 */
	Optional<DeviceMemory> of(String device) {
		return device.equals(CPU) ? ofProcess(PROCESS) : Optional.ofNullable(this.samples.get(device));
	}

	/**
	 * Asks CUDA. To be called by a thread that works on the device, while it is well.
	 */
	void sample(Device device) {
		if (!device.isGpu()) {
			return;
		}
		try {
			MemoryUsage usage = CudaUtils.getGpuMemory(device);
			this.samples.merge(Devices.nameOf(device),
					new DeviceMemory(usage.getUsed(), usage.getMax(), usage.getUsed()), DeviceMemories::later);
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
