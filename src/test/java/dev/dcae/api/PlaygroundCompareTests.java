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

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.options.BoundingBox;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * One image through several models on the page.
 */
@PlaygroundTest
class PlaygroundCompareTests {

	private static final String TRANSFORM = "(image) => image.style.transform";

	private final RgbImage photo = Photo.COFFEE.middle(256, 192);

	private final Service service;

	PlaygroundCompareTests(Service service) {
		this.service = service;
	}

	@Test
	void theOriginalAndEachModelHaveAPanelOfOneUpload(Visit visit) {
		show(visit);
		assertThat(visit.asked()).filteredOn((path) -> path.startsWith("v1/compare"))
			.containsExactly("v1/compare?model=plain&model=structured");
		assertThat(visit.find("#panels .panel")).hasCount(3);
		assertThat(visit.find("#panels figcaption b")).hasText(new String[] { "original", "plain", "structured" });
		assertThat(visit.image("[data-panel=original]").pixels()).isEqualTo(this.photo.pixels());
		for (String model : List.of("plain", "structured")) {
			PlaygroundModelsTests.assertLike(visit.image("[data-panel=" + model + "]"),
					this.service.post("/v1/reconstruct?model=" + model, this.photo).image());
		}
		visit.lookAround("compare");
	}

	@Test
	void theTableIsThatOfTheServiceAndIsSorted(Visit visit) {
		show(visit);
		JsonNode models = this.service.post("/v1/compare", this.photo).ok().json().path("models");
		Locator rows = visit.find("#compared tbody tr");
		for (int i = 0; i < 2; i++) {
			String psnr = "%.2f".formatted(models.path(i).path("psnr").asDouble());
			assertThat(rows.nth(i).locator("td").first()).hasText(psnr);
			assertThat(rows.nth(i).locator("td").nth(1))
				.hasText("%.3f".formatted(models.path(i).path("ssim").asDouble()));
			assertThat(visit.find("#panels figcaption").nth(i + 1)).containsText(psnr + " dB");
		}
		boolean plainFirst = models.path(0).path("psnr").asDouble() > models.path(1).path("psnr").asDouble();
		visit.button("PSNR, dB").click();
		assertThat(rows.first().locator("input")).hasValue(plainFirst ? "plain" : "structured");
		assertThat(visit.find("#compared [aria-sort=descending]")).hasText("PSNR, dB");
		visit.button("PSNR, dB").click();
		assertThat(rows.first().locator("input")).hasValue(plainFirst ? "structured" : "plain");
		visit.find("#compared .sort").first().click();
		assertThat(rows.first().locator("input")).hasValue("plain");
		assertThat(visit.find("#compared [aria-sort]")).hasCount(1);
	}

	@Test
	void panelsAreZoomedAndMovedTogether(Visit visit) {
		show(visit);
		Locator stages = visit.find("#panels .stage");
		BoundingBox box = stages.nth(1).boundingBox();
		Mouse mouse = visit.page().mouse();
		mouse.move(box.x + box.width / 4, box.y + box.height / 4);
		for (int i = 0; i < 8; i++) {
			mouse.wheel(0, -100);
		}
		mouse.down();
		mouse.move(box.x + box.width / 4 - 30, box.y + box.height / 4 - 20);
		mouse.up();
		assertThat(visit.find("#compare-zoom .level")).not().hasText("100 %");
		Object first = visit.find("[data-panel=original]").evaluate(TRANSFORM);
		assertThat((String) first).doesNotContain("scale(1)");
		assertThat(visit.find("[data-panel=plain]").evaluate(TRANSFORM)).isEqualTo(first);
		assertThat(visit.find("[data-panel=structured]").evaluate(TRANSFORM)).isEqualTo(first);
		// A panel that is given back shows what the others show.
		visit.find("#compared input[value=plain]").uncheck();
		assertThat(visit.find("#panels .panel")).hasCount(2);
		visit.find("#compared input[value=plain]").check();
		assertThat(visit.find("#panels .panel")).hasCount(3);
		stages.nth(2).press("ArrowRight");
		assertThat(visit.find("[data-panel=original]").evaluate(TRANSFORM)).isNotEqualTo(first)
			.isEqualTo(visit.find("[data-panel=plain]").evaluate(TRANSFORM));
	}

