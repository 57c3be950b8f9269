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

import java.util.List;

import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.FilePayload;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What acts on the pictures is seen with them, without scrolling.
 */
@PlaygroundTest
class PlaygroundFoldTests {

	private final RgbImage photo = Photo.ASTRONAUT.middle(320, 320);

	private final Service service;

	PlaygroundFoldTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@CsvSource({ "1440, 900", "1024, 768" })
	void everythingThatActsIsAboveTheFold(int width, int height, Visit visit) {
		visit.page().setViewportSize(width, height);
		visit.to("http://localhost:%d/".formatted(this.service.port()), "one?model=structured");
		byte[] image = TestImages.png(this.photo);
		visit.find("#file-A")
			.setInputFiles(new FilePayload[] { new FilePayload("a.png", "image/png", image),
					new FilePayload("b.png", "image/png", TestImages.png(Photo.COFFEE.middle(320, 320))) });
		PlaygroundOneTests.measured(visit);
		visit.find("#look input[value=signed]").check();
		seen(visit, height, "#stage-one", "#film", "#one-tools .zoom", "#look", "#gain", "#channel-slider",
				"#channel-ticks", "#models", "#strip");
		assertThat(visit.find("#stage-one").boundingBox().height).isGreaterThan(height / 3.2);
		visit.page().getByText("Compare models").first().click();
		assertThat(visit.find("#panels .panel")).hasCount(3);
		seen(visit, height, "#panels", "#compare-zoom .zoom", "#compare-way", "#blink", "#compare-run");
		visit.find("#compare-way input[value=wipe]").check();
		seen(visit, height, "#stage-wipe", "#wipe-zoom .zoom", "#wipe-of", "#blink");
		visit.page().getByText("Between two").first().click();
		visit.choose("B", "b.png", "image/png", TestImages.png(Photo.COFFEE.middle(320, 320)));
		assertThat(visit.find("#stage-between")).hasAttribute("data-exact", "true");
		seen(visit, height, "#stage-between", "#between-tools .zoom", "#alpha-slider", "#path-mode");
	}

	private static void seen(Visit visit, int height, String... selectors) {
		for (String selector : List.of(selectors)) {
			BoundingBox box = visit.find(selector).boundingBox();
			assertThat(box.y).as(selector).isGreaterThanOrEqualTo(0);
			assertThat(box.y + box.height).as(selector).isLessThanOrEqualTo(height);
		}
	}

}
