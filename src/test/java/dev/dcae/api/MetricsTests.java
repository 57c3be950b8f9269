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
package dev.dcae.api;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

import dev.dcae.deploy.Dashboards;
import dev.dcae.deploy.PromQl;
import dev.dcae.image.RgbImage;
import dev.dcae.ops.DownloadMetrics;
import dev.dcae.serving.OutOfDeviceMemoryException;
import dev.dcae.serving.Scheduler;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

/**
 * The metrics that Prometheus finds at the management port. {@code -Dmetrics.write=true}
 * writes the table of the documentation anew.
 */
@HeldService
@Timeout(120)
class MetricsTests {

	private static final Path DOCUMENTATION = Path.of("docs/metrics.md");

	private static final String BEGIN = "<!-- The table is made by MetricsTests: -Dmetrics.write=true -->\n";

	private static final String END = "<!-- End of the table -->\n";

	private static final String ENCODE = "/v1/encode?model=tiny-sana";

	private final RgbImage image = TestImages.noise(16, 16);

	private final Service service;

	private final HeldBackend backend;

	private final Scheduler scheduler;

	private final DownloadMetrics downloads;

	MetricsTests(Service service, HeldBackend backend, Scheduler scheduler, DownloadMetrics downloads) {
		this.service = service;
		this.backend = backend;
		this.scheduler = scheduler;
		this.downloads = downloads;
	}

	@AfterEach
	void heal() {
		this.backend.overflow(false);
		this.backend.heal();
		this.backend.release();
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "the memory of the CPU is not known elsewhere")
	void theDocumentationListsExactlyWhatThereIs() throws IOException {
		traffic();
		String table = "| name | type | unit | labels | meaning |\n|---|---|---|---|---|\n"
				+ Scrape.of(this.service).rows().stream().map((row) -> row + "\n").collect(Collectors.joining());
		String text = Files.readString(DOCUMENTATION);
		int begin = text.indexOf(BEGIN) + BEGIN.length();
		int end = text.indexOf(END);
		if (Boolean.getBoolean("metrics.write")) {
			Files.writeString(DOCUMENTATION, text.substring(0, begin) + table + text.substring(end));
		}
		else {
			assertThat(text.substring(begin, end)).isEqualTo(table);
		}
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "the memory of the CPU is not known elsewhere")
	void dashboardAndAlertsUseOnlyWhatThereIs() throws IOException {
		traffic();
		System.gc();
		// The JVM tells of its collections from a thread of its own.
		Set<String> names = Awaitility.await()
			.until(() -> Scrape.of(this.service).names(), hasItem("jvm_gc_pause_seconds_sum"));
		// Prometheus itself makes this one.
		names.add("up");
		for (String query : Dashboards.queries()) {
			assertThat(names).as(query).containsAll(PromQl.metrics(query));
		}
		for (String condition : Dashboards.conditions()) {
			assertThat(names).as(condition).containsAll(PromQl.metrics(condition));
		}
	}

	@Test
	void everythingIsANumber() {
		traffic();
		assertThat(Scrape.of(this.service).samples()).hasSizeGreaterThan(100)
			.noneMatch((sample) -> Double.isNaN(sample.value()));
	}

	@Test
	void requestsAreCountedByOperationModelAndOutcome() throws Exception {
		Scrape before = Scrape.of(this.service);
		byte[] latent = this.service.post(ENCODE, this.image).ok().body();
		this.service.post("/v1/decode", "application/json", latent).ok();
		this.service.post("/v1/compare", this.image).ok();
		this.service.get("/v1/models/tiny-mix").ok();
		this.service.post("/v1/reconstruct?fit=reject", TestImages.noise(15, 15)).refusal(422, "unfit-size");
		this.service.post("/v1/encode?model=tiny-sana", TestImages.gradient(800, 800)).refusal(413, "too-large");
		assertCount(before, 1, "encode", "tiny-sana", "ok");
		assertCount(before, 1, "decode", "tiny-sana", "ok");
		assertCount(before, 1, "compare", "several", "ok");
		assertCount(before, 1, "get_model", "tiny-mix", "ok");
		assertCount(before, 1, "reconstruct", "tiny-mix", "refused");
		assertCount(before, 1, "encode", "tiny-sana", "too_large");
	}

	@Test
	void requestsOfOtherProtocolsAreCounted() throws Exception {
		Scrape before = Scrape.of(this.service);
		this.service.post("/v2/models/tiny-sana.decode/infer", "application/json",
				"{}".getBytes(StandardCharsets.US_ASCII));
		assertCount(before, 1, "infer", "none", "refused");
		Tensor latent = Tensor.of(new Shape(1, 8, 2, 2), new float[32]);
		byte[] body = """
				{"inputs": [{"name": "latent", "shape": [1, 8, 2, 2], "datatype": "FP32", "data": %s}]}"""
			.formatted(Arrays.toString(latent.toFloats()))
			.getBytes(StandardCharsets.US_ASCII);
		this.service.post("/v2/models/tiny-sana.decode/infer", "application/json", body).ok();
		assertCount(before, 1, "infer", "tiny-sana", "ok");
		this.service.post("/remote-vae/tiny-sana/decode?shape=1&shape=8&shape=2&shape=2&dtype=float32",
				"application/octet-stream", "short".getBytes(StandardCharsets.US_ASCII));
		assertCount(before, 1, "remote_vae_decode", "tiny-sana", "refused");
	}

