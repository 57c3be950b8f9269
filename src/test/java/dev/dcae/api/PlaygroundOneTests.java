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
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.options.BoundingBox;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * One image on the page: beside its reconstruction, with what it lost and took.
 */
@PlaygroundTest
class PlaygroundOneTests {

	private static final String MADE = "#stage-one [data-picture=made]";

	private final byte[] photo = TestImages.png(Photo.ASTRONAUT.middle(200, 136));

	private final Service service;

	PlaygroundOneTests(Service service) {
		this.service = service;
	}

	@Test
	void originalAndReconstructionLieOnEachOtherAsTheServiceMakesThem(Visit visit) {
		show(visit);
		Answer made = this.service.post("/v1/reconstruct?model=plain", "image/png", this.photo);
		PlaygroundModelsTests.assertLike(visit.image(MADE), made.image());
		RgbImage original = visit.image("#stage-one [data-picture=original]");
		assertThat(original.pixels()).isEqualTo(Photo.ASTRONAUT.middle(200, 136).pixels());
		visit.lookAround("one");
	}

	@Test
	void whatWasLostIsWhatTheServiceMeasures(Visit visit) {
		show(visit);
		JsonNode report = this.service.post("/v1/reconstruct?report=true&model=plain", "image/png", this.photo)
			.ok()
			.json();
		assertThat(visit.find("[data-figure=psnr]").textContent()).endsWith(" dB");
		assertThat(number(visit, "[data-figure=psnr]")).isCloseTo(report.path("psnr").asDouble(), within(0.006));
		assertThat(number(visit, "[data-figure=ssim]")).isCloseTo(report.path("ssim").asDouble(), within(0.0006));
		assertThat(number(visit, "[data-figure=bits]"))
			.isCloseTo(report.path("bitsPerPixel").path("float16").asDouble(), within(0.006));
	}

	@Test
	void bytesOfFilesStandAgainstThoseOfTheLatent(Visit visit) {
		show(visit);
		// 32 channels of 7 × 5, by 4 and by 2 bytes.
		assertThat(visit.find("[data-size=float32] b")).hasText("4.48 kB");
		assertThat(visit.find("[data-size=float16] b")).hasText("2.24 kB");
		assertThat(visit.find("[data-size=png] b")).hasText(Pattern.compile("\\d\\d\\.\\d kB"));
		assertThat(visit.find("[data-size=jpeg] b")).hasText(Pattern.compile("\\d+\\.\\d+ kB"));
		assertThat(visit.find("[data-size=float16] small")).hasText(Pattern.compile("[\\d.]+× less than PNG"));
	}

	@Test
	void theMillisecondsAreThoseOfServerTimingAndTheWay(Visit visit) {
		show(visit);
		assertThat(visit.find("#time .timed")).hasCount(2);
		for (String phase : List.of("parse", "queue", "batch_wait", "device", "encode", "network")) {
			assertThat(visit.find("#time [data-phase=" + phase + "]")).hasText(Pattern.compile("[\\d.,]+ m?s"));
		}
		Object widths = visit.find("#time .timebar")
			.first()
			.evaluate("(bar) => [...bar.querySelectorAll('rect')].reduce((sum, one) => sum"
					+ " + one.width.baseVal.value, 0)");
		assertThat(((Number) widths).doubleValue()).isBetween(1.0, 1000.1);
	}

	@Test
	void theDividerGoesWhereThePictureIsPressed(Visit visit) {
		show(visit);
		BoundingBox stage = visit.find("#stage-one").boundingBox();
		BoundingBox picture = visit.find("#stage-one [data-picture=made]").boundingBox();
		visit.page().mouse().click(picture.x + picture.width / 4, stage.y + stage.height / 2);
		assertThat(visit.find("#divider")).hasAttribute("aria-valuenow", "25");
	}

