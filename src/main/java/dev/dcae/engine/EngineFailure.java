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

import java.util.List;
import java.util.Locale;

import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.OutOfDeviceMemoryException;

/**
 * Tells libtorch's errors apart, by their text: DJL throws one exception for all of them.
 * The messages made here are fit for users; libtorch's own, with its C++ backtrace, stays
 * in the cause.
 */
final class EngineFailure {

	/**
	 * Memory of the device or of the process. That a library cannot be initialised is
	 * what it answers where its own few megabytes do not fit beside the batch, and the
	 * allocator that fails to ask NVML how much is left, as on a MIG device, was about to
	 * say that nothing is. A convolution is out of engines when each that was tried
	 * wanted more workspace than there is: one that none computes fails when a model is
	 * warmed up.
	 */
	private static final List<String> MEMORY = List.of("out of memory", "can't allocate memory", "not enough memory",
			"std::bad_alloc", "cudnn_status_alloc_failed", "cudnn_status_internal_error_host_allocation_failed",
			"cudnn_status_internal_error_device_allocation_failed", "cudnn_status_not_initialized",
			"cublas_status_alloc_failed", "cublas_status_not_initialized", "nvml_success == r internal assert failed",
			"unable to find an engine to execute this computation");

	/**
	 * Messages of CUDA and its libraries for a call that they did not begin: the next one
	 * can be well. A kernel's grid has limits, which a batch of an unusual shape can
	 * exceed; one such request must not cost a device.
	 */
	private static final List<String> REFUSED = List.of("cuda error: invalid configuration argument",
			"cuda error: invalid argument", "cuda error: too many resources requested for launch",
			"cuda error: operation not supported", "cublas_status_invalid_value", "cublas_status_not_supported");

	/**
	 * After any of these CUDA answers every later call with an error, too.
	 */
	private static final List<String> STICKY = List.of("cuda error", "cuda driver error", "device-side assert",
			"illegal memory access", "cudnn_status_execution_failed", "cublas_status_execution_failed",
			"cudnn_status_internal_error");

	private EngineFailure() {
	}

	static RuntimeException of(RuntimeException failure) {
		return of(failure, "The model could not be run on this input");
	}

	/**
	 * The failure of a call.
	 * @param otherwise the message where neither memory nor device is to blame
	 */
	static RuntimeException of(RuntimeException failure, String otherwise) {
		String text = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
		if (hasAny(text, MEMORY)) {
			return new OutOfDeviceMemoryException("The batch did not fit the device's memory", failure);
		}
		if (!hasAny(text, REFUSED) && hasAny(text, STICKY)) {
			return new DeviceFaultException("The device failed and will not recover in this process", failure);
		}
		return new EngineRunException(otherwise, failure);
	}

	private static boolean hasAny(String text, List<String> parts) {
		return parts.stream().anyMatch(text::contains);
	}

}
