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

/**
 * The throughput that is left when twice as much is asked for: goodput at 2× capacity over capacity, and how fast the
 * rest is turned away. Without deadlines the queue is short, as it would be in front of an impatient client; with them it
 * is as it comes, and what counts is what is answered in time. Deadlines are multiples of the time of a batch at capacity.
 */
public final class GoodputBench {

	private static final Duration WARM_UP = Duration.ofSeconds(15);

	private static final Duration TIME = Duration.ofSeconds(20);

	private static final int[] BATCHES = { 3, 5, 10 };

	private static final int SIDE = 256;

	/**
	 * The time by which an answer may look late that was sent in time.
	 */
	private static final double SLACK_MS = 20;

	private GoodputBench() {
	}

	public static void main(String[] args) throws Exception {
		Effort effort = Effort.of(args);
		byte[] request = Client.post("/v1/decode?shape=1,32,%d,%d&dtype=float32".formatted(SIDE / 32, SIDE / 32),
				"application/octet-stream", "application/octet-stream", new byte[4 * SIDE * SIDE / 32]);
		Report report = new Report("goodput", "Past capacity");
		report.say("Decoding to 256² with a queue of 64.");
		Duration warmUp = effort.time(WARM_UP);
		Duration time = effort.time(TIME);
		try (ServiceProcess service = ServiceProcess.start("--dcae.queue.max-items=64")) {
			Load capacity = Load.closed(service.port(), request, 16, warmUp, time);
			Load overload = Load.open(service.port(), request, 256, 2 * capacity.perSecond(), warmUp, time);
			Report.Table table = report.table("loads", "load", "offered/s", "answered/s", "p50 ms", "p95 ms",
					"rejected/s", "reject p50 ms", "reject p99 ms", "errors", "CPU of the load, %");
			row(table, "capacity, closed loop", Double.NaN, capacity);
			row(table, "twice that, open loop", 2 * capacity.perSecond(), overload);
			report.figure("goodput", "Goodput over capacity: %.2f", overload.perSecond() / capacity.perSecond());
		}
		report.say("The same with the queue as it comes and with deadlines, in multiples of the time of a batch at capacity.");
		try (ServiceProcess service = ServiceProcess.start()) {
			deadlines(service, request, warmUp, time, report);
		}
		report.write();
	}

	private static void deadlines(ServiceProcess service, byte[] request, Duration warmUp, Duration time, Report report)
			throws Exception {
		Report.Table table = report.table("deadlines", "deadline, batches", "deadline, ms", "capacity/s", "in time/s",
				"in time over capacity", "rejected/s", "other than 200 and 429", "thrown away, %");
		for (int batches : BATCHES) {
			Load capacity = Load.closed(service.port(), request, 16, warmUp, time);
			long timeout = Math.max(1, service.batch("").multipliedBy(batches).toMillis());
			double ran = ran(service);
			double answered = answered(service);
			Load load = Load.open(service.port(), Client.with(request, "X-Request-Timeout: %dms".formatted(timeout)), 256,
					2 * capacity.perSecond(), warmUp, time);
			double used = (answered(service) - answered) / (ran(service) - ran);
			double inTime = load.perSecond() * load.answered().partWithin(timeout + SLACK_MS);
			table.row(batches, timeout, capacity.perSecond(), inTime, inTime / capacity.perSecond(),
					load.rejectedPerSecond(), load.errors(), 100 * (1 - used));
		}
	}

	private static double ran(ServiceProcess service) throws Exception {
		return service.metric("dcae_batch_items_sum", "");
	}

	private static double answered(ServiceProcess service) throws Exception {
		return service.metric("dcae_items_total", "outcome=\"answered\"");
	}

	private static void row(Report.Table table, String name, double offered, Load load) {
		table.row(name, offered, load.perSecond(), load.answered().median(), load.answered().percentile(95),
				load.rejectedPerSecond(), load.rejected().median(), load.rejected().percentile(99), load.errors(),
				100 * load.clientShare());
	}

}
