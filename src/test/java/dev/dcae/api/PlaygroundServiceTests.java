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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ForcedColors;
import dev.dcae.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page and the service behind it: its status, its refusals, its key, its place behind
 * a proxy, and those who have no mouse.
 */
@PlaygroundTest
class PlaygroundServiceTests {

	private static final Pattern ANYTHING = Pattern.compile(".*/v1/.*");

	private final RgbImage photo = Photo.COFFEE.middle(96, 64);

	private final Service service;

	PlaygroundServiceTests(Service service) {
		this.service = service;
	}

	@Test
	void theStripShowsWhatTheServiceDoesNow(Visit visit) {
		visit.to(base(), "one");
		assertThat(visit.find("[data-value=state]")).hasText("idle");
		assertThat(visit.find("[data-value=queue]")).hasText("empty");
		assertThat(visit.find("[data-value=devices]"))
			.hasText(Pattern.compile("cpu 0 of \\d+ at work, [\\d.]+ [MG]B of .*"));
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		assertThat(visit.find("[data-value=batch]")).hasText("1 last");
		assertThat(visit.find("[data-value=latency]"))
			.hasText(Pattern.compile("[\\d.]+ m?s, [\\d.]+ m?s on the device"));
		assertThat(visit.find("[data-line=batch] .some").first()).isAttached();
		assertThat(visit.asked()).filteredOn("v1/status"::equals).hasSize(1);
	}

