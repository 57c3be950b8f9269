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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several models and several images on the page.
 */
@PlaygroundTest
class PlaygroundModelsTests {

	private static final String BETWEEN = "#stage-between [data-picture=over]";

	private final RgbImage photo = Photo.COFFEE.middle(128, 96);

	private final Service service;

	PlaygroundModelsTests(Service service) {
		this.service = service;
	}

	@Test
	void theTableOfModelsIsThatOfTheService(Visit visit) {
		visit.to(base(), "one");
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
		Locator rows = visit.find("#models tbody tr");
		assertThat(rows).hasCount(2);
		assertThat(rows.nth(0)).hasText(Pattern.compile("plainDC-AEf32 c3232 × 3 × 496×fewerfp32cpu"));
		assertThat(rows.nth(1)).hasText(Pattern.compile("structuredDC-AE, structuredf32 c3232 × 3 × 496×fewerfp32cpu"));
		assertThat(rows.nth(0).locator("input")).isChecked();
		rows.nth(1).locator("input").check();
		assertThat(visit.find("#snippet")).containsText("model=structured");
		assertThat(visit.find("#channels")).isVisible();
		PlaygroundOneTests.measured(visit);
		assertLike(visit.image("#stage-one [data-picture=made]"),
				this.service.post("/v1/reconstruct?model=structured", this.photo).image());
	}

	@Test
	void aModelThatIsLoadedLaterComesIntoTheTable(Visit visit) {
		loadTheSecondLater(visit);
		visit.to(base(), "compare");
		assertThat(visit.find("#models tbody tr")).hasCount(2);
		assertThat(visit.find("#models input[value=structured]")).isChecked();
	}

	@Test
	void aModelThatIsLoadedLaterLeavesWhatWasChosen(Visit visit) {
		loadTheSecondLater(visit);
		visit.to(base(), "compare?model=plain");
		assertThat(visit.find("#models tbody tr")).hasCount(2);
		assertThat(visit.find("#models input[value=plain]")).isChecked();
		assertThat(visit.find("#models input[value=structured]")).not().isChecked();
	}

	@Test
	void aModelThatALinkNamesIsChosenWhenItIsLoaded(Visit visit) {
		loadTheSecondLater(visit);
		visit.to(base(), "one?model=structured");
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		assertThat(visit.find("#models input[value=structured]")).isChecked();
		assertThat(visit.find("#snippet")).containsText("model=structured");
		assertThat(visit.find("#channels")).isVisible();
		PlaygroundOneTests.measured(visit);
	}

