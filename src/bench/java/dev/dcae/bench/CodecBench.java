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

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Measures what surrounds the model on a core: files of images, other sizes, float types and safetensors. By JMH, in a process
 * for each row; about four minutes in all. An argument other than {@code short} is a part of the names to be measured.
 */
public final class CodecBench {

	private static final List<Class<?>> SUBJECTS = List.of(ImageBenchmarks.class, ResizeBenchmarks.class,
			TensorBenchmarks.class);

	private static final String ALLOCATION = "gc.alloc.rate.norm";

	private CodecBench() {
	}

	public static void main(String[] args) throws IOException, RunnerException {
		Effort effort = Effort.of(args);
		List<String> names = List.of(args).stream().filter((arg) -> !arg.isBlank() && !arg.equals("short")).toList();
		Report report = new Report("codec", "Codecs and conversions on a core");
		Report.Table table = report.table("operations", "operation", "side", "ms", "± ms (99.9 %)", "Mpx/s",
				"bytes allocated / bytes of pixels");
		for (Class<?> subject : SUBJECTS) {
			for (RunResult result : run(subject, names, effort)) {
				row(table, result);
			}
		}
		report.write();
	}

	private static Collection<RunResult> run(Class<?> subject, List<String> names, Effort effort)
			throws RunnerException {
		OptionsBuilder options = new OptionsBuilder();
		String all = ".*";
		for (String name : names.isEmpty() ? List.of(all) : names) {
			options.include(subject.getName() + "\\." + all + name + all);
		}
		options.addProfiler(GCProfiler.class).verbosity(VerboseMode.SILENT).shouldFailOnError(true);
		if (effort == Effort.SHORT) {
			// No process of its own: what is compiled for one row spoils the next, which matters to nobody here.
			System.setProperty("jmh.ignoreLock", "true");
			options.forks(0).warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(50));
		}
		else {
			// JMH warns of itself in every process.
			options.forks(1)
				.jvmArgsAppend("--sun-misc-unsafe-memory-access=allow")
				.warmupIterations(2)
				.warmupTime(TimeValue.seconds(1))
				.measurementIterations(5)
				.measurementTime(TimeValue.seconds(1));
		}
		return new Runner(options.build()).run();
	}

	private static void row(Report.Table table, RunResult result) {
		BenchmarkParams params = result.getParams();
		String method = params.getBenchmark().substring(params.getBenchmark().lastIndexOf('.') + 1);
		String operation = Optional.ofNullable(params.getParam("format")).map((format) -> method + " " + format)
			.orElse(method);
		double side = Double.parseDouble(params.getParam("side"));
		Result<?> time = result.getPrimaryResult();
		double allocated = Objects.requireNonNull(result.getSecondaryResults().get(ALLOCATION)).getScore();
		table.row(operation, (int) side, time.getScore(), time.getScoreError(),
				side * side / 1e3 / time.getScore(), allocated / (3 * side * side));
	}

}
