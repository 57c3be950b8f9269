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
import java.lang.invoke.MethodHandle;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The environment in which libtorch is loaded.
 */
@EnabledOnOs(OS.LINUX)
class TorchTests {

	@Test
	void gpusMultiplyFloat32WithoutTf32UnlessTheOperatorSaysOtherwise() throws Throwable {
		Torch.load(2);
		String expected = Optional.ofNullable(System.getenv("NVIDIA_TF32_OVERRIDE")).orElse("0");
		assertThat(variable("NVIDIA_TF32_OVERRIDE")).isEqualTo(expected);
	}

	@Test
	void whatTheOperatorHasSetStays() throws Throwable {
		NativeEnvironment.setDefault("DCAE_TORCH_TESTS", "the first");
		NativeEnvironment.setDefault("DCAE_TORCH_TESTS", "the second");
		assertThat(variable("DCAE_TORCH_TESTS")).isEqualTo("the first");
	}

	/**
	 * A variable as native libraries see it, which Java's own copy of the environment
	 * does not tell.
	 */
	private static String variable(String name) throws Throwable {
		Linker linker = Linker.nativeLinker();
		MethodHandle getenv = linker.downcallHandle(linker.defaultLookup().findOrThrow("getenv"),
				FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS));
		try (Arena arena = Arena.ofConfined()) {
			MemorySegment value = (MemorySegment) getenv.invokeExact(arena.allocateFrom(name));
			return value.equals(MemorySegment.NULL) ? "not set" : value.reinterpret(Long.MAX_VALUE).getString(0);
		}
	}

}
