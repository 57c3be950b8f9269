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
package dev.dcae.bench;

import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * An image of floats, [3, side, side], between float types and to and from safetensors.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class TensorBenchmarks {

	@Param({ "256", "1024" })
	int side;

	private Tensor floats;

	private Tensor halves;

	private Tensor brains;

	private float[] target;

	private byte[] file;

	@Setup
	public void prepare() {
		Random random = new Random(1);
		float[] values = new float[3 * this.side * this.side];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) random.nextGaussian();
		}
		this.target = new float[values.length];
		this.floats = Tensor.of(new Shape(3, this.side, this.side), values);
		this.halves = this.floats.to(DType.F16);
		this.brains = this.floats.to(DType.BF16);
		this.file = write();
	}

	@Benchmark
	public Tensor toHalf() {
		return this.floats.to(DType.F16);
	}

	@Benchmark
	public float[] fromHalf() {
		this.halves.copyTo(this.target);
		return this.target;
	}

	@Benchmark
	public Tensor toBfloat16() {
		return this.floats.to(DType.BF16);
	}

	@Benchmark
	public float[] fromBfloat16() {
		this.brains.copyTo(this.target);
		return this.target;
	}

	@Benchmark
	public Tensor scale() {
		return this.floats.times(0.41407);
	}

	@Benchmark
	public boolean isFinite() {
		return this.floats.isFinite();
	}

	@Benchmark
	public byte[] write() {
		return Safetensors.toBytes(Map.of("image", this.floats), Map.of());
	}

	/**
	 * Reads a file and copies its tensor out, as an engine does.
	 */
	@Benchmark
	public float[] read() {
		Safetensors.parse(MemorySegment.ofArray(this.file)).tensors().values().forEach((tensor) -> tensor.copyTo(this.target));
		return this.target;
	}

}
