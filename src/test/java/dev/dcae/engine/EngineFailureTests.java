package dev.dcae.engine;

import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.OutOfDeviceMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What libtorch's messages mean for the batch and for the device.
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
			"CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`" })
	void aBatchThatDidNotFit(String message) {
		assertThat(of(message)).isInstanceOf(OutOfDeviceMemoryException.class);
	}

	@ParameterizedTest
	@ValueSource(strings = { "CUDA error: an illegal memory access was encountered",
			"CUDA error: device-side assert triggered", "CUDA error: unspecified launch failure",
			"CUDA error: uncorrectable ECC error encountered", "CUDA error: misaligned address",
			"CUDA error: the launch timed out and was terminated",
			"CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasSgemm(...)`",
			"cuDNN error: CUDNN_STATUS_EXECUTION_FAILED", "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR" })
	void aDeviceThatIsLost(String message) {
		assertThat(of(message)).isInstanceOf(DeviceFaultException.class);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Given groups=1, weight of size [16, 3, 3, 3], expected input[1, 4, 8, 8] to have 3 channels",
					"pixel_unshuffle expects height to be divisible by downscale_factor", "", "null" })
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
