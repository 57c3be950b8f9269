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

import java.util.Locale;
import java.util.concurrent.TimeUnit;

import dev.dcae.image.Formats;
import dev.dcae.image.ImageFormat;
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
 * A photo from a file and to a file, in every format at its default quality.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ImageBenchmarks {

	@Param({ "256", "1024" })
	int side;

	@Param({ "PNG", "JPEG", "WEBP" })
	String format;

	private ImageFormat files;

	private RgbImage image;

	private byte[] file;

	@Setup
	public void prepare() {
		this.image = Photo.square(this.side);
		this.files = Formats.ALL.called(this.format.toLowerCase(Locale.ROOT)).orElseThrow();
		this.file = this.files.encode(this.image);
	}

	@Benchmark
	public RgbImage decode() {
		return Formats.decode(this.file);
	}

	@Benchmark
	public byte[] encode() {
		return this.files.encode(this.image);
	}

}
