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
import com.microsoft.playwright.options.BoundingBox;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Seeing on the page what was lost: differences, edges, values, and files of as many
 * bytes.
 */
@PlaygroundTest
class PlaygroundLossTests {

	private static final String ORIGINAL = "#stage-one [data-picture=original]";

	private static final String MADE = "#stage-one [data-picture=made]";

	private static final String DIFFERENCE = "#stage-one [data-picture=difference]";

	private final RgbImage photo = Photo.ASTRONAUT.middle(200, 136);

	private final Service service;

	PlaygroundLossTests(Service service) {
		this.service = service;
	}

	@Test
	void differencesAreShownSignedAndAbsoluteWithAGain(Visit visit) {
		show(visit);
		byte[] one = visit.image(ORIGINAL).pixels();
		byte[] other = visit.image(MADE).pixels();
		look(visit, "signed");
		assertThat(visit.find(DIFFERENCE)).hasAttribute("data-drawn", "signed 4");
		byte[] signed = visit.image(DIFFERENCE).pixels();
		for (int i = 0; i < one.length; i++) {
			int apart = (other[i] & 0xff) - (one[i] & 0xff);
			assertThat(signed[i] & 0xff).isEqualTo(Math.clamp(128 + 4 * apart, 0, 255));
		}
		visit.lookAround("difference");
		look(visit, "absolute");
		visit.find("#gain").press("ArrowRight");
		assertThat(visit.find("#gain-value")).hasText("× 8");
		assertThat(visit.find(DIFFERENCE)).hasAttribute("data-drawn", "absolute 8");
		byte[] absolute = visit.image(DIFFERENCE).pixels();
		for (int i = 0; i < one.length; i++) {
			int apart = (other[i] & 0xff) - (one[i] & 0xff);
			assertThat(absolute[i] & 0xff).isEqualTo(Math.clamp(8 * Math.abs(apart), 0, 255));
		}
		look(visit, "image");
		assertThat(visit.find(DIFFERENCE)).isHidden();
		assertThat(visit.find("#gain")).isHidden();
	}

	@Test
	void edgesAreThoseOfSobelInBoth(Visit visit) {
		show(visit);
		look(visit, "edges");
		assertThat(visit.find("[data-picture=edges-right]")).hasAttribute("data-drawn", "edges 4");
		for (String[] pair : new String[][] { { ORIGINAL, "edges-left" }, { MADE, "edges-right" } }) {
			RgbImage image = visit.image(pair[0]);
			RgbImage edges = visit.image("[data-picture=" + pair[1] + "]");
			for (int y = 1; y < 135; y += 7) {
				for (int x = 1; x < 199; x += 7) {
					double across = luma(image, x + 1, y - 1) + 2 * luma(image, x + 1, y) + luma(image, x + 1, y + 1)
							- luma(image, x - 1, y - 1) - 2 * luma(image, x - 1, y) - luma(image, x - 1, y + 1);
					double along = luma(image, x - 1, y + 1) + 2 * luma(image, x, y + 1) + luma(image, x + 1, y + 1)
							- luma(image, x - 1, y - 1) - 2 * luma(image, x, y - 1) - luma(image, x + 1, y - 1);
					assertThat((double) value(edges, x, y, 0))
						.isCloseTo(Math.clamp(Math.hypot(across, along), 0.0, 255.0), within(1.0));
				}
			}
		}
		assertThat(visit.find("#divider")).isVisible();
	}

	@Test
	void theValuesUnderThePointerAreThoseOfBothPictures(Visit visit) {
		show(visit);
		BoundingBox image = visit.find(ORIGINAL).boundingBox();
		visit.page().mouse().move(image.x + 50.5, image.y + 60.5);
		RgbImage original = visit.image(ORIGINAL);
		RgbImage made = visit.image(MADE);
		assertThat(visit.find("#probe")).containsText(
				"50, 60: original %s, reconstruction %s, ".formatted(values(original, 50, 60), values(made, 50, 60)));
		visit.page().mouse().move(image.x - 20, image.y + 60);
		assertThat(visit.find("#probe")).isHidden();
	}

	@Test
	void filesOfAsManyBytesAreMeasuredAndShown(Visit visit) {
		show(visit);
		RgbImage original = visit.image(ORIGINAL);
		assertThat(visit.find("#yardsticks tbody tr")).hasCount(3);
		assertThat(visit.find("[data-yardstick=reconstruction] td").first()).hasText("2.24 kB");
		for (String name : new String[] { "JPEG", "WebP" }) {
			Locator row = visit.find("[data-yardstick=" + name + "]");
			double kilobytes = Double.parseDouble(row.locator("td").first().textContent().replace(" kB", ""));
			assertThat(kilobytes).isBetween(1.0, 2.24);
			row.locator("input").check();
			assertThat(visit.find("#stage-one .tag.end")).hasText(name);
			assertThat(visit.find("#stage-one [data-picture=yardstick]")).isVisible();
			RgbImage shown = visit.image("#stage-one [data-picture=yardstick]");
			assertThat(Double.parseDouble(row.locator("td").nth(1).textContent()))
				.isCloseTo(ImageMetrics.psnr(shown, original), within(0.006));
			assertThat(Double.parseDouble(row.locator("td").nth(2).textContent()))
				.isCloseTo(ImageMetrics.ssim(shown, original), within(0.0006));
		}
		visit.find("[data-yardstick=reconstruction] input").check();
		assertThat(visit.find("#stage-one [data-picture=yardstick]")).isHidden();
		assertThat(visit.find("[data-yardstick=reconstruction] td").nth(1).textContent() + " dB")
			.isEqualTo(visit.find("[data-figure=psnr]").textContent());
	}

	private static double luma(RgbImage image, int x, int y) {
		return 0.299 * value(image, x, y, 0) + 0.587 * value(image, x, y, 1) + 0.114 * value(image, x, y, 2);
	}

	private static int value(RgbImage image, int x, int y, int channel) {
		return image.pixels()[3 * (y * image.width() + x) + channel] & 0xff;
	}

	private static String values(RgbImage image, int x, int y) {
		return "%d %d %d".formatted(value(image, x, y, 0), value(image, x, y, 1), value(image, x, y, 2));
	}

	private static void look(Visit visit, String way) {
		visit.find("#look input[value=" + way + "]").check();
	}

	private void show(Visit visit) {
		visit.to("http://localhost:%d/".formatted(this.service.port()), "one");
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
	}

}
