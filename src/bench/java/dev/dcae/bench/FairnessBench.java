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

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.DoubleStream;

/**
 * Callers with keys beside each other: a caller beside one with 150 clients, ten callers with one client each, and what 32
 * keys cost beside one, all in closed loops.
 */
public final class FairnessBench {

	private static final Duration WARM_UP = Duration.ofSeconds(10);

	private static final Duration TIME = Duration.ofSeconds(20);

	private static final int KEYS = 32;

	private static final int FLOOD = 150;

	private FairnessBench() {
	}

	public static void main(String[] args) throws Exception {
		Effort effort = Effort.of(args);
		Duration warmUp = effort.time(WARM_UP);
		Duration time = effort.time(TIME);
		Report report = new Report("fairness", "Callers beside each other");
		try (ServiceProcess service = ServiceProcess.start(keys())) {
			flood(service, warmUp, time, report);
			equal(service, warmUp, time, report);
			many(service, warmUp, time, report);
		}
		report.write();
	}

	private static void flood(ServiceProcess service, Duration warmUp, Duration time, Report report) throws Exception {
		report.say("One client of a caller, alone and beside %d clients of another, whose images have 64²."
			.formatted(FLOOD));
		Report.Table table = report.table("flood", "its images", "alone, p50 ms", "beside the flood, p50 ms",
				"p95 ms", "a batch then, ms", "moved, batches", "phases then, mean ms", "errors");
		for (int side : new int[] { 64, 256 }) {
			Load alone = run(service, List.of(new Clients(0, 1, side)), warmUp, time).getFirst();
			List<Load> both = run(service, List.of(new Clients(0, 1, side), new Clients(1, FLOOD, 64)), warmUp, time);
			double batch = service.batch(authorization(0)).toNanos() / 1e6;
			Load beside = both.getFirst();
			double moved = beside.answered().median() - alone.answered().median();
			table.row(side + "²", alone.answered().median(), beside.answered().median(), beside.answered().percentile(95),
					batch, moved / batch, beside.phases().means(), alone.errors() + both.stream().mapToLong(Load::errors).sum());
		}
	}

	private static void equal(ServiceProcess service, Duration warmUp, Duration time, Report report) throws Exception {
		report.say("Ten callers with one client each, at 256².");
		List<Clients> callers = new ArrayList<>();
		for (int key = 0; key < 10; key++) {
			callers.add(new Clients(key, 1, 256));
		}
		List<Load> loads = run(service, callers, warmUp, time);
		Report.Table table = report.table("equal", "images/s", "the least over the mean", "the most over the mean", "errors");
		double[] rates = loads.stream().mapToDouble(Load::perSecond).toArray();
		double mean = DoubleStream.of(rates).average().orElseThrow();
		table.row(10 * mean, DoubleStream.of(rates).min().orElseThrow() / mean,
				DoubleStream.of(rates).max().orElseThrow() / mean, loads.stream().mapToLong(Load::errors).sum());
	}

	private static void many(ServiceProcess service, Duration warmUp, Duration time, Report report) throws Exception {
		report.say("%d clients at 64², of one key and of a key each, in turns.".formatted(KEYS));
		Report.Table table = report.table("many", "keys", "images/s", "errors");
		double[] sums = new double[2];
		for (int turn = 0; turn < 4; turn++) {
			List<Clients> callers = new ArrayList<>();
			if (turn % 2 == 0) {
				callers.add(new Clients(0, KEYS, 64));
			}
			else {
				for (int key = 0; key < KEYS; key++) {
					callers.add(new Clients(key, 1, 64));
				}
			}
			List<Load> loads = run(service, callers, warmUp, time);
			double rate = loads.stream().mapToDouble(Load::perSecond).sum();
			sums[turn % 2] += rate;
			table.row(callers.size(), rate, loads.stream().mapToLong(Load::errors).sum());
		}
		report.figure("many_over_one", "Many keys over one: %.2f", sums[1] / sums[0]);
	}

	/**
	 * Clients of one caller, who decode to images of a size.
	 */
	private record Clients(int key, int clients, int side) {

		byte[] request() {
			int rows = this.side / 32;
			return Client.with(
					Client.post("/v1/decode?shape=1,32,%d,%d&dtype=float32".formatted(rows, rows),
							"application/octet-stream", "application/octet-stream", new byte[4 * 32 * rows * rows]),
					authorization(this.key));
		}

	}

	/**
	 * Loads at the same time.
	 */
	private static List<Load> run(ServiceProcess service, List<Clients> callers, Duration warmUp, Duration time) {
		List<CompletableFuture<Load>> loads = callers.stream()
			.map((caller) -> CompletableFuture.supplyAsync(() -> load(service, caller, warmUp, time),
					(task) -> Thread.ofPlatform().start(task)))
			.toList();
		return loads.stream().map(CompletableFuture::join).toList();
	}

	private static Load load(ServiceProcess service, Clients caller, Duration warmUp, Duration time) {
		try {
			return Load.closed(service.port(), caller.request(), caller.clients(), warmUp, time);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String authorization(int key) {
		return "Authorization: Bearer key-" + key;
	}

	private static String[] keys() throws Exception {
		List<String> settings = new ArrayList<>();
		for (int key = 0; key < KEYS; key++) {
			byte[] hash = MessageDigest.getInstance("SHA-256")
				.digest(("key-" + key).getBytes(StandardCharsets.UTF_8));
			settings.add("--dcae.security.keys[%d].name=caller-%d".formatted(key, key));
			settings.add("--dcae.security.keys[%d].sha256=%s".formatted(key, HexFormat.of().formatHex(hash)));
		}
		return settings.toArray(String[]::new);
	}

}
