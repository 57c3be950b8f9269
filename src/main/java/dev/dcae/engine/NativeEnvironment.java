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

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The environment as native libraries see it. Java has a copy of its own, which it cannot
 * change.
 */
final class NativeEnvironment {

	private static final Logger log = LoggerFactory.getLogger(NativeEnvironment.class);

	private NativeEnvironment() {
	}

	/**
	 * Sets a variable for the libraries that are loaded from now on, unless it is set
	 * already; where the C library has no {@code setenv}, does nothing.
	 */
	static void setDefault(String name, String value) {
		Optional<MemorySegment> symbol = Linker.nativeLinker().defaultLookup().find("setenv");
		if (symbol.isEmpty()) {
			return;
		}
		MethodHandle setenv = Linker.nativeLinker()
			.downcallHandle(symbol.get(), FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS,
					ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
		try (Arena arena = Arena.ofConfined()) {
			int failed = (int) setenv.invokeExact(arena.allocateFrom(name), arena.allocateFrom(value), 0);
			log.debug("setenv of {} answered {}", name, failed);
		}
		catch (Throwable ex) {
			throw new AssertionError("setenv throws nothing", ex);
		}
	}

}
