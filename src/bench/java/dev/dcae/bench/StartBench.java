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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Measures the start of the service as the container starts it, with the AOT cache and without it in turns: from the
 * process's start until it is ready, and until its first image. Archives are compiled and libtorch is unpacked. Needs
 * the jar, which {@code mvn package} makes.
 */
public final class StartBench {

	private static final int STARTS = 10;

	private static final double GOAL_MS = 4000;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final int POLL_MS = 10;

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Installation installation;

	private StartBench(Installation installation) {
		this.installation = installation;
	}

	/**
	 * A start.
	 *
	 * @param readyMs until readiness
	 * @param imageMs until the first image
	 * @param cpuSeconds that the process used until then
	 */
	private record Start(double readyMs, double imageMs, double cpuSeconds) {
	}

	public static void main(String[] args) throws Exception {
		Effort effort = Effort.of(args);
		StartBench bench = new StartBench(Installation.make(Path.of("target/bench/start")));
		Report report = new Report("start", "From the start to the first image");
		report.say(("The container's layout, options and AOT cache; archives compiled, libtorch unpacked; with and without"
				+ " the cache in turns. Goal: ready within %.0f ms.").formatted(GOAL_MS));
		// The first start compiles the archive.
		bench.start(true);
		List<Start> with = new ArrayList<>();
		List<Start> without = new ArrayList<>();
		for (int i = 0; i < effort.choose(STARTS, 1); i++) {
			with.add(bench.start(true));
			without.add(bench.start(false));
		}
		Report.Table table = report.table("starts", "AOT cache", "starts", "ready ms, median", "ready ms, worst",
				"first image ms, median", "first image ms, worst", "CPU s, median");
		row(table, "with", with);
		row(table, "without", without);
		report.figure("ready_over_goal", "Ready, with the cache, over the goal: %.2f",
				times(with, Start::readyMs).median() / GOAL_MS);
		report.write();
	}

	private static void row(Report.Table table, String name, List<Start> starts) {
		Times ready = times(starts, Start::readyMs);
		Times image = times(starts, Start::imageMs);
		table.row(name, starts.size(), ready.median(), ready.percentile(100), image.median(), image.percentile(100),
				times(starts, Start::cpuSeconds).median());
	}

	private static Times times(List<Start> starts, ToDoubleFunction<Start> value) {
		double[] values = starts.stream().mapToDouble(value).toArray();
		Arrays.sort(values);
		return new Times(values);
	}

	private Start start(boolean aotCache) throws Exception {
		long start = System.nanoTime();
		Process process = this.installation.start(aotCache);
		try {
			HttpRequest readiness = HttpRequest
				.newBuilder(URI.create("http://localhost:%d/actuator/health/readiness".formatted(this.installation.management())))
				.timeout(PATIENCE)
				.build();
			while (!isReady(readiness)) {
				if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
					throw new IllegalStateException("The service did not start; see " + this.installation.log());
				}
				Thread.sleep(POLL_MS);
			}
			double ready = (System.nanoTime() - start) / 1e6;
			decode();
			double image = (System.nanoTime() - start) / 1e6;
			return new Start(ready, image,
					process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3);
		}
		finally {
			process.destroy();
			if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
	}

	private boolean isReady(HttpRequest readiness) throws InterruptedException {
		try {
			return this.client.send(readiness, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void decode() throws IOException, InterruptedException {
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://localhost:%d/v1/decode?shape=1,32,8,8&dtype=float32"
				.formatted(this.installation.port())))
			.header("Content-Type", "application/octet-stream")
			.header("Accept", "image/png")
			.timeout(PATIENCE)
			.POST(HttpRequest.BodyPublishers.ofByteArray(new byte[4 * 32 * 8 * 8]))
			.build();
		int status = this.client.send(request, HttpResponse.BodyHandlers.ofByteArray()).statusCode();
		if (status != 200) {
			throw new IllegalStateException("The first image was answered with " + status);
		}
	}

}