	@Test
	void whatIsTurnedAwayIsCountedToo() throws Exception {
		Scrape before = Scrape.of(this.service);
		CompletableFuture<Answer> first = occupy();
		CompletableFuture<Answer> second = encode();
		CompletableFuture<Answer> third = encode();
		await(() -> this.scheduler.status().queue().items() == 2);
		assertThat(this.service.post(ENCODE, this.image).status()).isEqualTo(429);
		assertThat(Scrape.of(this.service).sum("dcae_queue_items")).isEqualTo(2);
		assertThat(Scrape.of(this.service).sum("dcae_lanes_busy")).isOne();
		this.backend.release();
		first.join().ok();
		second.join().ok();
		third.join().ok();
		assertCount(before, 1, "encode", "tiny-sana", "rejected");
		assertCount(before, 3, "encode", "tiny-sana", "ok");
		first = occupy();
		// Longer than any call was held, or it would be refused at once.
		assertThat(this.service.post(ENCODE, this.image, "X-Request-Timeout", "2s").status()).isEqualTo(504);
		this.backend.release();
		first.join().ok();
		assertCount(before, 1, "encode", "tiny-sana", "deadline_missed");
		this.backend.fail(new IllegalStateException("injected"));
		assertThat(this.service.post(ENCODE, this.image).status()).isEqualTo(500);
		assertCount(before, 1, "encode", "tiny-sana", "failed");
	}

