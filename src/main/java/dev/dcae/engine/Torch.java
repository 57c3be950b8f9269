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

import ai.djl.engine.Engine;

/**
 * The process's libtorch. Loaded once, with its thread counts and its environment, which
 * cannot be changed later.
 */
public final class Torch {

	private static final String NAME = "PyTorch";

	private Torch() {
	}

	/**
	 * Loads libtorch, from the jar or from {@code PYTORCH_LIBRARY_PATH}; it is never
	 * downloaded.
	 * @param threads of each call to the CPU
	 * @return the engine, with whatever thread count was asked for first
	 */
	public static synchronized Engine load(int threads) {
		defaultProperty("ai.djl.offline", "true");
		defaultProperty("OPT_OUT_TRACKING", "true");
		defaultProperty("ai.djl.pytorch.num_interop_threads", "1");
		defaultProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
		// The optimizer specialises code to the shapes of the first calls; ours come in
		// many.
		defaultProperty("ai.djl.pytorch.graph_optimizer", "false");
		Malloc.keepFreedMemory();
		OneDnn.keepRight();
		// libtorch lets cuDNN multiply float32 in TF32, which has three digits, and DJL
		// cannot tell it not to.
		NativeEnvironment.setDefault("NVIDIA_TF32_OVERRIDE", "0");
		return Engine.getEngine(NAME);
	}

	private static void defaultProperty(String name, String value) {
		if (System.getProperty(name) == null) {
			System.setProperty(name, value);
		}
	}

}
