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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files of the page at /, without a browser.
 */
@HttpTest
class PlaygroundFilesTests {

	private static final Path FILES = Path.of("src/main/resources/static");

	private final Service service;

	PlaygroundFilesTests(Service service) {
		this.service = service;
	}

	@Test
	void thePageIsAtTheRoot() throws IOException {
		Answer page = this.service.get("/", "Accept", "text/html,*/*;q=0.8").ok();
		assertThat(page.header("Content-Type")).startsWith("text/html");
		assertThat(page.text()).isEqualTo(Files.readString(FILES.resolve("index.html")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/playground/main.js", "/playground/styles/base.css", "/playground/icon.svg",
			"/samples/coffee.jpg" })
	void browsersKeepItAndAskWhetherItIsStillRight(String path) {
		Answer first = this.service.get(path).ok();
		assertThat(first.header("Cache-Control")).isEqualTo("no-cache");
		assertThat(first.headers().firstValue("Last-Modified")).isEmpty();
		Answer again = this.service.get(path, "If-None-Match", first.header("ETag"));
		assertThat(again.status()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
		assertThat(this.service.get(path, "If-None-Match", "\"another\"").ok().body()).isEqualTo(first.body());
	}

	@Test
	void aScriptTellsWhichFilesAreTaken() {
		Answer script = this.service.get("/playground/formats.js").ok();
		assertThat(script.header("Content-Type")).startsWith("text/javascript");
		assertThat(script.header("Cache-Control")).isEqualTo("no-cache");
		assertThat(script.text())
			.contains("export const ENDINGS = {\"image/png\":\"png\",\"image/jpeg\":\"jpg\",\"image/webp\":\"webp\"};");
		assertThat(this.service.get("/playground/formats.js", "If-None-Match", script.header("ETag")).status())
			.isEqualTo(304);
	}

	@Test
	void scriptsAreCalledScripts() {
		assertThat(this.service.get("/playground/main.js").ok().header("Content-Type")).startsWith("text/javascript");
		this.service.get("/playground/nothing.js").refusal(404, "not-found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/playground/one.js", "/playground/styles/stage.css",
			"/swagger-ui/swagger-ui-bundle.js", "/swagger-ui/swagger-ui.css" })
	void filesComeCompressedAndAreKept(String path) {
		Answer whole = this.service.get(path).ok();
		Answer packed = this.service.get(path, "Accept-Encoding", "gzip").ok();
		assertThat(packed.header("Content-Encoding")).isEqualTo("gzip");
		assertThat(packed.body().length).isLessThan(whole.body().length / 2 + 1000);
		assertThat(packed.header("Cache-Control")).isEqualTo("no-cache");
		Answer again = this.service.get(path, "Accept-Encoding", "gzip", "If-None-Match", packed.header("ETag"));
		assertThat(again.status()).isEqualTo(304);
		assertThat(again.body()).isEmpty();
	}

	@Test
	void thePageNamesEveryStyleSheet() throws IOException {
		String page = this.service.get("/").ok().text();
		List<String> named = Pattern.compile("<link rel=\"stylesheet\" href=\"([^\"]+)\">")
			.matcher(page)
			.results()
			.map((link) -> link.group(1))
			.toList();
		assertThat(named).allSatisfy(
				(path) -> assertThat(this.service.get("/" + path).ok().header("Content-Type")).startsWith("text/css"));
		assertThat(named.stream().map(FILES::resolve)).containsExactlyInAnyOrderElementsOf(
				files().stream().filter((file) -> file.toString().endsWith(".css")).toList());
	}

	@Test
	void thePageWithoutItsSamplesWeighsAtMost300Kilobytes() throws IOException {
		long bytes = files().stream()
			.filter((file) -> !file.startsWith(FILES.resolve("samples")))
			.mapToLong(PlaygroundFilesTests::size)
			.sum();
		System.out.println("The page weighs " + bytes + " bytes without its samples");
		assertThat(bytes).isBetween(10_000L, 300_000L);
	}

	@Test
	void noFileNamesAnotherHostOrWhatAStrictPolicyForbids() throws IOException {
		for (Path file : files()) {
			if (file.toString().endsWith(".jpg")) {
				continue;
			}
			String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");
			assertThat(text.toLowerCase(Locale.ROOT)).as("%s", file)
				.doesNotContain("http:", "https:", "\"//", "'//", "eval(", " style=", " onclick=\"");
		}
		assertThat(Files.readString(FILES.resolve("index.html"))).contains("default-src 'self'")
			.doesNotContain("unsafe-", "src=\"/", "href=\"/");
	}

	private static List<Path> files() throws IOException {
		try (Stream<Path> all = Files.walk(FILES)) {
			return all.filter(Files::isRegularFile).toList();
		}
	}

	private static long size(Path file) {
		try {
			return Files.size(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