	@Test
	void aClientThatHangsUpIsCounted() throws Exception {
		Scrape before = Scrape.of(this.service);
		CompletableFuture<Answer> first = occupy();
		byte[] png = TestImages.png(this.image);
		try (Socket client = new Socket("localhost", this.service.port())) {
			client.getOutputStream()
				.write("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\nContent-Length: %d\r\n\r\n"
					.formatted(ENCODE, png.length)
					.getBytes(StandardCharsets.US_ASCII));
			client.getOutputStream().write(png);
			client.getOutputStream().flush();
			await(() -> this.scheduler.status().queue().items() == 1);
		}
		await(() -> this.scheduler.status().queue().items() == 0);
		this.backend.release();
		first.join().ok();
		assertCount(before, 1, "encode", "tiny-sana", "cancelled");
		assertThat(increase(before, "dcae_items_cancelled_queued_total")).isOne();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 100000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n186a0\r\n",
			"Content-Encoding: gzip\r\nContent-Length: 100000\r\n\r\n" })
	void aClientThatHangsUpInTheMidstOfItsBodyIsCounted(String rest) throws Exception {
		Scrape before = Scrape.of(this.service);
		try (Socket client = new Socket("localhost", this.service.port())) {
			client.getOutputStream()
				.write("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n%s\u001f"
					.formatted(ENCODE, rest)
					.getBytes(StandardCharsets.US_ASCII));
		}
		assertCount(before, 1, "encode", "tiny-sana", "cancelled");
	}

	@Test
	void aBodyThatIsMalformedIsNoClientThatHangsUp() throws Exception {
		Scrape before = Scrape.of(this.service);
		try (Socket client = new Socket("localhost", this.service.port())) {
			client.getOutputStream()
				.write(("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/png\r\n"
						+ "Transfer-Encoding: chunked\r\n\r\nno number\r\n")
					.formatted(ENCODE)
					.getBytes(StandardCharsets.US_ASCII));
			client.getInputStream().read();
		}
		assertCount(before, 1, "encode", "tiny-sana", "refused");
	}

	@Test
	void whatClientsCallThingsIsNoLabel() {
		this.service.post("/v1/encode?model=made-up-model", this.image).refusal(404, "unknown-model");
		this.service.post("/made-up/path", this.image);
		this.service.send("MADEUP", this.service.port(), "/v1/encode");
		Scrape scrape = Scrape.of(this.service);
		assertThat(scrape.samples()).noneMatch((sample) -> sample.labels()
			.values()
			.stream()
			.anyMatch((value) -> value.contains("made") || value.contains("MADE")));
		assertThat(scrape.sum("dcae_request_seconds_count", "model", "none", "outcome", "refused")).isPositive();
	}

	@Test
	void whatIsNoCallOfTheInterfaceHasNoOperation() throws InterruptedException {
		Scrape before = Scrape.of(this.service);
		this.service.get("/playground/formats.js").ok();
		this.service.get("/error").refusal(404, "not-found");
		this.service.get("/v1/models").ok();
		assertCount(before, 1, "list_models", "none", "ok");
		assertCount(before, 1, "none", "none", "refused");
		assertThat(Scrape.of(this.service).samples())
			.noneMatch((sample) -> Set.of("formats", "error").contains(sample.labels().getOrDefault("operation", "")));
	}

	@Test
	void eachPhaseOfARequestIsTimed() throws Exception {
		Scrape before = Scrape.of(this.service);
		this.service.post(ENCODE, this.image).ok();
		assertCount(before, 1, "encode", "tiny-sana", "ok");
		for (String phase : Set.of("parse", "queue", "batch_wait", "device", "encode")) {
			assertThat(increase(before, "dcae_request_phase_seconds_count", "phase", phase, "model", "tiny-sana",
					"operation", "encode"))
				.as(phase)
				.isOne();
		}
	}

	@Test
	void troubleOnTheDeviceIsCounted() throws Exception {
		Scrape before = Scrape.of(this.service);
		this.backend.overflow(true);
		this.service.post("/v1/encode?model=tiny-mix", this.image).ok();
		assertThat(increase(before, "dcae_items_retried_fp32_total", "model", "tiny-mix", "device", "cpu")).isOne();
		this.backend.fail(new OutOfDeviceMemoryException("full, injected", new IllegalStateException()));
		this.service.post(ENCODE + "&tile=never", this.image).refusal(413, "too-large");
		assertThat(increase(before, "dcae_batch_out_of_memory_total", "model", "tiny-sana", "device", "cpu"))
			.as("in company, and then alone")
			.isEqualTo(2);
	}

	@Test
	void batchesTellTheirSizeAndWhyTheyWereSent() throws Exception {
		Scrape before = Scrape.of(this.service);
		this.service.post(ENCODE, this.image).ok();
		assertThat(increase(before, "dcae_batch_seconds_count", "reason", "lane_free", "device", "cpu")).isOne();
		assertThat(increase(before, "dcae_batch_items_sum", "model", "tiny-sana")).isOne();
		assertThat(increase(before, "dcae_batch_pixels_sum", "model", "tiny-sana")).isEqualTo(256);
		assertThat(increase(before, "dcae_batch_items_bucket", "model", "tiny-sana", "le", "1.0")).isOne();
	}

	@Test
	@EnabledOnOs(value = OS.LINUX, disabledReason = "the memory of the CPU is not known elsewhere")
	void theMemoryOfTheDeviceIsThatOfTheProcessOnACpu() {
		Scrape scrape = Scrape.of(this.service);
		double used = scrape.sum("dcae_device_memory_used_bytes", "device", "cpu");
		assertThat(used).isBetween(1e8, scrape.sum("dcae_device_memory_total_bytes"));
		// Of one scrape the two are read one after the other.
		assertThat(Scrape.of(this.service).sum("dcae_device_memory_peak_bytes")).isGreaterThanOrEqualTo(used);
		JsonNode device = this.service.get("/v1/status").ok().json().path("devices").get(0);
		assertThat(device.path("usedBytes").asLong()).isGreaterThan(100_000_000);
		assertThat(device.path("totalBytes").asDouble()).isEqualTo(scrape.sum("dcae_device_memory_total_bytes"));
	}

	@Test
	void archivesAndDownloadsAreCounted() {
		Scrape before = Scrape.of(this.service);
		assertThat(before.sum("dcae_archive_lookups_total")).isGreaterThanOrEqualTo(2);
		assertThat(before.sum("dcae_archive_lookups_total", "result", "miss"))
			.isEqualTo(before.sum("dcae_archive_compile_seconds_count"));
		this.downloads.received(1000);
		this.downloads.received(234);
		this.downloads.ended(Duration.ofSeconds(2), true);
		this.downloads.ended(Duration.ofSeconds(1), false);
		assertThat(increase(before, "dcae_hub_received_bytes_total")).isEqualTo(1234);
		assertThat(increase(before, "dcae_hub_download_seconds_sum", "outcome", "whole")).isEqualTo(2);
		assertThat(increase(before, "dcae_hub_download_seconds_count", "outcome", "failed")).isOne();
	}

	private void traffic() {
		this.service.post(ENCODE, this.image).ok();
		Scrape now = Scrape.of(this.service);
		assertThat(now.sum("dcae_batch_items_count")).isPositive();
	}

	/**
	 * A request is counted when its last byte is sent, which its client may have before.
	 */
	private void assertCount(Scrape before, int count, String operation, String model, String outcome)
			throws InterruptedException {
		String[] labels = { "operation", operation, "model", model, "outcome", outcome };
		await(() -> increase(before, "dcae_request_seconds_count", labels) >= count);
		assertThat(increase(before, "dcae_request_seconds_count", labels)).isEqualTo(count);
	}

	private double increase(Scrape before, String name, String... labels) {
		return Scrape.of(this.service).sum(name, labels) - before.sum(name, labels);
	}

	/**
	 * Puts a request onto the device, and leaves it there.
	 */
	private CompletableFuture<Answer> occupy() throws InterruptedException {
		this.backend.hold();
		CompletableFuture<Answer> answer = encode();
		this.backend.awaitRunning(1);
		return answer;
	}

	private CompletableFuture<Answer> encode() {
		return CompletableFuture.supplyAsync(() -> this.service.post(ENCODE, this.image));
	}

	private static void await(BooleanSupplier condition) throws InterruptedException {
		while (!condition.getAsBoolean()) {
			Thread.sleep(5);
		}
	}

}
