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
 * The one question to CUDA's driver that DJL does not ask: the UUIDs of the devices. The
 * driver counts them as libtorch does, after {@code CUDA_VISIBLE_DEVICES}.
 */
final class CudaDriver {

	private static final Logger log = LoggerFactory.getLogger(CudaDriver.class);

	private static final String LIBRARY = "libcuda.so.1";

	private static final int UUID_BYTES = 16;

	private final SymbolLookup library;

	private CudaDriver(SymbolLookup library) {
		this.library = library;
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
	 * Calls a function of ints and pointers that answers a CUresult.
	 */
	private void call(String name, Object... arguments) {
		MemorySegment function = this.library.find(name)
			.orElseThrow(() -> new IllegalStateException("it has no " + name));
		MemoryLayout[] types = new MemoryLayout[arguments.length];
		for (int i = 0; i < types.length; i++) {
			types[i] = (arguments[i] instanceof Integer) ? ValueLayout.JAVA_INT : ValueLayout.ADDRESS;
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
