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

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

/**
 * The page of a service that has keys.
 */
@KeyedService
@Tag("slow")
@Timeout(600)
@ExtendWith(Chromium.class)
class PlaygroundKeyTests {

	private final Service service;

	PlaygroundKeyTests(Service service) {
		this.service = service;
	}

	@Test
	void oneKeyOpensTheModelsTheStatusAndTheWork(Visit visit) {
		visit.expectRefusals();
		visit.open("http://localhost:%d/".formatted(this.service.port()), "one");
		Locator dialog = visit.find("#key-dialog");
		assertThat(dialog).isVisible();
		visit.find("#key").fill("no-key-of-the-tests");
		visit.find("#key").press("Enter");
		assertThat(visit.find("#key-said")).containsText("does not take this key");
		visit.find("#key").fill(KeyedService.WEB);
		visit.find("#key").press("Enter");
		assertThat(dialog).isHidden();
		assertThat(visit.find("#models tbody tr")).hasCount(1);
		visit.choose("A", "picture.png", "image/png", TestImages.png(TestImages.gradient(32, 32)));
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("[data-value=batch]")).containsText("last");
	}

}
