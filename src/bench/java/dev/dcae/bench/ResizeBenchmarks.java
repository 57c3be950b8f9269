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

import java.util.concurrent.TimeUnit;

import dev.dcae.image.RgbImage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A photo at other sizes, as {@code fit=resize} and the preparation of a data set make them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ResizeBenchmarks {

	@Param({ "256", "1024" })
	int side;

	private RgbImage image;

	private RgbImage unfit;

	@Setup
	public void prepare() {
		this.image = Photo.square(this.side);
		this.unfit = this.image.crop(0, 0, this.side - 10, this.side - 10);
	}

	@Benchmark
	public RgbImage halve() {
		return this.image.resize(this.side / 2, this.side / 2);
	}

	@Benchmark
	public RgbImage fit() {
		return this.unfit.resize(this.side, this.side);
	}

	@Benchmark
	public RgbImage pad() {
		return this.unfit.padTo(this.side, this.side);
	}

}