	@Test
	void theDividerMovesByKeysAndByDragging(Visit visit) {
		show(visit);
		Locator divider = visit.find("#divider");
		assertThat(divider).hasAttribute("aria-valuenow", "50");
		divider.press("ArrowRight");
		divider.press("Shift+ArrowRight");
		assertThat(divider).hasAttribute("aria-valuetext", "61 % original");
		divider.press("Home");
		assertThat(divider).hasAttribute("aria-valuenow", "0");
		divider.press("End");
		assertThat(divider).hasAttribute("aria-valuenow", "100");
		divider.press("PageDown");
		assertThat(divider).hasAttribute("aria-valuenow", "90");
		BoundingBox stage = visit.find("#stage-one").boundingBox();
		BoundingBox handle = divider.boundingBox();
		Mouse mouse = visit.page().mouse();
		mouse.move(handle.x + handle.width / 2, handle.y + handle.height / 2);
		mouse.down();
		mouse.move(stage.x + stage.width / 2, stage.y + stage.height / 3);
		mouse.up();
		assertThat(divider).hasAttribute("aria-valuenow", "50");
		Object clip = visit.find("#stage-one .made").evaluate("(layer) => layer.style.clipPath");
		assertThat((String) clip).matches("inset\\(0(px)? 0(px)? 0(px)? " + "[1-9][\\d.]*px\\)");
	}

	@Test
	void anImageIsDroppedOrPastedAnywhere(Visit visit) {
		visit.to(base(), "one");
		for (String way : List.of("drop", "paste")) {
			visit.page()
				.evaluate(
						"""
								async ([way, bytes]) => {
									const canvas = new OffscreenCanvas(64, way === 'drop' ? 32 : 64);
									canvas.getContext('2d').fillRect(8, 8, 16, 16);
									const blob = await canvas.convertToBlob({ type: 'image/png' });
									const data = new DataTransfer();
									data.items.add(new File([blob], way + 'ped.png', { type: 'image/png' }));
									const event = way === 'drop' ? new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })
										: new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true });
									document.querySelector('footer').dispatchEvent(event);
								}""",
						List.of(way, List.of()));
			assertThat(visit.find("#source-a .about b")).hasText(way + "ped.png");
			measured(visit);
		}
		assertThat(visit.find("#source-a .about")).containsText("64 × 64");
	}

	@Test
	void samplesAreLoadedWhenTheyAreAskedFor(Visit visit) {
		visit.to(base(), "one");
		assertThat(visit.asked()).noneMatch((path) -> path.startsWith("samples/"));
		visit.button("coffee").first().click();
		measured(visit);
		assertThat(visit.asked()).filteredOn((path) -> path.startsWith("samples/"))
			.containsExactly("samples/coffee.jpg");
		assertThat(visit.find("#source-a .about")).containsText("coffee.jpg 600 × 400");
	}

	@Test
	void whatTheServiceDoesNotTakeIsTurnedToPng(Visit visit) {
		visit.to(base(), "one");
		byte[] svg = """
				<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>""".getBytes();
		visit.choose("A", "drawing.svg", "image/svg+xml", svg);
		assertThat(visit.find("#problem"))
			.containsText("drawing.svg is no picture that this browser can read. Taken are PNG, JPG, WEBP");
		// A bitmap of 2 × 2 pixels.
		byte[] bmp = new byte[54 + 16];
		bmp[0] = 'B';
		bmp[1] = 'M';
		bmp[2] = (byte) bmp.length;
		bmp[10] = 54;
		bmp[14] = 40;
		bmp[18] = 2;
		bmp[22] = 2;
		bmp[26] = 1;
		bmp[28] = 24;
		visit.choose("A", "dots.bmp", "image/bmp", bmp);
		measured(visit);
		assertThat(visit.find("#source-a .about")).containsText("dots.png 2 × 2");
		assertThat(visit.find("#snippet")).containsText("# dots.png: dots.bmp as PNG");
		assertThat(ImageMetrics.mse(visit.image(MADE),
				this.service.post("/v1/reconstruct", new RgbImage(2, 2, new byte[12])).image()))
			.isLessThan(1);
	}

	private String base() {
		return "http://localhost:%d/".formatted(this.service.port());
	}

	private void show(Visit visit) {
		visit.to(base(), "one").choose("A", "photo.png", "image/png", this.photo);
		measured(visit);
	}

	/**
	 * Waits until an image and its figures are there, and none of them is yet to be
	 * replaced.
	 */
	static void measured(Visit visit) {
		assertThat(visit.find("[data-figure=psnr]")).hasText(Pattern.compile("[\\d.∞]+ ?(dB)?"));
		assertThat(visit.find(MADE)).isVisible();
		assertThat(visit.find("[aria-busy=true]")).hasCount(0);
	}

	private static double number(Visit visit, String selector) {
		return Double.parseDouble(visit.find(selector).textContent().replace(" dB", ""));
	}

}
