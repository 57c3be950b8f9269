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

import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import com.microsoft.playwright.Page;
import dev.dcae.image.RgbImage;
import dev.dcae.serving.Scheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work that takes long, on a device that is held.
 */
@HeldService
@Tag("slow")
@Timeout(600)
@ExtendWith(Chromium.class)
class PlaygroundCancelTests {

	private final RgbImage image = TestImages.gradient(16, 16);

	private final Service service;

	private final HeldBackend backend;

	private final Scheduler scheduler;

	PlaygroundCancelTests(Service service, HeldBackend backend, Scheduler scheduler) {
		this.service = service;
		this.backend = backend;
		this.scheduler = scheduler;
	}

	@AfterEach
	void release() {
		this.backend.release();
	}

	@Test
	void progressIsShownAndCancellingFreesTheQueue(Visit visit) throws Exception {
		// Its status cannot be followed.
		visit.expectRefusals();
		visit.to("http://localhost:%d/".formatted(this.service.port()), "one");
		this.backend.hold();
		CompletableFuture<Answer> other = CompletableFuture
			.supplyAsync(() -> this.service.post("/v1/encode", this.image));
		this.backend.awaitRunning(1);
		visit.choose("A", "picture.png", "image/png", TestImages.png(this.image));
		assertThat(visit.find("#stage-one ~ .progress")).containsText("Encoding");
		assertThat(visit.find("#stage-one ~ .progress .elapsed")).hasText(Pattern.compile("\\d+\\.\\d s"));
		awaitQueued(visit.page(), 1);
		assertThat(visit.find("#stage-one")).hasAttribute("aria-busy", "true");
		visit.lookAround("progress");
		visit.button("Cancel").click();
		assertThat(visit.find("#stage-one")).hasAttribute("aria-busy", "false");
		assertThat(visit.find("#stage-one ~ .progress")).isHidden();
		assertThat(visit.find("#problem")).containsText("Cancelled");
		awaitQueued(visit.page(), 0);
		this.backend.release();
		assertThat(other.join().status()).isEqualTo(200);
		assertThat(this.backend.items()).isEqualTo(1);
		visit.button("Try again").click();
		PlaygroundOneTests.measured(visit);
	}

	@Test
	void aStatusThatCannotBeFollowedLeavesNoStrip(Visit visit) {
		visit.expectRefusals();
		this.service.get("/v1/status", "Accept", "text/event-stream").refusal(406, "not-acceptable");
		this.service.get("/v1/status").ok();
		visit.to("http://localhost:%d/".formatted(this.service.port()), "one");
		visit.choose("A", "picture.png", "image/png", TestImages.png(this.image));
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("#strip")).isHidden();
		assertThat(visit.asked()).filteredOn("v1/status"::equals).hasSize(1);
	}

	/**
	 * Waits as the browser does, whose events are heard on this thread.
	 */
	private void awaitQueued(Page page, int items) {
		while (this.scheduler.status().queue().items() != items) {
			page.waitForTimeout(5);
		}
	}

}
