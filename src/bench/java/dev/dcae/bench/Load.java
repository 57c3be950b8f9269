package dev.dcae.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Load on a service, and what came of it.
 *
 * @param perSecond answers with status 200 a second
 * @param rejectedPerSecond answers with status 429 a second
 * @param errors everything else
 * @param answered times of those with status 200
 * @param rejected times of those with status 429
 * @param clientShare the part of the machine's CPU that the load itself used
 */
record Load(double perSecond, double rejectedPerSecond, long errors, Times answered, Times rejected,
		double clientShare) {

	/**
	 * The clients send again as soon as they have an answer.
	 */
	static Load closed(int port, byte[] request, int clients, Duration warmUp, Duration time) throws Exception {
		return run(port, request, clients, warmUp, time, 0);
	}

	/**
	 * Requests come at a rate, at the times of a Poisson process, whether or not earlier ones are answered; each waits for
	 * one of many connections.
	 */
	static Load open(int port, byte[] request, int connections, double perSecond, Duration warmUp, Duration time)
			throws Exception {
		return run(port, request, connections, warmUp, time, perSecond);
	}

	private static Load run(int port, byte[] request, int clients, Duration warmUp, Duration time, double rate)
			throws Exception {
		AtomicLong errors = new AtomicLong();
		long start = System.nanoTime();
		long from = start + warmUp.toNanos();
		long until = from + time.toNanos();
		List<Thread> threads = new ArrayList<>();
		List<Samples> samples = new ArrayList<>();
		for (int i = 0; i < clients; i++) {
			Samples mine = new Samples();
			samples.add(mine);
			Random random = new Random(i);
			threads.add(Thread.ofPlatform().start(() -> {
				try (Client client = Client.connect(port, request)) {
					mine.run(client, from, until, rate / clients, random, errors);
				}
				catch (IOException | RuntimeException ex) {
					errors.incrementAndGet();
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
		double[] answered = samples.stream().flatMapToDouble((one) -> one.answered.stream().mapToDouble(v -> v)).toArray();
		double[] rejected = samples.stream().flatMapToDouble((one) -> one.rejected.stream().mapToDouble(v -> v)).toArray();
		double seconds = time.toNanos() / 1e9;
		return new Load(answered.length / seconds, rejected.length / seconds, errors.get(), sorted(answered),
				sorted(rejected), share);
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
	 * What one client saw.
	 */
	private static final class Samples {

		private final List<Double> answered = new ArrayList<>();

		private final List<Double> rejected = new ArrayList<>();

		void run(Client client, long from, long until, double rate, Random random, AtomicLong errors)
				throws IOException {
			long next = System.nanoTime();
			while (System.nanoTime() < until) {
				if (rate > 0) {
					next += (long) (-Math.log(1 - random.nextDouble()) / rate * 1e9);
					pause(next - System.nanoTime());
				}
				long start = System.nanoTime();
				int status = client.exchange();
				long end = System.nanoTime();
				if (end < from || end > until) {
					continue;
				}
				switch (status) {
					case 200 -> this.answered.add((end - start) / 1e6);
					case 429 -> this.rejected.add((end - start) / 1e6);
					default -> errors.incrementAndGet();
				}
			}
		}

		private static void pause(long nanos) {
			if (nanos > 0) {
				java.util.concurrent.locks.LockSupport.parkNanos(nanos);
			}
		}

	}

}
