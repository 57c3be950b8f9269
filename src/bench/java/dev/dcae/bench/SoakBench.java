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

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import dev.dcae.DcaeApplication;

/**
 * Finds if the service's memory grows while it is saturated with a mix of everything: for ten minutes, or as many as the
 * argument says. A shorter run against a service that leaks is the control. Ends with an error if either verdict is wrong;
 * a short one only if the leaks are not found, since a service that has just started does grow.
 */
public final class SoakBench {

	private static final int CLIENTS = 8;

	/**
	 * MiB, threads or descriptors a minute: 512 in a week.
	 */
	private static final double LIMIT = 512.0 / (7 * 24 * 60);

	/**
	 * oneDNN prepares kernels for each shape and size of batch, about a MiB of them, up to a number, and keeps them. All are
	 * there after the warm-up if batches are small; of large ones now and then one has a new size, which looks like a leak
	 * for long.
	 */
	private static final String SMALL_BATCHES = "--dcae.batching.max-items=2";

	private static final String HEAP = "heap after GC, MiB";

	private static final String BESIDE = "beside the heap, MiB";

	/**
	 * The list that the control leaks into.
	 */
	private static final List<String> LEAKS = List.of(HEAP, BESIDE);

	private static final Map<String, ToDoubleFunction<ServiceMemory.Sample>> SERIES = new LinkedHashMap<>();
	static {
		SERIES.put(HEAP, ServiceMemory.Sample::heap);
		SERIES.put(BESIDE, ServiceMemory.Sample::beside);
		SERIES.put("of it the JVM's own, MiB", ServiceMemory.Sample::jvm);
		SERIES.put("direct buffers, MiB", ServiceMemory.Sample::direct);
		SERIES.put("resident, MiB", ServiceMemory.Sample::resident);
		SERIES.put("threads", ServiceMemory.Sample::threads);
		SERIES.put("descriptors", ServiceMemory.Sample::descriptors);
	}

	private SoakBench() {
	}

	public static void main(String[] args) throws Exception {
		Effort effort = Effort.of(args);
		Duration time = Stream.of(args)
			.filter((argument) -> argument.matches("\\d+"))
			.findAny()
			.map((minutes) -> Duration.ofMinutes(Long.parseLong(minutes)))
			.orElse(effort.choose(Duration.ofMinutes(10), Duration.ofSeconds(6)));
		Report report = new Report("soak", "Memory under load");
		report.say("""
				%d clients ask for everything in turn: images and latents of three sizes in every format, one request in \
				ten to be refused, one in ten not waited for, in batches of two at most. After a warm-up, again and again, the clients pause, \
				garbage is collected, malloc gives back what is free, and what is left is looked at; a line is laid \
				through each series. Rule, set before the run: it grows if the whole \
				95 %% interval of its slope is above %.3f a minute, with which 512 MiB, threads or descriptors would be \
				gone in a week; the service's heap is of one size, so what grows beside it is not it. The control keeps \
				some bytes of both kinds at each request.""".formatted(CLIENTS, LIMIT));
		Soak clean = Soak.run("the service", List.of(), DcaeApplication.class, time.dividedBy(3), time,
				effort.choose(Duration.ofSeconds(5), Duration.ofMillis(500)));
		Soak leaking = Soak.run("the control", List.of("-D%s=%d".formatted(LeakingService.BYTES, effort.choose(8, 256) << 10)),
				LeakingService.class, time.dividedBy(6), time.dividedBy(effort.choose(4, 1)),
				effort.choose(Duration.ofSeconds(2), Duration.ofMillis(500)));
		Report.Table load = report.table("load", "run", "seconds", "answered/s", "refused/s", "hung up/s", "errors");
		clean.load(load);
		leaking.load(load);
		Report.Table table = report.table("trends", "run", "what", "first", "last", "a minute", "lower", "upper", "verdict");
		Map<String, Trend> served = clean.trends(table);
		Map<String, Trend> leaked = leaking.trends(table);
		report.write();
		leaked.forEach((what, trend) -> {
			if (LEAKS.contains(what) && !(grows(trend) && trend.lower() > slope(served, what))) {
				throw new IllegalStateException("The leak of the control was not found: " + what);
			}
		});
		List<String> grown = new ArrayList<>();
		served.forEach((what, trend) -> {
			if (grows(trend)) {
				grown.add(what);
			}
		});
		if (effort == Effort.FULL && !grown.isEmpty()) {
			throw new IllegalStateException("The service grows: " + grown);
		}
	}

	private static double slope(Map<String, Trend> trends, String what) {
		return Objects.requireNonNull(trends.get(what)).slope();
	}

	private static boolean grows(Trend trend) {
		return trend.lower() > LIMIT;
	}

	/**
	 * A run under load.
	 */
	private record Soak(String name, double seconds, MixedLoad.Counts before, MixedLoad.Counts after,
			List<Double> minutes, List<ServiceMemory.Sample> samples) {

		static Soak run(String name, List<String> options, Class<?> main, Duration warmUp, Duration time,
				Duration interval) throws Exception {
			List<String> all = new ArrayList<>(ServiceMemory.OPTIONS);
			all.addAll(options);
			try (ServiceProcess service = ServiceProcess.start(all, main, SMALL_BATCHES);
					MixedLoad load = MixedLoad.start(service.port(), CLIENTS);
					ServiceMemory memory = ServiceMemory.of(service.pid())) {
				List<Double> minutes = new ArrayList<>();
				List<ServiceMemory.Sample> samples = new ArrayList<>();
				// Looking warms up, too.
				look(load, memory, warmUp, interval, new ArrayList<>(), new ArrayList<>());
				MixedLoad.Counts before = load.counts();
				double seconds = look(load, memory, time, interval, minutes, samples);
				return new Soak(name, seconds, before, load.counts(), minutes, samples);
			}
		}

		private static double look(MixedLoad load, ServiceMemory memory, Duration time, Duration interval,
				List<Double> minutes, List<ServiceMemory.Sample> samples) throws Exception {
			long start = System.nanoTime();
			for (long next = start; next - start < time.toNanos() || samples.size() < 4; next += interval.toNanos()) {
				Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
				samples.add(load.paused(memory::sample));
				minutes.add((System.nanoTime() - start) / 60e9);
			}
			return (System.nanoTime() - start) / 1e9;
		}

		void load(Report.Table table) {
			table.row(this.name, this.seconds, (this.after.answered() - this.before.answered()) / this.seconds,
					(this.after.refused() - this.before.refused()) / this.seconds,
					(this.after.abandoned() - this.before.abandoned()) / this.seconds,
					this.after.errors() - this.before.errors());
		}

		/**
		 * Shows the trends.
		 * @return those of the series by their names
		 */
		Map<String, Trend> trends(Report.Table table) {
			double[] times = this.minutes.stream().mapToDouble(Double::doubleValue).toArray();
			Map<String, Trend> trends = new LinkedHashMap<>();
			SERIES.forEach((what, of) -> {
				double[] values = this.samples.stream().mapToDouble(of).toArray();
				Trend trend = Trend.of(times, values);
				trends.put(what, trend);
				table.row(this.name, what, values[0], values[values.length - 1], trend.slope(), trend.lower(),
						trend.upper(), grows(trend) ? "grows" : "flat");
			});
			return trends;
		}

	}

}
