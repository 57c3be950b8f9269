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
package dev.dcae.ops;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dcae.engine.CpuTiming;
import dev.dcae.engine.EngineRunException;
import dev.dcae.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The choice of {@code dtype: auto} on a CPU.
 */
@ExtendWith(OutputCaptureExtension.class)
class CpuPrecisionTests {

	@Test
	void aCpuThatIsTwiceAsFastInBf16ComputesInIt(CapturedOutput output) {
		assertThat(of(8_000, 4_000).get()).isEqualTo(Precision.BF16);
		assertThat(output).containsOnlyOnce(
				"compute in bfloat16 on this CPU: convolutions took 8.0 ms in float32, 4.0 ms in bfloat16");
	}

	@Test
	void aCpuThatIsSlowerInBf16ComputesInFp32(CapturedOutput output) {
		assertThat(of(8_000, 20_000).get()).isEqualTo(Precision.FP32);
		assertThat(output).containsOnlyOnce(
				"compute in float32 on this CPU: convolutions took 8.0 ms in float32, 20.0 ms in bfloat16");
	}

	@Test
	void aLittleFasterIsNotEnough() {
		assertThat(of(1_290, 1_000).get()).isEqualTo(Precision.FP32);
		assertThat(of(1_300, 1_000).get()).isEqualTo(Precision.BF16);
	}

	@Test
	void itIsMeasuredOnceAndNotBeforeItIsAskedFor() {
		AtomicInteger measured = new AtomicInteger();
		CpuPrecision precision = new CpuPrecision(() -> {
			// Another measurement would choose otherwise.
			return (measured.getAndIncrement() == 0) ? timing(2, 1) : timing(1, 2);
		});
		assertThat(measured).hasValue(0);
		assertThat(precision.get()).isEqualTo(Precision.BF16);
		assertThat(precision.get()).isEqualTo(Precision.BF16);
		assertThat(measured).hasValue(1);
	}

	@Test
	void whereItCannotBeMeasuredItIsFp32(CapturedOutput output) {
		CpuPrecision precision = new CpuPrecision(() -> {
			throw new EngineRunException("no such operator");
		});
		assertThat(precision.get()).isEqualTo(Precision.FP32);
		assertThat(output).contains("bfloat16 could not be tried").contains("no such operator");
	}

	private static CpuPrecision of(long fp32Micros, long bf16Micros) {
		return new CpuPrecision(() -> timing(fp32Micros, bf16Micros));
	}

	private static CpuTiming timing(long fp32Micros, long bf16Micros) {
		return new CpuTiming(Duration.ofNanos(1_000 * fp32Micros), Duration.ofNanos(1_000 * bf16Micros));
	}

}
