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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;

/**
 * The part of a warm start that it takes to prove that the archive is what was compiled: a full-width model, whose
 * archive is there and in the page cache, from the start of the process until the port is open.
 */
public final class VerifyBench {

	private static final int STARTS = 3;

	private static final Path FOLDER = Path.of("target/bench/verify");

	private static final Path CONFIG = Path.of("src/test/resources/checkpoints/dc-ae-f32c32-sana-1.0.config.json");

	private static final double GOAL = 0.1;

	private VerifyBench() {
	}

	/**
	 * A start, in milliseconds.
	 */
	private record Start(double whole, double verification) {
	}

	public static void main(String[] args) throws Exception {
		Effort effort = Effort.of(args);
		Path model = effort.choose(FOLDER.resolve("model"), Path.of("src/test/resources/fixtures/tiny-sana"));
		if (!Files.exists(model.resolve("config.json"))) {
			RandomCheckpoint.write(model, ConfigJson.of(Files.readString(CONFIG)), 1);
		}
		Report report = new Report("verify", "A compiled archive proven at the start");
		report.say("A full-size f32c32-sana with random weights, on the CPU; its archive is there. Goal: %.2f of the start."
			.formatted(GOAL));
		Report.Table table = report.table("starts", "type", "starts", "start ms, median", "verification ms, median",
				"part of the start");
		double worst = 0;
		for (String dtype : effort.choose(List.of("fp32", "bf16"), List.of("fp32"))) {
			worst = Math.max(worst, measure(model, dtype, effort.choose(STARTS, 1), table));
		}
		report.figure("part_over_goal", "The larger part over the goal: %.2f", worst / GOAL);
		report.write();
	}

	private static double measure(Path model, String dtype, int starts, Report.Table table) throws Exception {
		// The first one compiles.
		start(model, dtype);
		double[] whole = new double[starts];
		double[] verification = new double[starts];
		for (int i = 0; i < starts; i++) {
			Start start = start(model, dtype);
			whole[i] = start.whole();
			verification[i] = start.verification();
		}
		Arrays.sort(whole);
		Arrays.sort(verification);
		double part = new Times(verification).median() / new Times(whole).median();
		table.row(dtype, starts, new Times(whole).median(), new Times(verification).median(), part);
		return part;
	}

	private static Start start(Path model, String dtype) throws Exception {
		long start = System.nanoTime();
		try (ServiceProcess service = ServiceProcess.start("--dcae.models[0].id=model", "--dcae.models[0].source=" + model,
				"--dcae.models[0].dtype=" + dtype, "--dcae.cache-limit=100GB")) {
			double whole = (System.nanoTime() - start) / 1e6;
			return new Start(whole, 1e3 * verification(service));
		}
	}

	private static double verification(ServiceProcess service) throws IOException, InterruptedException {
		try (HttpClient client = HttpClient.newHttpClient()) {
			String metrics = client
				.send(HttpRequest
					.newBuilder(URI.create("http://localhost:%d/actuator/prometheus".formatted(service.management())))
					.build(), HttpResponse.BodyHandlers.ofString())
				.body();
			return metrics.lines()
				.filter((line) -> line.startsWith("dcae_archive_verify_seconds_sum"))
				.mapToDouble((line) -> Double.parseDouble(line.substring(line.indexOf(' '))))
				.sum();
		}
	}

}
