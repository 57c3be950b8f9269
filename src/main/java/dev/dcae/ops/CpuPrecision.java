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
import java.util.function.Supplier;

import dev.dcae.engine.CpuTiming;
import dev.dcae.model.Precision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The precision in which this CPU is fastest: float32, unless bfloat16 is so by far. What
 * was measured is logged, once.
 */
public final class CpuPrecision implements Supplier<Precision> {

	private static final Logger log = LoggerFactory.getLogger(CpuPrecision.class);

	/**
	 * The speed over float32's from which on bfloat16 is chosen: CPUs that have it are
	 * nearly twice as fast, those without are slower.
	 */
	private static final double CLEARLY_FASTER = 1.3;

	private final Supplier<CpuTiming> measurement;

	private boolean measured;

	private Precision precision = Precision.FP32;

	/**
	 * A choice by a measurement, which is made when the choice is first asked for.
	 */
	public CpuPrecision(Supplier<CpuTiming> measurement) {
		this.measurement = measurement;
	}

	@Override
	public synchronized Precision get() {
		if (!this.measured) {
			this.measured = true;
			this.precision = measure();
		}
		return this.precision;
	}

	private Precision measure() {
		CpuTiming timing;
		try {
			timing = this.measurement.get();
		}
		catch (RuntimeException ex) {
			log.warn("The CPU computes in float32: bfloat16 could not be tried; dcae.cpu.dtype says it without a try",
					ex);
			return Precision.FP32;
		}
		boolean faster = timing.bf16().toNanos() * CLEARLY_FASTER <= timing.fp32().toNanos();
		log.info(
				"Models of dtype auto compute in {} on this CPU: convolutions took {} ms in float32, {} ms in bfloat16",
				faster ? "bfloat16" : "float32", milliseconds(timing.fp32()), milliseconds(timing.bf16()));
		return faster ? Precision.BF16 : Precision.FP32;
	}

	private static double milliseconds(Duration time) {
		return Math.round(time.toNanos() / 1e4) / 100.0;
	}

}