	@Test
	void aHeldKeyShowsTheOriginalEverywhere(Visit visit) {
		show(visit);
		Locator original = visit.find("#panels [data-picture=blink]");
		assertThat(original.first()).isHidden();
		visit.find("#models input").first().focus();
		visit.page().keyboard().down("b");
		assertThat(visit.find("#blink")).hasAttribute("aria-pressed", "false");
		visit.page().keyboard().up("b");
		visit.find("#panels .stage").first().focus();
		visit.page().keyboard().down("b");
		assertThat(original.first()).isVisible();
		assertThat(original.nth(1)).isVisible();
		visit.page().keyboard().up("b");
		assertThat(original.first()).isHidden();
		BoundingBox button = visit.find("#blink").boundingBox();
		visit.page().mouse().move(button.x + 5, button.y + 5);
		visit.page().mouse().down();
		assertThat(original.nth(1)).isVisible();
		visit.page().mouse().up();
		assertThat(original.nth(1)).isHidden();
	}

	@Test
	void theValuesUnderThePointerStandUnderEveryPanel(Visit visit) {
		show(visit);
		BoundingBox image = visit.find("[data-panel=plain]").boundingBox();
		visit.page().mouse().move(image.x + 50.5, image.y + 60.5);
		for (String name : List.of("original", "plain", "structured")) {
			byte[] pixels = visit.image("[data-panel=" + name + "]").pixels();
			int at = 3 * (60 * 256 + 50);
			assertThat(visit.find("#panels [data-of=" + name + "]"))
				.hasText("50, 60: %d %d %d".formatted(pixels[at] & 0xff, pixels[at + 1] & 0xff, pixels[at + 2] & 0xff));
		}
		visit.page().mouse().move(2, 2);
		assertThat(visit.find("#panels [data-of=plain]")).containsText("dB, SSIM");
	}

	@Test
	void anyTwoAreWiped(Visit visit) {
		show(visit);
		visit.find("#compare-way input[value=wipe]").check();
		assertThat(visit.find("#panels")).isHidden();
		visit.find("#wipe-left").selectOption("structured");
		visit.find("#wipe-right").selectOption("plain");
		assertThat(visit.find("#stage-wipe .tag")).hasText(new String[] { "structured", "plain" });
		PlaygroundModelsTests.assertLike(visit.image("[data-picture=left]"),
				this.service.post("/v1/reconstruct?model=structured", this.photo).image());
		PlaygroundModelsTests.assertLike(visit.image("[data-picture=right]"),
				this.service.post("/v1/reconstruct?model=plain", this.photo).image());
		visit.find("#wipe-divider").press("ArrowRight");
		assertThat(visit.find("#wipe-divider")).hasAttribute("aria-valuetext", "51 % left");
		visit.page().keyboard().down("b");
		assertThat(visit.find("[data-picture=right]")).isHidden();
		visit.page().keyboard().up("b");
		assertThat(visit.find("[data-picture=right]")).isVisible();
		visit.lookAround("wipe");
	}

	@Test
	void theModelsThatAreTickedAreComparedWhenAskedFor(Visit visit) {
		show(visit);
		visit.find("#models input[value=structured]").uncheck();
		visit.button("Compare one model").click();
		assertThat(visit.find("#compared tbody tr")).hasCount(1);
		assertThat(visit.find("#panels .panel")).hasCount(2);
		assertThat(visit.find("#snippet")).containsText("compare?model=plain'");
		visit.find("#models input[value=plain]").uncheck();
		assertThat(visit.find("#compare-run")).isDisabled();
	}

	@Test
	void theSheetAndTheNumbersAreDownloads(Visit visit) {
		show(visit);
		RgbImage sheet = Formats.decode(visit.download("Download contact sheet as PNG", "photo.compared.png"));
		PlaygroundModelsTests.assertLike(sheet,
				this.service.post("/v1/compare?model=plain&model=structured", this.photo, "Accept", "image/png")
					.image());
		assertThat(new String(visit.download("Download numbers as CSV", "photo.compared.csv")))
			.startsWith(
					"model,family,psnr,ssim,lpips,width,height,values,latent,\"bits per pixel, fp16\"\r\nplain,DC-AE,")
			.contains(",256,192,1536,32x6x8,0.5\r\nstructured,");
		assertThat(visit.download("Download images and report as ZIP", "photo.compared.zip")).startsWith('P', 'K');
	}

	private void show(Visit visit) {
		visit.to("http://localhost:%d/".formatted(this.service.port()), "compare");
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		assertThat(visit.find("#compared tbody tr")).hasCount(2);
		assertThat(visit.find("[aria-busy=true]")).hasCount(0);
	}

}
