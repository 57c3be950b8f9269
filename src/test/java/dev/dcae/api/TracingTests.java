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
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import com.google.protobuf.ByteString;
import dev.dcae.DcaeApplication;
import dev.dcae.serving.Scheduler;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The traces that a collector gets from a service that is started with its address.
 */
@Timeout(120)
class TracingTests {

	private static final String ENCODE = "/v1/encode?model=tiny-sana";

	private static TraceCollector collector;

	private static ConfigurableApplicationContext context;

	private static Service service;

	private static HeldBackend backend;

	@BeforeAll
	static void start() throws IOException {
		collector = TraceCollector.start();
		context = new SpringApplicationBuilder(DcaeApplication.class, HeldService.Backend.class).run("--server.port=0",
				"--management.server.port=0", "--dcae.cache-dir=target/http-tests", "--dcae.cpu.lanes=1",
				"--dcae.models[0].id=tiny-sana", "--dcae.models[0].source=src/test/resources/fixtures/tiny-sana",
				"--management.opentelemetry.tracing.export.otlp.endpoint=" + collector.endpoint(),
				"--management.opentelemetry.tracing.export.schedule-delay=50ms",
				"--management.tracing.sampling.probability=0");
		service = new Service(context.getEnvironment());
		backend = context.getBean(HeldBackend.class);
	}

	@AfterAll
	static void stop() {
		context.close();
		collector.close();
	}

	@Test
	void theSpanOfARequestBelongsToItsCallersTraceAndHasItsPhases() throws InterruptedException {
		Caller caller = new Caller(1);
		service.post(ENCODE, TestImages.noise(16, 16), "traceparent", caller.sampled()).ok();
		Span request = caller.request();
		assertThat(request.getName()).isEqualTo("http post /v1/encode");
		assertThat(request.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_SERVER);
		assertThat(request.getParentSpanId()).isEqualTo(caller.spanId());
		assertThat(tags(request)).containsEntry("dcae.operation", "encode")
			.containsEntry("dcae.model", "tiny-sana")
			.containsEntry("dcae.outcome", "ok");
		List<Span> phases = new ArrayList<>();
		for (String phase : List.of("parse", "queue", "batch_wait", "device", "encode")) {
			phases.add(collector
				.await((span) -> span.getName().equals(phase) && span.getParentSpanId().equals(request.getSpanId())));
		}
		for (Span phase : phases) {
			assertThat(phase.getTraceId()).isEqualTo(caller.traceId());
			assertThat(phase.getStartTimeUnixNano()).isLessThanOrEqualTo(phase.getEndTimeUnixNano());
		}
		// Each of a single item's begins where the one before it ends.
		assertThat(phases.get(2).getStartTimeUnixNano()).isEqualTo(phases.get(1).getEndTimeUnixNano());
		assertThat(phases.get(3).getStartTimeUnixNano()).isEqualTo(phases.get(2).getEndTimeUnixNano());
	}

	@Test
	void aBatchIsLinkedToTheRequestsThatRodeInIt() throws InterruptedException {
		// Before it sends two at once the scheduler wants to know how fast one is.
		for (int i = 0; i < 10; i++) {
			service.post(ENCODE, TestImages.noise(16, 16)).ok();
		}
		backend.hold();
		CompletableFuture<Answer> first = send(new Caller(2));
		backend.awaitRunning(1);
		Caller one = new Caller(3);
		Caller other = new Caller(4);
		CompletableFuture<Answer> second = send(one);
		CompletableFuture<Answer> third = send(other);
		while (context.getBean(Scheduler.class).status().queue().items() < 2) {
			Thread.sleep(1);
		}
		backend.release();
		first.join().ok();
		second.join().ok();
		third.join().ok();
		ByteString spanOfOne = one.request().getSpanId();
		ByteString spanOfOther = other.request().getSpanId();
		Span batch = collector.await((span) -> span.getName().equals("batch") && span.getLinksCount() == 2);
		assertThat(batch.getLinksList().stream().map(Span.Link::getSpanId)).containsExactlyInAnyOrder(spanOfOne,
				spanOfOther);
		assertThat(batch.getLinksList().stream().map(Span.Link::getTraceId)).containsExactlyInAnyOrder(one.traceId(),
				other.traceId());
		assertThat(batch.getParentSpanId()).isEqualTo(batch.getLinks(0).getSpanId());
		assertThat(tags(batch)).containsEntry("dcae.batch.items", "2")
			.containsEntry("dcae.model", "tiny-sana")
			.containsEntry("dcae.device", "cpu")
			.containsEntry("dcae.batch.reason", "lane_free");
	}

	@Test
	void aRequestThatFailsSaysSo() throws InterruptedException {
		Caller caller = new Caller(5);
		service.post("/v1/encode?model=unknown", TestImages.noise(16, 16), "traceparent", caller.sampled())
			.refusal(404, "unknown-model");
		assertThat(tags(caller.request())).containsEntry("dcae.outcome", "refused").containsEntry("dcae.model", "none");
	}

	@Test
	void whatNobodySampledIsNotSent() throws InterruptedException {
		Caller silent = new Caller(6);
		service.post(ENCODE, TestImages.noise(16, 16), "traceparent", silent.header("00")).ok();
		service.post(ENCODE, TestImages.noise(16, 16)).ok();
		Caller last = new Caller(7);
		service.post(ENCODE, TestImages.noise(16, 16), "traceparent", last.sampled()).ok();
		last.request();
		assertThat(collector.spans()).noneMatch((span) -> span.getTraceId().equals(silent.traceId()))
			.allMatch((span) -> span.getTraceId().toByteArray()[0] == Caller.MARK);
	}

	private static CompletableFuture<Answer> send(Caller caller) {
		return CompletableFuture
			.supplyAsync(() -> service.post(ENCODE, TestImages.noise(16, 16), "traceparent", caller.sampled()));
	}

	private static Map<String, String> tags(Span span) {
		return span.getAttributesList()
			.stream()
			.collect(Collectors.toMap(KeyValue::getKey, (tag) -> tag.getValue().hasIntValue()
					? Long.toString(tag.getValue().getIntValue()) : tag.getValue().getStringValue()));
	}

	/**
	 * A client with a trace of its own.
	 */
	private record Caller(int number) {

		static final byte MARK = 0x4d;

		String header(String flags) {
			return "00-%02x%030x-%016x-%s".formatted(MARK, this.number, this.number, flags);
		}

		String sampled() {
			return header("01");
		}

		ByteString traceId() {
			return ByteString.copyFrom(HexFormat.of().parseHex(sampled().split("-")[1]));
		}

		ByteString spanId() {
			return ByteString.copyFrom(HexFormat.of().parseHex(sampled().split("-")[2]));
		}

		/**
		 * The server's span of its request.
		 */
		Span request() throws InterruptedException {
			return collector.await((span) -> span.getParentSpanId().equals(spanId()));
		}

	}

}
