package dev.dcae.engine;

import java.util.Locale;

import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.OutOfDeviceMemoryException;

/**
 * Tells libtorch's errors apart, by their text: DJL throws one exception for all of them.
 * The messages made here are fit for users; libtorch's own, with its C++ backtrace, stays
 * in the cause.
 */
final class EngineFailure {

	private EngineFailure() {
	}

	static RuntimeException of(RuntimeException failure) {
		String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
		if (isOutOfMemory(text)) {
			return new OutOfDeviceMemoryException("The batch did not fit the device's memory", failure);
		}
		if (isSticky(text)) {
			return new DeviceFaultException("The device failed and will not recover in this process", failure);
		}
		return new EngineRunException("The model could not be run on this input", failure);
	}

	private static boolean isOutOfMemory(String text) {
		return text.contains("out of memory") || text.contains("can't allocate memory")
				|| text.contains("not enough memory") || text.contains("std::bad_alloc")
				|| text.contains("cudnn_status_alloc_failed") || text.contains("cublas_status_alloc_failed");
	}

	/**
	 * After any of these CUDA answers every later call with an error, too.
	 */
	private static boolean isSticky(String text) {
		return text.contains("cuda error") || text.contains("device-side assert")
				|| text.contains("illegal memory access") || text.contains("cudnn_status_execution_failed")
				|| text.contains("cublas_status_execution_failed") || text.contains("cudnn_status_internal_error");
	}

}
