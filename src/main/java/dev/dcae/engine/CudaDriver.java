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

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks CUDA's driver what DJL does not: the UUIDs of the devices, which the driver counts
 * as libtorch does, after {@code CUDA_VISIBLE_DEVICES}; and to lock pages. An error of
 * the driver is an answer and no more, while one of the runtime would be found by
 * libtorch after its next kernel, and taken for that kernel's.
 */
final class CudaDriver implements PageLock {

	private static final Logger log = LoggerFactory.getLogger(CudaDriver.class);

	private static final String LIBRARY = "libcuda.so.1";

	private static final int UUID_BYTES = 16;

	/** CU_MEMHOSTREGISTER_PORTABLE. */
	private static final int FOR_ALL_DEVICES = 1;

	private final SymbolLookup library;

	CudaDriver(SymbolLookup library) {
		this.library = library;
	}

	/**
	 * The driver's lock of pages; none where there is no driver.
	 */
	static PageLock pageLock() {
		try {
			return new CudaDriver(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
		}
		catch (IllegalArgumentException ex) {
			log.debug("There is no {}", LIBRARY, ex);
			return NONE;
		}
	}

	@Override
	public boolean lock(MemorySegment memory) {
		try {
			call("cuMemHostRegister_v2", memory, memory.byteSize(), FOR_ALL_DEVICES);
			return true;
		}
		catch (IllegalStateException ex) {
			log.warn("The CUDA driver does not lock {} bytes, and copies take longer: {}", memory.byteSize(),
					ex.getMessage());
			return false;
		}
	}

	@Override
	public void unlock(MemorySegment memory) {
		try {
			call("cuMemHostUnregister", memory);
		}
		catch (IllegalStateException ex) {
			log.debug("The CUDA driver does not unlock {} bytes", memory.byteSize(), ex);
		}
	}

	/**
	 * The UUIDs in order, each 32 hexadecimal digits; none where there is no driver or it
	 * does not answer.
	 */
	static List<String> uuids() {
		try {
			return uuids(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
		}
		catch (IllegalArgumentException ex) {
			log.debug("There is no {}", LIBRARY, ex);
			return List.of();
		}
	}

	/**
	 * Asks a library that has the driver's functions.
	 */
	static List<String> uuids(SymbolLookup library) {
		CudaDriver driver = new CudaDriver(library);
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
			MemorySegment uuid = arena.allocate(UUID_BYTES);
			driver.call("cuInit", 0);
			driver.call("cuDeviceGetCount", number);
			int count = number.get(ValueLayout.JAVA_INT, 0);
			List<String> uuids = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				driver.call("cuDeviceGet", number, i);
				// Version 2 answers a MIG device's own UUID, the first its GPU's.
				driver.call("cuDeviceGetUuid_v2", uuid, number.get(ValueLayout.JAVA_INT, 0));
				uuids.add(HexFormat.of().formatHex(uuid.toArray(ValueLayout.JAVA_BYTE)));
			}
			return uuids;
		}
		catch (IllegalStateException ex) {
			log.warn("The CUDA driver does not tell the UUIDs of its devices: {}", ex.getMessage());
			return List.of();
		}
	}

	/**
	 * Calls a function of ints, sizes and pointers that answers a CUresult.
	 */
	private void call(String name, Object... arguments) {
		MemorySegment function = this.library.find(name)
			.orElseThrow(() -> new IllegalStateException("it has no " + name));
		MemoryLayout[] types = new MemoryLayout[arguments.length];
		for (int i = 0; i < types.length; i++) {
			types[i] = switch (arguments[i]) {
				case Integer _ -> ValueLayout.JAVA_INT;
				case Long _ -> ValueLayout.JAVA_LONG;
				default -> ValueLayout.ADDRESS;
			};
		}
		MethodHandle handle = Linker.nativeLinker()
			.downcallHandle(function, FunctionDescriptor.of(ValueLayout.JAVA_INT, types));
		int status;
		try {
			status = (int) handle.invokeWithArguments(arguments);
		}
		catch (Throwable ex) {
			throw new AssertionError(name + " throws nothing", ex);
		}
		if (status != 0) {
			throw new IllegalStateException("%s answered %d".formatted(name, status));
		}
	}

}
