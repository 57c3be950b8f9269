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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.FilePayload;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several images on the page, what was measured of them, and the address that tells what
 * is shown.
 */
@PlaygroundTest
class PlaygroundSessionTests {

	private final RgbImage coffee = Photo.COFFEE.middle(128, 96);

	private final RgbImage astronaut = Photo.ASTRONAUT.middle(96, 128);

	private final Service service;

	PlaygroundSessionTests(Service service) {
		this.service = service;
	}

	@Test
	void manyImagesAreAStripAndATableOfTheirNumbers(Visit visit) {
		visit.to(base(), "one");
		visit.find("#file-A")
			.setInputFiles(
					new FilePayload[] { new FilePayload("coffee, \"my\".png", "image/png", TestImages.png(this.coffee)),
							new FilePayload("astronaut.png", "image/png", TestImages.png(this.astronaut)),
							new FilePayload("notes.txt", "text/plain", "no picture".getBytes()) });
		assertThat(visit.find("#problem"))
			.containsText("notes.txt is no picture that this browser can read. Taken are PNG");
		assertThat(visit.find("#film .frame")).hasCount(2);
		PlaygroundOneTests.measured(visit);
		visit.button("Dismiss").click();
		assertThat(visit.find("#source-a .about b")).hasText("coffee, \"my\".png");
		Locator rows = visit.find("#session-table tbody tr");
		assertThat(rows).hasCount(1);
		visit.button("Measure all").click();
		assertThat(rows).hasCount(2);
		assertThat(visit.find("#measure-all")).hasText("Measure all");
		for (int i = 0; i < 2; i++) {
			RgbImage image = List.of(this.coffee, this.astronaut).get(i);
			JsonNode report = this.service.post("/v1/reconstruct?report=true&model=plain", image).ok().json();
			assertThat(rows.nth(i)).containsText("%.2f".formatted(report.path("psnr").asDouble()));
		}
		visit.lookAround("session");
		visit.button("Show astronaut.png").click();
		assertThat(visit.find("#source-a .about b")).hasText("astronaut.png");
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("#film [aria-pressed=true]")).hasAttribute("aria-label", "Show astronaut.png");
		assertThat(rows).hasCount(2);
		String csv = new String(visit.download("Download as CSV", "session.csv"));
		assertThat(csv.lines().toList()).hasSize(3)
			.first()
			.asString()
			.startsWith("image,width,height,model,options,channels,\"bytes, fp16\"");
		assertThat(csv).contains("\"coffee, \"\"my\"\".png\",128,96,plain,,32,768,");
		visit.page().reload();
		assertThat(visit.find("#models tbody tr")).hasCount(2);
		assertThat(visit.find("#session")).isHidden();
		assertThat(visit.find("#film .frame")).hasCount(0);
	}

	@Test
	void aFileIsTheSameIfItsBytesAre(Visit visit) {
		visit.to(base(), "one");
		byte[] one = latent(this.coffee);
		byte[] other = latent(Photo.ASTRONAUT.middle(128, 96));
		assertThat(other).hasSameSizeAs(one);
		for (byte[] file : List.of(one, other, one)) {
			visit.choose("A", "latent.npy", "", file);
			assertThat(visit.find("#stage-one [data-picture=made]")).isVisible();
			assertThat(visit.find("[aria-busy=true]")).hasCount(0);
			PlaygroundModelsTests.assertLike(visit.image("#stage-one [data-picture=made]"),
					this.service.post("/v1/decode?model=plain", "application/x-npy", file).image());
		}
		assertThat(visit.find("#film .frame")).hasCount(2);
	}

	private byte[] latent(RgbImage image) {
		return this.service
			.post("/v1/encode?model=plain", "image/png", TestImages.png(image), "Accept", "application/x-npy")
			.ok()
			.body();
	}

	/**
	 * Takes two pictures, and waits until the first is measured.
	 */
	private void takeTwo(Visit visit) {
		visit.to(base(), "one");
		visit.find("#file-A")
			.setInputFiles(new FilePayload[] { new FilePayload("coffee.png", "image/png", TestImages.png(this.coffee)),
					new FilePayload("astronaut.png", "image/png", TestImages.png(this.astronaut)) });
		assertThat(visit.find("#film .frame")).hasCount(2);
		PlaygroundOneTests.measured(visit);
	}

	@Test
	void aSecondPressEndsTheMeasuring(Visit visit) {
		takeTwo(visit);
		List<Route> held = new ArrayList<>();
		visit.page().route(Pattern.compile("/v1/encode"), held::add);
		visit.button("Measure all").click();
		assertThat(visit.find("#measure-all")).hasText("Stop at 1 of 2");
		visit.find("#measure-all").click();
		assertThat(visit.find("#measure-all")).hasText("Measure all");
		assertThat(held).hasSize(1);
	}

	@Test
	void aSampleThatComesLateDoesNotReplaceWhatWasChosenSince(Visit visit) {
		visit.to(base(), "one");
		List<Route> held = new ArrayList<>();
		visit.page().route(Pattern.compile("/samples/coffee.jpg"), held::add);
		visit.button("coffee").first().click();
		visit.choose("A", "chosen.png", "image/png", TestImages.png(this.astronaut));
		PlaygroundOneTests.measured(visit);
		held.forEach(Route::resume);
		assertThat(visit.find("#film .frame")).hasCount(2);
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("#source-a .about b")).hasText("chosen.png");
	}

	@Test
	void manyImagesAreDropped(Visit visit) {
		visit.to(base(), "one");
		visit.page().evaluate("""
				async () => {
					const data = new DataTransfer();
					for (const width of [32, 64, 96]) {
						const canvas = new OffscreenCanvas(width, 32);
						canvas.getContext('2d').fillRect(8, 8, 16, 16);
						data.items.add(new File([await canvas.convertToBlob()], `${width}.png`, { type: 'image/png' }));
					}
					document.querySelector('footer').dispatchEvent(
						new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
				}""");
		assertThat(visit.find("#film .frame")).hasCount(3);
		assertThat(visit.find("#source-a .about b")).hasText("32.png");
		PlaygroundOneTests.measured(visit);
	}

	@Test
	void whatIsPastedIsTakenAsWhatIsDropped(Visit visit) {
		visit.to(base(), "one");
		visit.page()
			.evaluate(
					"""
							async (latent) => {
								const data = new DataTransfer();
								for (const width of [32, 64]) {
									const canvas = new OffscreenCanvas(width, 32);
									canvas.getContext('2d').fillRect(8, 8, 16, 16);
									data.items.add(new File([await canvas.convertToBlob()], `${width}.png`, { type: 'image/png' }));
								}
								data.items.add(new File([Uint8Array.from(atob(latent), (letter) => letter.charCodeAt(0))], 'latent.npy'));
								document.body.dispatchEvent(
									new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
							}""",
					Base64.getEncoder().encodeToString(latent(this.coffee)));
		assertThat(visit.find("#film .frame")).hasCount(3);
		assertThat(visit.find("#source-a .about b")).hasText("32.png");
		PlaygroundOneTests.measured(visit);
	}

	@Test
	void aFileThatChangesOnDiskStaysAsItWasChosen(Visit visit, @TempDir Path folder) throws IOException {
		Path file = Files.write(folder.resolve("photo.png"), TestImages.png(this.coffee));
		visit.to(base(), "one");
		visit.find("#file-A").setInputFiles(file);
		PlaygroundOneTests.measured(visit);
		Files.write(file, TestImages.png(this.astronaut));
		visit.find("#models input[value=structured]").check();
		PlaygroundOneTests.measured(visit);
		PlaygroundModelsTests.assertLike(visit.image("#stage-one [data-picture=made]"),
				this.service.post("/v1/reconstruct?model=structured", this.coffee).image());
		visit.find("#file-A").setInputFiles(file);
		assertThat(visit.find("#film .frame")).hasCount(2);
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("#problem")).isEmpty();
	}

	@Test
	void aRowHasTheOptionsThatItWasMeasuredWith(Visit visit) {
		takeTwo(visit);
		List<Route> held = new CopyOnWriteArrayList<>();
		visit.page().route(Pattern.compile("/v1/decode"), held::add);
		visit.button("Measure all").click();
		visit.page().waitForCondition(() -> held.size() == 1);
		held.getFirst().resume();
		visit.page().waitForCondition(() -> held.size() == 2);
		visit.page().unroute(Pattern.compile("/v1/decode"));
		visit.find("#option-dtype").selectOption("float16");
		held.getLast().resume();
		Locator row = visit.find("#session-table tbody tr:has-text('astronaut.png')");
		assertThat(row).hasCount(1);
		assertThat(row).not().containsText("float16");
	}

	@Test
	void theAddressTellsWhatIsShown(Visit visit) {
		visit.to(base(), "one?model=structured&channels=6&look=signed&gain=8&fit=crop");
		assertThat(visit.find("#models input[value=structured]")).isChecked();
		assertThat(visit.find("#option-fit")).hasValue("crop");
		visit.choose("A", "coffee.png", "image/png", TestImages.png(Photo.COFFEE.middle(140, 100)));
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("#channel-count")).hasText("6 of 32");
		assertThat(visit.find("[data-picture=difference]")).hasAttribute("data-drawn", "signed 8");
		assertThat(visit.find("#snippet")).containsText("model=structured&channels=6&fit=crop");
		assertThat(visit.page()).hasURL(base() + "#one?model=structured&fit=crop&channels=6&look=signed&gain=8");
		visit.find("#look input[value=image]").check();
		assertThat(visit.page()).hasURL(base() + "#one?model=structured&fit=crop&channels=6");
	}

	@Test
	void backLeadsToWhatWasShownBefore(Visit visit) {
		visit.to(base(), "one");
		visit.choose("A", "coffee.png", "image/png", TestImages.png(this.coffee));
		PlaygroundOneTests.measured(visit);
		visit.find("#models input[value=structured]").check();
		PlaygroundOneTests.measured(visit);
		visit.button("texture 50 %").click();
		PlaygroundOneTests.measured(visit);
		assertThat(visit.page()).hasURL(base() + "#one?model=structured&channels=16");
		visit.page().getByText("Between two").first().click();
		assertThat(visit.find("body")).hasAttribute("data-mode", "between");
		assertThat(visit.page()).hasURL(base() + "#between?model=structured&alpha=0.5");
		visit.page().goBack();
		assertThat(visit.find("body")).hasAttribute("data-mode", "one");
		assertThat(visit.page()).hasURL(base() + "#one?model=structured&channels=16");
		visit.page().goBack();
		assertThat(visit.find("#models input[value=plain]")).isChecked();
		PlaygroundOneTests.measured(visit);
		PlaygroundModelsTests.assertLike(visit.image("#stage-one [data-picture=made]"),
				this.service.post("/v1/reconstruct?model=plain", this.coffee).image());
		visit.page().goForward();
		assertThat(visit.find("#models input[value=structured]")).isChecked();
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("#channel-count")).hasText("16 of 32");
	}

	@Test
	void theAddressOfAComparisonNamesItsModels(Visit visit) {
		visit.to(base(), "compare?model=structured&view=wipe");
		assertThat(visit.find("#models input:checked")).hasCount(1);
		visit.choose("A", "coffee.png", "image/png", TestImages.png(this.coffee));
		assertThat(visit.find("#stage-wipe")).isVisible();
		assertThat(visit.find("#compared tbody tr")).hasText(new Pattern[] { Pattern.compile("^structured.*") });
		assertThat(visit.page()).hasURL(base() + "#compare?model=structured&view=wipe");
	}

	private String base() {
		return "http://localhost:%d/".formatted(this.service.port());
	}

}