	/**
	 * Has the first answer know one model of two.
	 */
	private void loadTheSecondLater(Visit visit) {
		JsonNode atFirst = this.service.get("/v1/models").ok().json();
		((ArrayNode) atFirst.path("models")).remove(1);
		AtomicInteger asked = new AtomicInteger();
		visit.page().route(Pattern.compile("/v1/models"), (route) -> {
			if (asked.getAndIncrement() == 0) {
				route
					.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(atFirst.toString()));
			}
			else {
				route.resume();
			}
		});
	}

	@Test
	void theEmbeddedModelsAreSaidToBeExamples(Visit visit) {
		visit.to(base(), "one");
		assertThat(visit.find("#models .example")).containsText("This is an example of a few megabytes");
		assertThat(visit.find("#models .example code"))
			.hasText("--dcae.models[0].source=hf:mit-han-lab/dc-ae-f32c32-sana-1.1-diffusers");
		JsonNode models = this.service.get("/v1/models").ok().json().path("models");
		assertThat(visit.find("#models [data-note]")).hasText("plain: " + models.path(0).path("note").asString());
		visit.page().getByText("Compare models").first().click();
		assertThat(visit.find("#models [data-note]"))
			.hasText(new String[] { "plain: " + models.path(0).path("note").asString(),
					"structured: " + models.path(1).path("note").asString() });
		assertThat(visit.find("#models .example")).hasCount(1);
		visit.find("#models input[value=plain]").uncheck();
		assertThat(visit.find("#models [data-note]")).hasCount(1);
	}

	@Test
	void betweenTwoImagesKeyFramesAreThereBeforeTheSliderMoves(Visit visit) {
		visit.to(base(), "between");
		visit.choose("A", "a.png", "image/png", TestImages.png(this.photo));
		visit.choose("B", "b.png", "image/png", TestImages.png(Photo.ASTRONAUT.middle(128, 96)));
		assertThat(visit.find("#stage-between")).hasAttribute("data-exact", "true");
		List<String> before = asked(visit);
		assertThat(before).hasSize(2);
		assertThat(before.getFirst()).contains("alpha=0&alpha=0.125&", "alpha=1&");
		// Moved without a rest, it needs nothing from the service.
		Object shown = visit.find("#alpha-slider")
			.evaluate(
					"""
							(slider) => {
								const shown = new Set();
								for (let place = 0; place <= 100; place++) {
									slider.value = place / 100;
									slider.dispatchEvent(new Event('input'));
									const [under, over] = ['under', 'over'].map((name) => document.querySelector(`[data-picture=${name}]`));
									shown.add(`${under.src} ${over.src} ${over.style.opacity}`);
								}
								slider.value = 0.3;
								slider.dispatchEvent(new Event('input'));
								return shown.size;
							}""");
		assertThat(shown).isEqualTo(101);
		assertThat(visit.find("#stage-between")).hasAttribute("data-exact", "true");
		assertThat(asked(visit)).hasSize(3).last().asString().contains("alpha=0.3&mode=linear");
		assertThat(visit.find("#alpha-value")).hasText("30 %");
		assertLike(visit.image(BETWEEN), between("alpha=0.3"));
		visit.lookAround("between");
		// Before the slider rests, the path changes.
		visit.find("#alpha-slider").evaluate("""
				(slider) => {
					slider.value = 0.6;
					slider.dispatchEvent(new Event('input'));
					document.querySelector('#path-mode input[value=spherical]').click();
				}""");
		assertThat(visit.find("#snippet")).containsText("mode=spherical");
		assertThat(visit.find("#stage-between")).hasAttribute("data-exact", "true");
		assertLike(visit.image(BETWEEN), between("alpha=0.6&mode=spherical"));
	}

	@Test
	void aSweepChangesTheAddressNoMoreOftenThanBrowsersAllow(Visit visit) {
		visit.page().addInitScript("""
				const replace = history.replaceState;
				let count = 0;
				history.replaceState = function (...state) {
					if (++count > 50) {
						throw new DOMException('The operation is insecure.', 'SecurityError');
					}
					return replace.apply(this, state);
				};""");
		visit.to(base(), "between");
		visit.choose("A", "a.png", "image/png", TestImages.png(this.photo));
		visit.choose("B", "b.png", "image/png", TestImages.png(Photo.ASTRONAUT.middle(128, 96)));
		assertThat(visit.find("#stage-between")).hasAttribute("data-exact", "true");
		visit.find("#alpha-slider").evaluate("""
				(slider) => {
					for (let place = 0; place <= 200; place++) {
						slider.value = Math.abs(100 - place) / 100;
						slider.dispatchEvent(new Event('input'));
					}
					slider.value = 0.3;
					slider.dispatchEvent(new Event('input'));
				}""");
		assertThat(visit.page()).hasURL(base() + "#between?model=plain&alpha=0.3");
		assertThat(visit.find("#stage-between")).hasAttribute("data-exact", "true");
	}

	@Test
	void aModelThatIsUnloadedWhileItIsChosenGivesWayToTheDefault(Visit visit) {
		visit.to(base(), "one");
		visit.find("#models input[value=structured]").check();
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
		JsonNode models = this.service.get("/v1/models").ok().json();
		((ArrayNode) models.path("models")).remove(1);
		visit.page()
			.route(Pattern.compile("/v1/models"), (route) -> route
				.fulfill(new Route.FulfillOptions().setContentType("application/json").setBody(models.toString())));
		visit.choose("A", "other.png", "image/png", TestImages.png(Photo.ASTRONAUT.middle(128, 96)));
		assertThat(visit.find("#models tbody tr")).hasCount(1);
		assertThat(visit.find("#models input[value=plain]")).isChecked();
		PlaygroundOneTests.measured(visit);
		assertLike(visit.image("#stage-one [data-picture=made]"),
				this.service.post("/v1/reconstruct?model=plain", Photo.ASTRONAUT.middle(128, 96)).image());
	}

	@Test
	void theSecondImageTakesTheSizeOfTheFirst(Visit visit) {
		visit.to(base(), "between");
		visit.choose("A", "a.png", "image/png", TestImages.png(this.photo));
		visit.choose("B", "b.png", "image/png", TestImages.png(Photo.ASTRONAUT.middle(96, 160)));
		assertThat(visit.find("#stage-between")).hasAttribute("data-exact", "true");
		assertThat(visit.find("#snippet")).containsText("# b-128x96.png: the middle of b.png, 128 × 96");
		assertThat(visit.image(BETWEEN)).extracting(RgbImage::width, RgbImage::height).containsExactly(128, 96);
	}

	private RgbImage between(String query) {
		Multipart form = Multipart.form()
			.file("image", "a.png", TestImages.png(this.photo))
			.file("image", "b.png", TestImages.png(Photo.ASTRONAUT.middle(128, 96)));
		return this.service.multipart("/v1/interpolate?model=plain&" + query, form).image();
	}

	/**
	 * In another batch a value may be rounded to the other side.
	 */
	static void assertLike(RgbImage shown, RgbImage answered) {
		assertThat(TestImages.maxDifference(shown, answered)).isLessThanOrEqualTo(1);
	}

	private static List<String> asked(Visit visit) {
		return visit.asked().stream().filter((path) -> path.startsWith("v1/interpolate")).toList();
	}

	private String base() {
		return "http://localhost:%d/".formatted(this.service.port());
	}

}
