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
package dev.dcae.pipeline;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.PerceptualMetric;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Tiling;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.ServingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reports whose perceptual metric takes long.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReconstructionReportsTests {

	private static final Autoencoder MODEL = FakeModel.of(8, new Tiling(8, 64, 64, 1 << 20));

	private final CountDownLatch measuring = new CountDownLatch(1);

	private final CountDownLatch measured = new CountDownLatch(1);

	private final RgbImage image = Rig.noise(new Random(3), 16, 16);

	@Test
	void aSlowMetricKeepsNoImageWorkWaitingAndNobodyBeyondItsDeadline() throws InterruptedException {
		try (Rig rig = new Rig(new FakeDevice(), 100, MODEL);
				ImagePool pool = new ImagePool(1, rig.clock::get);
				ReconstructionReports reports = new ReconstructionReports(rig.codec, pool, slow(), rig.clock::get)) {
			CompletableFuture<ReconstructionReport> first = report(reports, Rig.WHENEVER);
			this.measuring.await();
			assertThat(pool.<Boolean>run(Rig.WHENEVER, 1, () -> true)).isTrue();
			Deadline deadline = Deadline.after(Duration.ofSeconds(1), rig.clock::get);
			rig.clock.addAndGet(Duration.ofMillis(1).toNanos());
			CompletableFuture<ReconstructionReport> late = report(reports, Rig.call(deadline, () -> {
				rig.clock.addAndGet(Duration.ofMillis(100).toNanos());
				return false;
			}, false));
			assertThatExceptionOfType(CompletionException.class).isThrownBy(late::join)
				.withCauseInstanceOf(ServingException.DeadlineMissed.class);
			this.measured.countDown();
			assertThat(first.join().fidelity().lpips()).hasValue(0.5);
		}
	}

	private CompletableFuture<ReconstructionReport> report(ReconstructionReports reports, Call call) {
		ReconstructRequest request = new ReconstructRequest(MODEL, this.image, Fit.PAD, Channels.allOf(MODEL),
				WhenToTile.AUTO);
		return CompletableFuture.supplyAsync(() -> reports.report(call, request).value(), Thread::startVirtualThread);
	}

	private PerceptualMetric slow() {
		return (one, other) -> {
			this.measuring.countDown();
			try {
				this.measured.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			return OptionalDouble.of(0.5);
		};
	}

}
