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
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody at the page. When the visit ends, nothing may have been asked of another host,
 * and the console must be empty.
 */
final class Visit {

	/** Milliseconds. */
	static final int PATIENCE = 120_000;

	private static final Path SCREENSHOTS = Path.of("target/screenshots");

	private static final int DESK_WIDTH = 1440;

	private static final int DESK_HEIGHT = 900;

	/** Widths and heights of windows: a desk, a small one, a phone. */
	private static final List<int[]> WINDOWS = List.of(new int[] { DESK_WIDTH, DESK_HEIGHT }, new int[] { 1024, 768 },
			new int[] { 390, 844 });

	private final BrowserContext context;

	private final Page page;

	private final List<String> asked = new CopyOnWriteArrayList<>();

	private final List<String> complaints = new CopyOnWriteArrayList<>();

	private String base = "";

	private boolean refusalsExpected;

	Visit(Browser browser) {
		PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
		this.context = browser.newContext(new Browser.NewContextOptions().setViewportSize(DESK_WIDTH, DESK_HEIGHT));
		this.context.setDefaultTimeout(PATIENCE);
		this.page = this.context.newPage();
		this.page.onRequest((request) -> this.asked.add(request.url()));
		this.page.onPageError((error) -> this.complaints.add(error));
		this.page.onConsoleMessage((message) -> {
			if (message.type().equals("error") || message.type().equals("warning")) {
				this.complaints.add(message.text());
			}
		});
	}

	Page page() {
		return this.page;
	}

	/**
	 * Opens the page of a service and waits until it knows the models.
	 * @param base such as {@code http://localhost:8080/}
	 */
	Visit to(String base, String mode) {
		open(base, mode);
		this.page.locator("#models tbody tr").first().waitFor();
		return this;
	}

	Visit open(String base, String mode) {
		return goTo(base, "#" + mode);
	}

	/**
	 * Opens something of a service.
	 */
	Visit goTo(String base, String path) {
		this.base = base;
		this.page.navigate(base + path);
		return this;
	}

	/**
	 * Says that answers with a status of an error are part of this visit: browsers report
	 * each on the console.
	 */
	void expectRefusals() {
		this.refusalsExpected = true;
	}

	/**
	 * The requests to the service so far, without its address.
	 */
	List<String> asked() {
		return this.asked.stream()
			.filter((url) -> url.startsWith(this.base))
			.map((url) -> url.substring(this.base.length()))
			.toList();
	}

	Locator find(String selector) {
		return this.page.locator(selector);
	}

	Locator button(String name) {
		return this.page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name));
	}

	void choose(String letter, String name, String type, byte[] file) {
		find("#file-" + letter).setInputFiles(new FilePayload(name, type, file));
	}

	/**
	 * The pixels that an image or a canvas on the page shows.
	 */
	RgbImage image(String selector) {
		find(selector).evaluate("(image) => image.decode?.()");
		String png = (String) find(selector).evaluate("""
				(image) => {
					const canvas = document.createElement('canvas');
					canvas.width = image.naturalWidth ?? image.width;
					canvas.height = image.naturalHeight ?? image.height;
					canvas.getContext('2d').drawImage(image, 0, 0);
					return canvas.toDataURL('image/png');
				}""");
		byte[] file = Base64.getDecoder().decode(png.substring(png.indexOf(',') + 1));
		return Formats.decode(file);
	}

	/**
	 * The file that a button gives.
	 */
	byte[] download(String button, String name) {
		Download download = this.page.waitForDownload(() -> button(button).click());
		assertThat(download.suggestedFilename()).isEqualTo(name);
		try {
			return Files.readAllBytes(download.path());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Looks at the page in light and dark, on a desk, a small one and a phone: keeps an
	 * image of each, finds no barrier, and no need to scroll sideways.
	 */
	void lookAround(String name) {
		for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
			this.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
			for (int[] window : WINDOWS) {
				int width = window[0];
				this.page.setViewportSize(width, window[1]);
				String shot = "%s-%s-%d".formatted(name, scheme.name().toLowerCase(Locale.ROOT), width);
				this.page.screenshot(
						new Page.ScreenshotOptions().setFullPage(true).setPath(SCREENSHOTS.resolve(shot + ".png")));
				assertThat(this.page.evaluate("document.documentElement.scrollWidth")).as(shot).isEqualTo(width);
				requireNoBarrier(shot);
			}
		}
		this.page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
		this.page.setViewportSize(DESK_WIDTH, DESK_HEIGHT);
	}

	private void requireNoBarrier(String where) {
		// What it runs inside of is not this page.
		List<Rule> barriers = new AxeBuilder(this.page).setLegacyMode(true)
			.analyze()
			.getViolations()
			.stream()
			.filter((rule) -> rule.getImpact().equals("serious") || rule.getImpact().equals("critical"))
			.toList();
		assertThat(barriers)
			.as(() -> barriers.stream()
				.map((rule) -> "%s at %s".formatted(rule.getHelp(),
						rule.getNodes().stream().map((node) -> node.getHtml() + node.getFailureSummary()).toList()))
				.toList()
				.toString())
			.as(where)
			.isEmpty();
	}

	/**
	 * Ends the visit.
	 * @param well whether the test found nothing, so that it is worth looking
	 */
	void end(boolean well) {
		this.context.close();
		if (!well) {
			System.out.println("The console of the page: " + this.complaints);
			return;
		}
		String host = URI.create(this.base).getAuthority();
		assertThat(this.asked).isNotEmpty()
			.allMatch((url) -> url.startsWith("blob:") || URI.create(url).getAuthority().equals(host));
		assertThat(this.complaints)
			.filteredOn((complaint) -> !(this.refusalsExpected
					&& complaint.startsWith("Failed to load resource: the server responded with a status of 4")))
			.isEmpty();
	}

}
