package dev.dcae.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.djl.Device;
import ai.djl.engine.Engine;

/**
 * The devices of this machine, by the names that PyTorch gives them: {@code cpu},
 * {@code cuda:0}.
 */
final class Devices {

	private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

	private Devices() {
	}

	/**
	 * Finds a configured device.
	 * @throws MissingDeviceException if the name is unknown or the machine has no such
	 * device; DJL itself would quietly use the CPU
	 */
	static Device find(Engine engine, String name) {
		if (name.equals("cpu")) {
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