	@Test
	void theLinesOfTheStripHaveAnAxisASpanAndValues(Visit visit) {
		visit.to(base(), "one");
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("[data-line=batch] .some").first()).isAttached();
		Locator axis = visit.find("[data-axis=batch]");
		assertThat(axis).hasText("−60 smax 1now");
		BoundingBox line = visit.find("[data-line=batch]").boundingBox();
		visit.page().mouse().move(line.x + line.width - 1, line.y + 5);
		assertThat(axis).hasText(Pattern.compile("^0 s ago: [01]$"));
		visit.page().mouse().move(line.x + line.width - 1, line.y + 200);
		assertThat(axis).hasText("−60 smax 1now");
		visit.page().setViewportSize(390, 844);
		assertThat(visit.find("#strip").evaluate("(strip) => strip.scrollWidth - strip.clientWidth")).isEqualTo(0);
		for (String part : List.of("state", "queue", "batch", "latency", "devices")) {
			BoundingBox box = visit.find("[data-value=" + part + "]").boundingBox();
			assertThat(box.x).as(part).isGreaterThanOrEqualTo(0);
			assertThat(box.x + box.width).as(part).isLessThanOrEqualTo(390);
		}
	}

	@Test
	void wordsAreExplainedWhereTheyStand(Visit visit) {
		visit.to(base(), "one?model=structured");
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
		for (String[] hint : new String[][] { { "About on the way", "the network, proxies" },
				{ "About the batch size", "run as one batch" },
				{ "About structure, texture and content", "orders its channels" } }) {
			Locator text = visit.find(".hint-text").getByText(hint[1]);
			assertThat(text).isHidden();
			visit.button(hint[0]).press("Enter");
			assertThat(text).isVisible();
			visit.page().keyboard().press("Escape");
			assertThat(text).isHidden();
		}
	}

	@Test
	void aRefusalIsShownInTheWordsOfTheService(Visit visit) {
		visit.expectRefusals();
		visit.to(base(), "one");
		visit.choose("A", "noise.png", "image/png", TestImages.png(TestImages.noise(900, 900)));
		Locator problem = visit.find("#problem");
		assertThat(problem).containsText("noise.png: The request is larger than this service takes");
		// It would be refused again.
		assertThat(visit.button("Try again")).hasCount(0);
		assertThat(problem).containsText("2097152 bytes");
		assertThat(problem.locator("code")).hasText(Pattern.compile("[0-9a-f-]{36}"));
		assertThat(problem).hasAttribute("role", "alert");
		visit.lookAround("problem");
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
		assertThat(problem).isEmpty();
	}

	@Test
	void whatFailedCanBeTriedAgain(Visit visit) {
		visit.expectRefusals();
		visit.to(base(), "one");
		int[] refused = { 0 };
		visit.page().route(Pattern.compile(".*/v1/encode.*"), (route) -> {
			if (refused[0]++ == 0) {
				route.fulfill(
						new Route.FulfillOptions().setStatus(429).setContentType("application/problem+json").setBody("""
								{"type": "urn:dcae:problem:queue-full", "title": "The queue is full", "status": 429,
								"detail": "Try again in 3 s", "requestId": "r-1"}"""));
			}
			else {
				route.resume();
			}
		});
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		assertThat(visit.find("#problem")).containsText("The queue is full");
		assertThat(visit.find("#problem")).containsText("Try again in 3 s");
		visit.button("Try again").click();
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("#problem")).isEmpty();
	}

	@Test
	void theKeyIsAskedForOnceAndKeptInTheTabAlone(Visit visit) {
		visit.expectRefusals();
		visit.page().route(ANYTHING, PlaygroundServiceTests::guard);
		visit.open(base(), "one");
		Locator dialog = visit.find("#key-dialog");
		assertThat(dialog).isVisible();
		assertThat(visit.find("#key")).isFocused();
		visit.lookAround("key");
		visit.find("#key").fill("guessed");
		visit.find("#key").press("Enter");
		assertThat(visit.find("#key-said")).containsText("does not take this key");
		visit.find("#key").fill("sesame");
		visit.button("Use this key").click();
		assertThat(dialog).isHidden();
		assertThat(visit.find("#models tbody tr")).hasCount(2);
		assertThat(visit.find("[data-value=state]")).hasText("idle");
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
		assertThat(visit.find("#snippet")).containsText("Authorization: Bearer $DCAE_API_KEY");
		assertThat(visit.find("#snippet")).not().containsText("sesame");
		assertThat(visit.page().evaluate("[localStorage.length, document.cookie, Object.values(sessionStorage)]"))
			.isEqualTo(List.of(0, "", List.of("sesame")));
		assertThat(visit.asked()).noneMatch((path) -> path.contains("sesame"));
		visit.page().reload();
		assertThat(visit.find("#models tbody tr")).hasCount(2);
		assertThat(dialog).isHidden();
	}

	@Test
	void withoutAKeyTheRefusalIsTold(Visit visit) {
		visit.expectRefusals();
		visit.page().route(ANYTHING, PlaygroundServiceTests::guard);
		visit.open(base(), "one");
		assertThat(visit.find("#key-dialog")).isVisible();
		visit.button("Not now").click();
		assertThat(visit.find("#problem")).containsText("A key is needed");
	}

	@Test
	void whoGivesNoKeyIsNotAskedAgainUnlessTheyAskForSomething(Visit visit) {
		visit.expectRefusals();
		visit.page().route(ANYTHING, PlaygroundServiceTests::guard);
		visit.page().clock().install();
		visit.open(base(), "one");
		assertThat(visit.find("#key-dialog")).isVisible();
		visit.button("Not now").click();
		assertThat(visit.find("#problem")).containsText("A key is needed");
		visit.page().waitForResponse(Pattern.compile("/v1/status"), () -> visit.page().clock().runFor(6_000));
		assertThat(visit.find("#key-dialog")).isHidden();
		visit.button("Try again").click();
		assertThat(visit.find("#key-dialog")).isVisible();
	}

	@Test
	void aKeyThatCannotBeSentIsNotTaken(Visit visit) {
		visit.expectRefusals();
		visit.page().route(ANYTHING, PlaygroundServiceTests::guard);
		visit.open(base(), "one");
		visit.find("#key").fill("sesame…");
		visit.find("#key").press("Enter");
		assertThat(visit.find("#key-said")).containsText("of ASCII alone");
		visit.find("#key").fill("sesame");
		visit.find("#key").press("Enter");
		assertThat(visit.find("#models tbody tr")).hasCount(2);
		assertThat(visit.find("#key-dialog")).isHidden();
	}

	@Test
	void aBrowserThatKeepsNothingForThePageIsEnough(Visit visit) {
		visit.page()
			.addInitScript("Object.defineProperty(window, 'sessionStorage',"
					+ " { get() { throw new DOMException('The user said no', 'SecurityError'); } })");
		visit.expectRefusals();
		visit.page().route(ANYTHING, PlaygroundServiceTests::guard);
		visit.open(base(), "one");
		visit.find("#key").fill("sesame");
		visit.find("#key").press("Enter");
		assertThat(visit.find("#models tbody tr")).hasCount(2);
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
	}

	@Test
	void everythingWorksBehindAPathOfAProxy(Visit visit) throws IOException {
		try (PrefixProxy proxy = new PrefixProxy(this.service.port())) {
			visit.to(proxy.base(), "one");
			visit.button("coffee").first().click();
			PlaygroundOneTests.measured(visit);
			assertThat(visit.find("[data-value=batch]")).containsText("last");
			assertThat(visit.find("#snippet")).containsText(proxy.base() + "v1/reconstruct?model=plain");
			assertThat(visit.find(".elsewhere a")).hasJSProperty("href", proxy.base() + "swagger-ui.html");
			visit.page().navigate("about:blank");
		}
	}

	@Test
	void aKeyboardIsEnough(Visit visit) {
		visit.to(base(), "one");
		Locator focused = visit.find(":focus");
		for (int i = 0; i < 30 && !isSample(focused); i++) {
			visit.page().keyboard().press("Tab");
		}
		focused.press("Enter");
		PlaygroundOneTests.measured(visit);
		for (int i = 0; i < 10 && !"divider".equals(focused.getAttribute("id")); i++) {
			visit.page().keyboard().press("Tab");
			assertThat(focused).hasCount(1);
			assertThat((String) focused.evaluate(
					"""
							(here) => {
								const seen = here.matches('.unseen, .segments input') ? here.parentElement.querySelector('label, .button') ?? here.parentElement : here;
								const outline = getComputedStyle(seen).outlineStyle;
								return here.id === 'divider' ? getComputedStyle(here.querySelector('svg')).outlineStyle : outline;
							}"""))
				.as("outline of %s", focused.evaluate("(here) => here.outerHTML"))
				.isNotEqualTo("none");
		}
		focused.press("ArrowLeft");
		assertThat(visit.find("#divider")).hasAttribute("aria-valuenow", "49");
		assertThat(visit.find("#said")).containsText("dB, SSIM");
	}

	@Test
	void whoSkipsToThePictureStaysWhereTheyAre(Visit visit) {
		visit.to(base(), "compare");
		visit.page().keyboard().press("Tab");
		assertThat(visit.find(".skip")).isFocused();
		visit.page().keyboard().press("Enter");
		assertThat(visit.find("#work")).isFocused();
		assertThat(visit.find("body")).hasAttribute("data-mode", "compare");
	}

	@ParameterizedTest
	@ValueSource(strings = { ".modes a", "#look label", ".sample" })
	void whatIsChosenIsSeenInForcedColours(String several, Visit visit) {
		visit.to(base(), "one");
		visit.button("coffee").first().click();
		PlaygroundOneTests.measured(visit);
		visit.page().emulateMedia(new Page.EmulateMediaOptions().setForcedColors(ForcedColors.ACTIVE));
		List<?> grounds = (List<?>) visit.find(several)
			.evaluateAll("(all) => all.map((one) => getComputedStyle(one).backgroundColor)");
		assertThat(Set.copyOf(grounds)).hasSize(2);
	}

	@Test
	void aServiceThatDoesNotTellItsStatusIsNotOutOfReach(Visit visit) {
		visit.expectRefusals();
		visit.to(base(), "one");
		assertThat(visit.find("#strip")).isVisible();
		visit.page()
			.route(Pattern.compile("/v1/status"), (route) -> route.fulfill(new Route.FulfillOptions().setStatus(429)));
		visit.page().reload();
		assertThat(visit.find("#models tbody tr")).hasCount(2);
		assertThat(visit.find("#strip")).isHidden();
	}

	@Test
	void aServiceThatFallsSilentIsOutOfReach(Visit visit) {
		visit.page().clock().install();
		visit.page().addInitScript("""
				const ask = window.fetch;
				window.fetch = async (url, options) => {
					if (!String(url).endsWith('v1/status')) {
						return ask(url, options);
					}
					if (window.told) {
						throw new TypeError('Failed to fetch');
					}
					window.told = true;
					return new Response(new ReadableStream({
						start: (stream) => stream.enqueue(new TextEncoder().encode('data: %s\\n\\n')),
					}));
				};""".formatted(this.service.get("/v1/status").ok().json()));
		visit.to(base(), "one");
		assertThat(visit.find("[data-value=state]")).hasText("idle");
		visit.page().clock().runFor(10_000);
		assertThat(visit.find("[data-value=state]")).hasText("out of reach");
	}

	@Test
	void secondsInWhichNothingWasToldAreLeftOut(Visit visit) {
		visit.page().clock().install();
		visit.page()
			.addInitScript("""
					const ask = window.fetch;
					window.fetch = async (url, options) => String(url).endsWith('v1/status')
						? new Response(new ReadableStream({ start: (stream) => (window.told = stream) }))
						: ask(url, options);
					window.tell = () => window.told.enqueue(new TextEncoder().encode('data: %s\\n\\n'));"""
				.formatted(this.service.get("/v1/status").ok().json()));
		visit.to(base(), "one");
		visit.page().evaluate("tell()");
		assertThat(visit.find("[data-line=queue] rect")).hasCount(1);
		visit.page().clock().runFor(5_000);
		visit.page().evaluate("tell()");
		assertThat(visit.find("[data-line=queue] rect")).not().hasCount(1);
		// The clock goes on by itself, too.
		assertThat(visit.find("[data-line=queue] rect").count()).isBetween(6, 10);
	}

	@Test
	void anEmptyPageInvites(Visit visit) {
		visit.to(base(), "one").lookAround("empty");
	}

	private static boolean isSample(Locator focused) {
		return focused.count() == 1 && "astronaut".equals(focused.textContent());
	}

	private static void guard(Route route) {
		Request request = route.request();
		String sent = Optional.ofNullable(request.headers().get("authorization")).orElse("");
		if (sent.equals("Bearer sesame")) {
			route.resume();
			return;
		}
		route.fulfill(new Route.FulfillOptions().setStatus(401)
			.setHeaders(Map.of("WWW-Authenticate", "Bearer", "Content-Type", "application/problem+json"))
			.setBody("""
					{"type": "urn:dcae:problem:unauthorized", "title": "A key is needed", "status": 401,
					"detail": "Send Authorization: Bearer", "requestId": "r-2"}"""));
	}

	private String base() {
		return "http://localhost:%d/".formatted(this.service.port());
	}

}
