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

import ai.djl.engine.EngineException;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.OutOfDeviceMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The meaning of libtorch's messages for the batch and for the device.
 */
class EngineFailureTests {

	private static final String BACKTRACE = "\nException raised from malloc at CUDACachingAllocator.cpp:1\nframe #0: c10::Error";

	@ParameterizedTest
	@ValueSource(strings = { "CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 139 GiB",
			"CUDA error: out of memory",
			"[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't "
					+ "allocate memory: you tried to allocate 1099511627776 bytes. Error code 12 (Cannot allocate memory)",
			"[enforce fail at alloc_cpu.cpp:115] data. DefaultCPUAllocator: not enough memory: you tried to allocate "
					+ "1099511627776 bytes.",
			"std::bad_alloc", "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
			"CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
			// libtorch 2.7 and later, with cuDNN 9.
			"CUDA out of memory. Tried to allocate 22.78 GiB. GPU 0 has a total capacity of 31.47 GiB of which 12.73 "
					+ "GiB is free. Including non-PyTorch memory, this process has 18.73 GiB memory in use. Of the "
					+ "allocated memory 9.08 GiB is allocated by PyTorch, with 46.00 MiB allocated in private pools "
					+ "(e.g., CUDA Graphs), and 9.35 GiB is reserved by PyTorch but unallocated. If reserved but "
					+ "unallocated memory is large try setting PYTORCH_ALLOC_CONF=expandable_segments:True",
			"CUDA error: out of memory\nSearch for `cudaErrorMemoryAllocation' in https://docs.nvidia.com/cuda/ for more "
					+ "information.\nCUDA kernel errors might be asynchronously reported at some other API call",
			"CUDA driver error: out of memory",
			"NVML_SUCCESS == r INTERNAL ASSERT FAILED at \"/pytorch/c10/cuda/CUDACachingAllocator.cpp\":1154, please "
					+ "report a bug to PyTorch. ",
			"cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED",
			"cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED",
			"cuDNN error: CUDNN_STATUS_NOT_INITIALIZED", "GET was unable to find an engine to execute this computation",
			"FIND was unable to find an engine to execute this computation after trying 4 plans.",
			"CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`" })
	void aBatchThatDidNotFit(String message) {
		assertThat(of(message)).isInstanceOf(OutOfDeviceMemoryException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CUDA error: an illegal memory access was encountered",
			"CUDA error: device-side assert triggered", "CUDA error: unspecified launch failure",
			"CUDA error: uncorrectable ECC error encountered", "CUDA error: misaligned address",
			"CUDA error: the launch timed out and was terminated",
			"CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm(...)`",
			"cuDNN error: CUDNN_STATUS_EXECUTION_FAILED", "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR",
			"cuDNN error: CUDNN_STATUS_EXECUTION_FAILED_CUDART",
			"cuDNN error: CUDNN_STATUS_INTERNAL_ERROR_UNEXPECTED_VALUE",
			"CUDA error: device-side assert triggered\nSearch for `cudaErrorAssert' in https://docs.nvidia.com/cuda/ for "
					+ "more information.\nCUDA kernel errors might be asynchronously reported at some other API call, "
					+ "so the stacktrace below might be incorrect.",
			"CUDA error: no kernel image is available for execution on the device", "CUDA error: unknown error",
			"CUDA driver error: an illegal memory access was encountered" })
	void aDeviceThatIsLost(String message) {
		assertThat(of(message)).isInstanceOf(DeviceFaultException.class);
	}

	@Test
	void aDeviceThatIsFoundLostWhenItsCacheIsFreed() {
		assertThatExceptionOfType(DeviceFaultException.class).isThrownBy(() -> TorchRunner.free(() -> {
			throw new EngineException("CUDA error: an illegal memory access was encountered");
		}));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Given groups=1, weight of size [16, 3, 3, 3], expected input[1, 4, 8, 8] to have 3 channels",
					"pixel_unshuffle expects height to be divisible by downscale_factor", "", "null",
					// Nothing of these ran, so nothing is lost.
					"CUDA error: invalid configuration argument\nSearch for `cudaErrorInvalidConfiguration' in "
							+ "https://docs.nvidia.com/cuda/ for more information.",
					"CUDA error: too many resources requested for launch",
					"CUDA error: CUBLAS_STATUS_INVALID_VALUE when calling `cublasGemmEx(...)`",
					"CUDA error: CUBLAS_STATUS_NOT_SUPPORTED when calling `cublasGemmStridedBatchedEx(...)`",
					"cuDNN error: CUDNN_STATUS_NOT_SUPPORTED. This error may appear if you passed in a non-contiguous "
							+ "input.",
					"Expected tensor to have fewer than 2^31 elements: canUse32BitIndexMath(input) INTERNAL ASSERT" })
	void anInputThatTheModelDoesNotTake(String message) {
		assertThat(of(message)).isInstanceOf(EngineRunException.class);
	}

	@Test
	void anErrorWithoutAMessage() {
		assertThat(EngineFailure.of(new IllegalStateException())).isInstanceOf(EngineRunException.class);
	}

	/**
	 * Also that the backtrace stays in the cause.
	 */
	private static RuntimeException of(String message) {
		RuntimeException cause = new IllegalStateException(message + BACKTRACE);
		RuntimeException failure = EngineFailure.of(cause);
		assertThat(failure).hasCause(cause);
		assertThat(failure.getMessage()).doesNotContain("frame #", "\n", "c10").isNotBlank();
		return failure;
	}

}
