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
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Load on a service, and what came of it.
 *
 * @param perSecond answers with status 200 a second
 * @param rejectedPerSecond answers with status 429 a second
 * @param errors everything else
 * @param answered times of those with status 200
 * @param rejected times of those with status 429
 * @param phases of those with status 200
 * @param clientShare the part of the machine's CPU that the load itself used
 */
record Load(double perSecond, double rejectedPerSecond, long errors, Times answered, Times rejected, PhaseTimes phases,
		double clientShare) {

	/**
	 * The clients send again as soon as they have an answer.
	 */
	static Load closed(int port, byte[] request, int clients, Duration warmUp, Duration time) throws Exception {
		return run(port, request, clients, warmUp, time, Long.MAX_VALUE, (index) -> Long.MIN_VALUE);
	}

	/**
	 * Requests come at given times, whether or not earlier ones are answered, as long as there are connections for them.
	 * Their times count from when they were to come.
	 * @param arrivals nanoseconds from the start, in order
	 */
	static Load open(int port, byte[] request, int connections, long[] arrivals, Duration warmUp, Duration time)
			throws Exception {
		return run(port, request, connections, warmUp, time, arrivals.length, (index) -> arrivals[index]);
	}

	/**
	 * Requests come as a Poisson process.
	 */
	static Load open(int port, byte[] request, int connections, double perSecond, Duration warmUp, Duration time)
			throws Exception {
		return open(port, request, connections, poisson(perSecond, warmUp.plus(time), 1), warmUp, time);
	}

	/**
	 * The times of a Poisson process, in nanoseconds from its start.
	 */
	static long[] poisson(double perSecond, Duration time, long seed) {
		Random random = new Random(seed);
		List<Long> arrivals = new ArrayList<>();
		double next = 0;
		while (next < time.toNanos()) {
			next += -Math.log(1 - random.nextDouble()) / perSecond * 1e9;
			arrivals.add((long) next);
		}
		return arrivals.stream().mapToLong(Long::longValue).toArray();
	}

	/**
	 * The times at which requests come.
	 */
	private interface Schedule {

		/**
		 * Nanoseconds from the start; long ago where a request is to come at once.
		 */
		long at(int index);

	}

	private static Load run(int port, byte[] request, int clients, Duration warmUp, Duration time, long requests,
			Schedule schedule) throws Exception {
		long start = System.nanoTime();
		Window window = new Window(start + warmUp.toNanos(), start + warmUp.plus(time).toNanos());
		AtomicInteger sent = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		List<Samples> samples = new ArrayList<>();
		for (int i = 0; i < clients; i++) {
			Samples mine = new Samples();
			samples.add(mine);
			threads.add(Thread.ofPlatform().start(() -> {
				try (Client client = Client.connect(port, request)) {
					for (int next = sent.getAndIncrement(); next < requests
							&& System.nanoTime() < window.until(); next = sent.getAndIncrement()) {
						long due = schedule.at(next);
						mine.exchange(client, (due == Long.MIN_VALUE) ? System.nanoTime() : start + due, window);
					}
				}
				catch (IOException | RuntimeException ex) {
					mine.errors++;
				}
			}));
		}
		Thread.sleep(warmUp);
		long cpu = cpu();
		Thread.sleep(time);
		double share = (double) (cpu() - cpu) / time.toNanos() / Runtime.getRuntime().availableProcessors();
		for (Thread thread : threads) {
			thread.join();
		}
		PhaseTimes phases = new PhaseTimes();
		samples.forEach((one) -> phases.add(one.phases));
		double[] answered = samples.stream().flatMapToDouble((one) -> one.answered.stream().mapToDouble(v -> v)).toArray();
		double[] rejected = samples.stream().flatMapToDouble((one) -> one.rejected.stream().mapToDouble(v -> v)).toArray();
		double seconds = time.toNanos() / 1e9;
		return new Load(answered.length / seconds, rejected.length / seconds,
				samples.stream().mapToLong((one) -> one.errors).sum(), sorted(answered), sorted(rejected), phases, share);
	}

	private static Times sorted(double[] times) {
		Arrays.sort(times);
		return new Times((times.length > 0) ? times : new double[] { Double.NaN });
	}

	private static long cpu() {
		return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
			.getProcessCpuTime();
	}

	/**
	 * The time by which an answer must come to count.
	 */
	private record Window(long from, long until) {
	}

	/**
	 * The record of one client.
	 */
	private static final class Samples {

		private final List<Double> answered = new ArrayList<>();

		private final List<Double> rejected = new ArrayList<>();

		private final PhaseTimes phases = new PhaseTimes();

		private long errors;

		void exchange(Client client, long due, Window window) throws IOException {
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			int status = client.exchange();
			long end = System.nanoTime();
			if (end < window.from() || end > window.until()) {
				return;
			}
			switch (status) {
				case 200 -> {
					this.answered.add((end - due) / 1e6);
					this.phases.add(client.timing());
				}
				case 429 -> this.rejected.add((end - due) / 1e6);
				default -> this.errors++;
			}
		}

	}

}
