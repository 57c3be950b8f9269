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
package dev.dcae.api.conformance;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

import dev.dcae.api.Answer;
import dev.dcae.api.HeldBackend;
import dev.dcae.api.HeldService;
import dev.dcae.api.Latents;
import dev.dcae.api.Service;
import dev.dcae.api.oip.InferBody;
import dev.dcae.serving.DeviceFaultException;
import dev.dcae.serving.Scheduler;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Open Inference Protocol where the service has more to do than it can, or cannot do
 * it.
 */
@HeldService
@Timeout(120)
class OpenInferenceLoadTests extends ConformanceTest {

	private static final String MODEL = "tiny-sana.decode";

	private static final Tensor LATENT = Latents.filled(0.1f, 1, 8, 2, 2);

	private final HeldBackend backend;

	private final Scheduler scheduler;

	OpenInferenceLoadTests(Service service, HeldBackend backend, Scheduler scheduler) {
		super(service, "open-inference-protocol-under-load");
		this.backend = backend;
		this.scheduler = scheduler;
	}

	@AfterEach
	void release() {
		this.backend.release();
	}

	@Override
	protected List<Call> calls() {
		return List.of(
				OpenInferenceTests.error("infer while the queue is full", "an error", 429, "with `Retry-After`",
						this::whileTheQueueIsFull),
				OpenInferenceTests.error("infer whose `timeout` passes in the queue",
						"schedule policy extension: rejected", 504, "no device time is spent on it", this::late),
				OpenInferenceTests.error("infer more than there is memory for", "an error", 413, "",
						(service) -> InferBody.binary("latent", Latents.filled(0, 1, 8, 100, 100))
							.post(service, MODEL)),
				OpenInferenceTests.error("infer on a device that fails each call", "an error", 500, "",
						this::whereEachCallFails),
				notReady("/v2/models/" + MODEL + "/ready", "not 200"), notReady("/v2/health/ready", "not 200"),
				// Nothing works after this.
				OpenInferenceTests.error("infer without a device", "an error", 503, "with `Retry-After`",
						this::withoutDevice),
				notReady("/v2/models/" + MODEL + "/ready", "not 200"), notReady("/v2/health/ready", "not 200"));
	}

	private Answer whileTheQueueIsFull(Service service) {
		this.backend.hold();
		CompletableFuture<?>[] before = new CompletableFuture<?>[3];
		for (int i = 0; i < before.length; i++) {
			before[i] = CompletableFuture.supplyAsync(() -> infer(service, ""));
			int outstanding = i + 1;
			await(() -> this.scheduler.status().outstanding() == outstanding);
		}
		await(() -> this.scheduler.status().queue().items() == 2);
		Answer refused = infer(service, "");
		assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
		this.backend.release();
		for (CompletableFuture<?> one : before) {
			((Answer) one.join()).ok();
		}
		return refused;
	}

	private Answer late(Service service) {
		this.backend.hold();
		CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> infer(service, ""));
		await(() -> this.backend.items() == 1);
		Answer late = infer(service, ",\"parameters\":{\"timeout\":50000}");
		this.backend.release();
		first.join().ok();
		assertThat(this.backend.items()).isEqualTo(1);
		return late;
	}

	private Answer whereEachCallFails(Service service) {
		this.backend.fail(new IllegalStateException("wrong, injected"));
		return infer(service, "");
	}

	private Answer withoutDevice(Service service) {
		this.backend.fail(new DeviceFaultException("an illegal memory access, injected", null));
		Answer answer = infer(service, "");
		assertThat(answer.header("Retry-After")).isNotEmpty();
		return answer;
	}

	private static Call notReady(String path, String spec) {
		return new Call("GET `%s` then".formatted(path.replace("tiny-sana", "{id}")), spec, "`ready` is false",
				(service) -> service.get(path), (answer) -> {
					assertThat(answer.status()).isEqualTo(503);
					assertThat(answer.json().path("ready").asBoolean(true)).isFalse();
				});
	}

	private static Answer infer(Service service, String more) {
		return InferBody.binary("latent", "FP32", LATENT.shape(), LATENT.toBytes(), more).post(service, MODEL);
	}

	private static void await(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			Thread.onSpinWait();
		}
	}

}
