package dev.dcae.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.djl.Device;
import ai.djl.engine.Engine;

/**
 * The devices of this machine, by the names that PyTorch gives them: {@code cpu},
 * {@code cuda:0}.
 */
public final class Devices {

	private static final String AUTO = "auto";

	private static final String CPU = "cpu";

	private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

	private Devices() {
	}

	/**
	 * Checks configured devices, and finds those that {@code auto} stands for: every GPU,
	 * or the CPU where there is none.
	 * @param configured names
	 * @param threads that each call to the CPU uses; the first call of the process
	 * decides
	 * @return names without {@code auto}, each once
	 * @throws MissingDeviceException if a name is unknown or the machine has no such
	 * device
	 */
	public static List<String> resolve(List<String> configured, int threads) {
		Engine engine = Torch.load(threads);
		List<String> found = new ArrayList<>();
		for (String name : configured) {
			for (String device : name.equals(AUTO) ? all(engine) : List.of(nameOf(find(engine, name)))) {
				if (!found.contains(device)) {
					found.add(device);
				}
			}
		}
		return found;
	}

	private static List<String> all(Engine engine) {
		int gpus = engine.hasCapability("CUDA") ? engine.getGpuCount() : 0;
		if (gpus == 0) {
			return List.of(CPU);
		}
		List<String> names = new ArrayList<>();
		for (int i = 0; i < gpus; i++) {
			names.add(nameOf(Device.gpu(i)));
		}
		return names;
	}

	static String nameOf(Device device) {
		return device.isGpu() ? "cuda:" + device.getDeviceId() : CPU;
	}

	/**
	 * Finds a device.
	 * @throws MissingDeviceException if the name is unknown or the machine has no such
	 * device; DJL itself would quietly use the CPU
	 */
	static Device find(Engine engine, String name) {
		if (name.equals(CPU)) {
			return Device.cpu();
		}
		Matcher matcher = CUDA.matcher(name);
		if (!matcher.matches()) {
			throw new MissingDeviceException("'%s' is no device; known are cpu, cuda:0, cuda:1 …".formatted(name));
		}
		int index = (matcher.group(1) != null) ? Integer.parseInt(matcher.group(1)) : 0;
		if (!engine.hasCapability("CUDA")) {
			throw new MissingDeviceException("The device %s is configured, but this libtorch (%s) has no CUDA"
				.formatted(name, engine.getVersion()));
		}
		int count = engine.getGpuCount();
		if (index >= count) {
			throw new MissingDeviceException(
					"The device %s is configured, but this machine has %d CUDA devices".formatted(name, count));
		}
		return Device.gpu(index);
	}

}
