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
 * Batching on over batching off: decoding to 64 × 64 with the embedded model, where a single item leaves most of the
 * machine idle. Off, on, off, on, in one run.
 */
public final class BatchingBench {

	private static final Duration WARM_UP = Duration.ofSeconds(5);

	private static final Duration TIME = Duration.ofSeconds(15);

	private BatchingBench() {
	}

	public static void main(String[] args) throws Exception {
		byte[] request = Client.post("/v1/decode?shape=1,32,2,2&dtype=float32", "application/octet-stream",
				"application/octet-stream", new byte[4 * 32 * 2 * 2]);
		Effort effort = Effort.of(args);
		Report report = new Report("batching", "Batching");
		report.say("Decoding to 64² with the embedded model, 64 clients, closed loop.");
		Report.Table table = report.table("rates", "largest batch", "images/s", "p50 ms", "p95 ms", "errors");
		double[] rates = new double[4];
		int[] largest = { 1, 32, 1, 32 };
		for (int i = 0; i < 4; i++) {
			try (ServiceProcess service = ServiceProcess.start("--dcae.batching.max-items=" + largest[i])) {
				Load load = Load.closed(service.port(), request, 64, effort.time(WARM_UP), effort.time(TIME));
				rates[i] = load.perSecond();
				table.row(largest[i], load.perSecond(), load.answered().median(), load.answered().percentile(95),
						load.errors());
			}
		}
		report.figure("on_over_off", "Batching on over off: %.2f", (rates[1] + rates[3]) / (rates[0] + rates[2]));
		report.write();
	}

}
