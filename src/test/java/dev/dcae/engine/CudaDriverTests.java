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
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The calls to the driver, taken by functions of this class in its place: no machine that
 * runs this has one.
 */
class CudaDriverTests {

	/** CUDA_ERROR_NO_DEVICE. */
	private static final int NO_DEVICE = 100;

	private static final FunctionDescriptor POINTER_AND_INT = FunctionDescriptor.of(ValueLayout.JAVA_INT,
			ValueLayout.ADDRESS, ValueLayout.JAVA_INT);

	private final Arena arena = Arena.ofConfined();

	private int initialized;

	private List<Object> registered = List.of();

	@AfterEach
	void close() {
		this.arena.close();
	}

	@Test
	void everyDeviceHasItsUuid() {
		assertThat(CudaDriver.uuids(this::function)).containsExactly("0a0102030405060708090a0b0c0d0e0f",
				"0b0102030405060708090a0b0c0d0e0f");
	}

	@Test
	void aDriverThatRefusesOrLacksTheQuestionTellsNone() {
		this.initialized = NO_DEVICE;
		assertThat(CudaDriver.uuids(this::function)).isEmpty();
		this.initialized = 0;
		assertThat(CudaDriver.uuids((name) -> name.equals("cuDeviceGetUuid_v2") ? Optional.empty() : function(name)))
			.isEmpty();
	}

	@Test
	void whereThereIsNoDriverThereIsNoUuid() {
		assertThat(CudaDriver.uuids((_) -> Optional.empty())).isEmpty();
	}

	@Test
	void pagesAreLockedForAllDevices() {
		CudaDriver driver = new CudaDriver(this::function);
		MemorySegment memory = this.arena.allocate(8192, 4096);
		assertThat(driver.lock(memory)).isTrue();
		assertThat(this.registered).isEqualTo(List.of(memory.address(), 8192L, 1));
		driver.unlock(memory);
		assertThat(this.registered).isEmpty();
	}

	@Test
	void aDriverThatLocksNothingEndsNoBatch() {
		this.initialized = NO_DEVICE;
		CudaDriver driver = new CudaDriver(this::function);
		MemorySegment memory = this.arena.allocate(8192, 4096);
		assertThat(driver.lock(memory)).isFalse();
		driver.unlock(memory);
		assertThat(new CudaDriver((_) -> Optional.empty()).lock(memory)).isFalse();
		assertThat(this.registered).isEmpty();
	}

	int register(MemorySegment memory, long bytes, int flags) {
		this.registered = (this.initialized == 0) ? List.of(memory.address(), bytes, flags) : List.of();
		return this.initialized;
	}

	int unregister(MemorySegment memory) {
		assertThat(this.registered.isEmpty() || this.registered.getFirst().equals(memory.address())).isTrue();
		this.registered = List.of();
		return this.initialized;
	}

	int init(int flags) {
		return (flags == 0) ? this.initialized : -1;
	}

	int count(MemorySegment count) {
		count.reinterpret(Integer.BYTES).set(ValueLayout.JAVA_INT, 0, 2);
		return 0;
	}

	/**
	 * Handles are not numbers of devices.
	 */
	int get(MemorySegment device, int ordinal) {
		device.reinterpret(Integer.BYTES).set(ValueLayout.JAVA_INT, 0, 0x0a + ordinal);
		return 0;
	}

	int uuid(MemorySegment uuid, int device) {
		MemorySegment bytes = uuid.reinterpret(16);
		for (int i = 0; i < 16; i++) {
			bytes.set(ValueLayout.JAVA_BYTE, i, (byte) ((i == 0) ? device : i));
		}
		return 0;
	}

	private Optional<MemorySegment> function(String name) {
		return switch (name) {
			case "cuInit" -> stub("init", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT), int.class);
			case "cuDeviceGetCount" ->
				stub("count", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS), MemorySegment.class);
			case "cuDeviceGet" -> stub("get", POINTER_AND_INT, MemorySegment.class, int.class);
			case "cuDeviceGetUuid_v2" -> stub("uuid", POINTER_AND_INT, MemorySegment.class, int.class);
			case "cuMemHostRegister_v2" ->
				stub("register", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG,
						ValueLayout.JAVA_INT), MemorySegment.class, long.class, int.class);
			case "cuMemHostUnregister" -> stub("unregister",
					FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS), MemorySegment.class);
			default -> Optional.empty();
		};
	}

	private Optional<MemorySegment> stub(String method, FunctionDescriptor descriptor, Class<?>... parameters) {
		try {
			var handle = MethodHandles.lookup().bind(this, method, MethodType.methodType(int.class, parameters));
			return Optional.of(Linker.nativeLinker().upcallStub(handle, descriptor, this.arena));
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError(ex);
		}
	}

}
