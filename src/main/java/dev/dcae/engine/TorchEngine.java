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

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

import ai.djl.Device;
import ai.djl.Model;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.serving.DeviceMemory;

/**
 * Opens archives on devices: each once on a device for all the runners that use it there,
 * since libtorch's forward pass is safe for several threads, and the weights are most of
 * the memory. Keeps what lanes see of the devices' memory. A service has one.
 */
public final class TorchEngine {

	/**
	 * Each that was ever open.
	 */
	private final Map<Key, SharedModel> shared = new ConcurrentHashMap<>();

	private final DeviceMemories memories = new DeviceMemories();

	private final CallThreads threads;

	private final BiFunction<Path, Device, Model> loader;

	private record Key(Path archive, Device device) {
	}

	/**
	 * An engine that has loaded nothing yet.
	 * @param threads libtorch's threads a call on the CPU; the first use of libtorch in
	 * the process decides
	 */
	public TorchEngine(int threads) {
		this(threads, threads);
	}

	/**
	 * An engine that has loaded nothing yet.
	 * @param threads libtorch's threads a call on the CPU; the first use of libtorch in
	 * the process decides
	 * @param alone threads of a call that has the CPU to itself, at least as many
	 */
	public TorchEngine(int threads, int alone) {
		this(new CallThreads(threads, alone), SharedModel::load);
	}

	/**
	 * An engine that has loaded nothing yet.
	 * @param loader loads an archive onto a device
	 */
	TorchEngine(CallThreads threads, BiFunction<Path, Device, Model> loader) {
		this.threads = threads;
		this.loader = loader;
	}

	/**
	 * Loads an archive.
	 * @param archive a file of {@link dev.dcae.torchscript.Compiler}
	 * @param config of the model it was compiled from
	 * @param device {@code cpu} or {@code cuda:N}
	 * @throws MissingDeviceException if the machine has no such device
	 * @throws EngineRunException if libtorch cannot load the archive
	 */
	public TorchRunner load(Path archive, AutoencoderConfig config, String device) {
		Device found = Devices.find(Torch.load(this.threads.share()), device);
		return load(archive, config, found, found.isGpu() ? CudaDriver.pageLock() : PageLock.NONE);
	}

	TorchRunner load(Path archive, AutoencoderConfig config, Device device, PageLock pages) {
		return new TorchRunner(open(archive, device), config, this.memories, pages, this.threads);
	}

	/**
	 * The memory of a device, where it is known: of a GPU as of a batch within a second
	 * of its last.
	 * @param device by its name
	 */
	public Optional<DeviceMemory> memory(String device) {
		return this.memories.of(device);
	}

	/**
	 * The model of an archive, loaded if this is its first user. Whoever asks for another
	 * archive, or for this one on another device, does not wait for it.
	 * @throws EngineRunException if libtorch cannot load the archive
	 */
	SharedModel open(Path archive, Device device) {
		Key key = new Key(archive.toAbsolutePath(), device);
		SharedModel found = this.shared.computeIfAbsent(key,
				(absent) -> new SharedModel(absent.archive(), absent.device(), this.loader));
		found.use();
		return found;
	}

}
