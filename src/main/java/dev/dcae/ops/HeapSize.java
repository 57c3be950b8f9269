package dev.dcae.ops;

import java.lang.management.ManagementFactory;

import com.sun.management.HotSpotDiagnosticMXBean;

/**
 * The size of the heap.
 */
public final class HeapSize {

	private HeapSize() {
	}

	/**
	 * The most bytes that the heap may take of the machine's memory.
	 * {@link Runtime#maxMemory()} is less with some collectors, by what they keep free to
	 * copy to: with ParallelGC up to a ninth.
	 */
	public static long max() {
		return Long.parseLong(ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
			.getVMOption("MaxHeapSize")
			.getValue());
	}

}
