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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library that computes convolutions on the CPU. It cuts its work by the sizes of the
 * caches, and asks an AMD processor for them by CPUID leaf 0x8000001D. Some hypervisors
 * leave that empty; it then believes in caches of one byte, and its code for AVX and
 * later computes wrong values (version 3.7.1, that of libtorch 2.7.1).
 */
final class OneDnn {

	/**
	 * The variable that oneDNN reads once, when it is first used.
	 */
	static final String LIMIT = "ONEDNN_MAX_CPU_ISA";

	private static final String RIGHT = "SSE41";

	private static final Logger log = LoggerFactory.getLogger(OneDnn.class);

	private static boolean asked;

	private OneDnn() {
	}

	/**
	 * Keeps oneDNN to instructions that it computes right with, on a machine that hides
	 * its caches; elsewhere, and where somebody has set a limit, does nothing. To be
	 * called before libtorch is loaded.
	 */
	static synchronized void keepRight() {
		if (asked || System.getenv(LIMIT) != null
				|| !hidesCaches(Path.of("/proc/cpuinfo"), Path.of("/sys/devices/system/cpu"))) {
			return;
		}
		asked = true;
		log.warn("This virtual machine hides the sizes of its processor's caches, without which oneDNN computes wrong"
				+ " values beyond SSE4.1; it is kept to that, and several times slower. Have the hypervisor pass CPUID"
				+ " leaf 0x8000001D on, or set {} yourself", LIMIT);
		NativeEnvironment.setDefault(LIMIT, RIGHT);
	}

	/**
	 * Tells if the kernel, which asks as oneDNN does, found no cache of an AMD processor.
	 */
	static boolean hidesCaches(Path processors, Path cpus) {
		Path first = cpus.resolve("cpu0");
		try {
			return Files.isDirectory(first) && !Files.exists(first.resolve("cache/index0"))
					&& Files.readString(processors).contains("AuthenticAMD");
		}
		catch (IOException ex) {
			// No Linux, or one that tells nothing.
			return false;
		}
	}

}
