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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;

/**
 * An archive on a device, loaded once for all the runners that use it there: libtorch's
 * forward pass is safe for several threads, and the weights are most of the memory. It is
 * there while somebody uses it. Thread-safe.
 */
final class SharedModel {

	private static final String PACK = "pack";

	private final Path archive;

	private final Device device;

	private final BiFunction<Path, Device, Model> loader;

	private @Nullable Model model;

	private long unclaimed;

	private int users;

	/**
	 * A model that nobody uses yet.
	 * @param loader loads it
	 */
	SharedModel(Path archive, Device device, BiFunction<Path, Device, Model> loader) {
		this.archive = archive;
		this.device = device;
		this.loader = loader;
	}

	/**
	 * Loads an archive.
	 * @throws EngineRunException if libtorch cannot load the archive
	 * @throws WrongArithmeticException if the CPU computes wrong values
	 * @throws dev.dcae.serving.OutOfDeviceMemoryException if it does not fit the device
	 */
	static Model load(Path archive, Device device) {
		if (device.getDeviceType().equals(Device.Type.CPU)) {
			Arithmetic.require();
		}
		Model model = Model.newInstance(archive.getFileName().toString(), device, "PyTorch");
		try {
			model.load(archive.getParent(), archive.getFileName().toString(), Map.of("mapLocation", "true"));
			PtSymbolBlock block = (PtSymbolBlock) model.getBlock();
			// DJL's own handles of the weights would keep them when others take their
			// place.
			block.clear();
			if (device.getDeviceType().equals(Device.Type.CPU)) {
				pack(block);
			}
			return model;
		}
		catch (IOException | MalformedModelException ex) {
			model.close();
			throw new EngineRunException("libtorch cannot load the archive %s".formatted(archive), ex);
		}
		catch (RuntimeException ex) {
			model.close();
			throw EngineFailure.of(ex, "libtorch cannot load the archive %s".formatted(archive));
		}
	}

	/**
	 * Lays out the weights as oneDNN wants them, once and not at each call. A network of
	 * the user's has no such method.
	 */
	static void pack(PtSymbolBlock block) {
		if (List.of(JniUtils.getMethodNames(block)).contains(PACK)) {
			IValueUtils.runMethod(block, PACK).close();
		}
	}

	/**
	 * Says that there is another user; the first one loads the model.
	 * @throws EngineRunException if libtorch cannot load the archive
	 */
	synchronized void use() {
		if (this.model == null) {
			Model loaded = this.loader.apply(this.archive, this.device);
			this.unclaimed = size(loaded);
			this.model = loaded;
		}
		this.users++;
	}

	private long size(Model loaded) {
		try {
			return Files.size(this.archive);
		}
		catch (IOException ex) {
			loaded.close();
			throw new EngineRunException("libtorch cannot load the archive %s".formatted(this.archive), ex);
		}
	}

	/**
	 * The model, for whoever uses it.
	 */
	synchronized Model model() {
		if (this.model == null) {
			throw new IllegalStateException("Nobody uses " + this.archive);
		}
		return this.model;
	}

	/**
	 * The memory of the weights for the first who asks, nothing for the others: the
	 * runners' sum is what is really held.
	 */
	synchronized long claimBytes() {
		long claimed = this.unclaimed;
		this.unclaimed = 0;
		return claimed;
	}

	/**
	 * Gives back what was claimed, for the next user to claim: while others use the
	 * weights their memory is held.
	 */
	synchronized void unclaimBytes(long claimed) {
		this.unclaimed += claimed;
	}

	/**
	 * Says that a user is done; the last one frees the model.
	 */
	synchronized void close() {
		if (--this.users == 0 && this.model != null) {
			this.model.close();
			this.model = null;
		}
	}

}
