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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.djl.Device;
import ai.djl.engine.Engine;

/**
 * The devices of this machine, by the names that PyTorch gives them: {@code cpu},
 * {@code cuda:0}, counted among those that {@code CUDA_VISIBLE_DEVICES} leaves. A GPU and
 * a MIG device are also known by the UUID that {@code nvidia-smi -L} prints.
 */
public final class Devices {

	private static final String AUTO = "auto";

	private static final String CPU = "cpu";

	private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

	private static final Pattern UUID = Pattern
		.compile("(?i)(GPU|MIG)-\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

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
		return resolve(configured, Gpus.of(Torch.load(threads)));
	}

	static List<String> resolve(List<String> configured, Gpus gpus) {
		List<String> found = new ArrayList<>();
		for (String name : configured) {
			for (String device : name.equals(AUTO) ? all(gpus) : List.of(nameOf(find(gpus, name)))) {
				if (!found.contains(device)) {
					found.add(device);
				}
			}
		}
		return found;
	}

	private static List<String> all(Gpus gpus) {
		int count = gpus.usable() ? gpus.count() : 0;
		if (count == 0) {
			return List.of(CPU);
		}
		List<String> names = new ArrayList<>();
		for (int i = 0; i < count; i++) {
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
		return find(Gpus.of(engine), name);
	}

	static Device find(Gpus gpus, String name) {
		if (name.equals(CPU)) {
			return Device.cpu();
		}
		Matcher number = CUDA.matcher(name);
		boolean uuid = UUID.matcher(name).matches();
		if (!number.matches() && !uuid) {
			throw new MissingDeviceException("'%s' is no device".formatted(name),
					"known are cpu, cuda:0, cuda:1 …, and the UUIDs that nvidia-smi -L prints, GPU-… and MIG-…");
		}
		if (!gpus.usable()) {
			throw new MissingDeviceException(
					"The device %s is configured, but this libtorch (%s) has no CUDA".formatted(name, gpus.libtorch()),
					"configure cpu or auto, or run it with the libtorch for CUDA, as the image of FLAVOR=cu128 does");
		}
		int count = gpus.count();
		int index = uuid ? gpus.uuids().indexOf(digits(name)) : number(number);
		if (index < 0 || index >= count) {
			throw new MissingDeviceException(
					"The device %s is configured, but %s".formatted(name, seen(gpus, count, uuid)),
					"configure one of those, cpu or auto, or give the process the GPU: docker run --gpus all, a driver that nvidia-smi finds");
		}
		return Device.gpu(index);
	}

	private static int number(Matcher matcher) {
		return (matcher.group(1) != null) ? Integer.parseInt(matcher.group(1)) : 0;
	}

	private static String digits(String uuid) {
		return uuid.substring("GPU-".length()).replace("-", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * The reason why a device is not among those that are seen.
	 */
	private static String seen(Gpus gpus, int count, boolean uuid) {
		String devices = "this process sees %d CUDA device%s".formatted(count, (count == 1) ? "" : "s");
		String others = gpus.visible()
			.map((visible) -> "%s, as CUDA_VISIBLE_DEVICES is '%s'".formatted(devices, visible))
			.orElse(devices);
		if (!uuid) {
			return others;
		}
		return others
				+ ", and a process sees one MIG device, the first unless CUDA_VISIBLE_DEVICES has the UUID of another";
	}

}
