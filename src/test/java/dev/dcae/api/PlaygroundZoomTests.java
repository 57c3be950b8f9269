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
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Mouse;
import com.microsoft.playwright.options.BoundingBox;
import org.junit.jupiter.api.Test;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Zooming and moving on the page, as in any image viewer.
 */
@PlaygroundTest
class PlaygroundZoomTests {

	private static final String ORIGINAL = "#stage-one [data-picture=original]";

	private final byte[] photo = TestImages.png(Photo.ASTRONAUT.middle(200, 136));

	private final Service service;

	PlaygroundZoomTests(Service service) {
		this.service = service;
	}

	@Test
	void keysZoomAndMoveAllLayersTogether(Visit visit) {
		show(visit);
		Locator stage = visit.find("#stage-one");
		Place fitted = place(visit);
		for (int i = 0; i < 6; i++) {
			stage.press("+");
		}
		Place larger = place(visit);
		assertThat(larger.scale()).isCloseTo(Math.pow(1.5, 6), within(0.01));
		stage.press("ArrowLeft");
		assertThat(place(visit).x()).isCloseTo(larger.x() + 48, within(0.01));
		assertThat(visit.find("#stage-one [data-picture=made]").evaluate("(image) => image.style.transform"))
			.isEqualTo(visit.find(ORIGINAL).evaluate("(image) => image.style.transform"));
		stage.press("0");
		assertThat(place(visit)).isEqualTo(fitted);
		stage.press("+");
		visit.button("A pixel for a pixel").click();
		assertThat(visit.find("#one-tools .level")).hasText("100 %");
	}

	@Test
	void theWheelZoomsGentlyAtThePointerAndDraggingMoves(Visit visit) {
		show(visit);
		Place before = place(visit);
		BoundingBox box = visit.find("#stage-one").boundingBox();
		Mouse mouse = visit.page().mouse();
		double x = box.width / 2 + 40;
		double y = box.height / 2 + 30;
		mouse.move(box.x + x, box.y + y);
		mouse.wheel(0, -100);
		waitForScale(visit, before.scale());
		Place after = place(visit);
		assertThat(after.scale() / before.scale()).isBetween(1.1, 1.3);
		// Until no side of the stage is empty.
		zoomIn(visit, 9);
		before = place(visit);
		zoomIn(visit, 4);
		after = place(visit);
		assertThat((x - after.x()) / after.scale()).isCloseTo((x - before.x()) / before.scale(), within(0.5));
		assertThat((y - after.y()) / after.scale()).isCloseTo((y - before.y()) / before.scale(), within(0.5));
		mouse.down();
		mouse.move(box.x + x - 25, box.y + y - 15);
		mouse.up();
		assertThat(place(visit).x()).isCloseTo(after.x() - 25, within(0.01));
		assertThat(place(visit).y()).isCloseTo(after.y() - 15, within(0.01));
		assertThat(visit.page().evaluate("scrollY")).isEqualTo(0);
	}

	private static void zoomIn(Visit visit, int notches) {
		for (int i = 0; i < notches; i++) {
			double last = place(visit).scale();
			visit.page().mouse().wheel(0, -100);
			waitForScale(visit, last);
		}
	}

	@Test
	void aDoubleClickGoesToAPixelForAPixelAndBack(Visit visit) {
		visit.to(base(), "one").choose("A", "large.png", "image/png", TestImages.png(TestImages.gradient(1400, 1000)));
		PlaygroundOneTests.measured(visit);
		Place fitted = place(visit);
		assertThat(fitted.scale()).isLessThan(1);
		visit.find("#stage-one").dblclick(new Locator.DblclickOptions().setPosition(200, 100));
		assertThat(visit.find("#one-tools .level")).hasText("100 %");
		visit.find("#stage-one").dblclick(new Locator.DblclickOptions().setPosition(200, 100));
		assertThat(place(visit)).isEqualTo(fitted);
	}

	@Test
	void aSmallImageIsNotEnlargedUnlessAskedFor(Visit visit) {
		show(visit);
		assertThat(place(visit).scale()).isEqualTo(1);
		visit.button("As large as the place").click();
		double filled = place(visit).scale();
		BoundingBox box = visit.find("#stage-one").boundingBox();
		assertThat(filled).isGreaterThan(2).isCloseTo(Math.min(box.width / 200, box.height / 136), within(0.02));
		visit.page().setViewportSize(1024, 768);
		waitForScale(visit, filled);
		visit.button("All of it").click();
		assertThat(place(visit).scale()).isEqualTo(1);
	}

	@Test
	void twoFingersZoom(Visit visit) {
		visit.page().setViewportSize(390, 844);
		show(visit);
		visit.find("#stage-one").scrollIntoViewIfNeeded();
		BoundingBox box = visit.find("#stage-one").boundingBox();
		double x = box.x + box.width / 2;
		double y = box.y + box.height / 2;
		Place before = place(visit);
		CDPSession fingers = visit.page().context().newCDPSession(visit.page());
		touch(fingers, "touchStart", x - 40, x + 40, y);
		for (int apart = 50; apart <= 120; apart += 10) {
			touch(fingers, "touchMove", x - apart, x + apart, y);
		}
		touch(fingers, "touchEnd", Double.NaN, Double.NaN, y);
		waitForScale(visit, before.scale());
		assertThat(place(visit).scale() / before.scale()).isBetween(2.0, 4.5);
		assertThat(visit.page().evaluate("visualViewport.scale")).isEqualTo(1);
	}

	private static void touch(CDPSession fingers, String type, double first, double second, double y) {
		List<?> points = Double.isNaN(first) ? List.of()
				: List.of(Map.of("x", first, "y", y, "id", 0), Map.of("x", second, "y", y, "id", 1));
		JsonObject event = new Gson().toJsonTree(Map.of("type", type, "touchPoints", points)).getAsJsonObject();
		fingers.send("Input.dispatchTouchEvent", event);
	}

	private record Place(double x, double y, double scale) {
	}

	private static Place place(Visit visit) {
		List<?> told = (List<?>) visit.find(ORIGINAL).evaluate("""
				(image) => {
					const { a, e, f } = new DOMMatrix(image.style.transform);
					return [e, f, a];
				}""");
		double[] numbers = told.stream().mapToDouble((one) -> ((Number) one).doubleValue()).toArray();
		return new Place(numbers[0], numbers[1], numbers[2]);
	}

	/**
	 * Waits as the browser does, whose events are heard on this thread.
	 */
	private static void waitForScale(Visit visit, double before) {
		for (int i = 0; i < Visit.PATIENCE / 5 && place(visit).scale() == before; i++) {
			visit.page().waitForTimeout(5);
		}
	}

	private void show(Visit visit) {
		visit.to(base(), "one").choose("A", "photo.png", "image/png", this.photo);
		PlaygroundOneTests.measured(visit);
	}

	private String base() {
		return "http://localhost:%d/".formatted(this.service.port());
	}

}
