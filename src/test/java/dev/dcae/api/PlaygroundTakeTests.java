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

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Route;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Things to take from the page: code, and files.
 */
@PlaygroundTest
class PlaygroundTakeTests {

	private static final String MADE = "#stage-one [data-picture=made]";

	/** A name that shells and forms would stumble over. */
	private static final String NAME = "it's \"my\" $HOME; photo.png";

	private final RgbImage photo = Photo.COFFEE.middle(128, 96);

	private final Service service;

	PlaygroundTakeTests(Service service) {
		this.service = service;
	}

	@Test
	void theCopiedCommandMakesWhatIsOnScreen(Visit visit, @TempDir Path folder) throws Exception {
		visit.to(base(), "one");
		visit.find("#models input[value=structured]").check();
		visit.choose("A", NAME, "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
		visit.button("texture 50 %").click();
		assertThat(visit.find("#channel-count")).hasText("16 of 32");
		PlaygroundOneTests.measured(visit);
		Files.write(folder.resolve(NAME), TestImages.png(this.photo));
		String command = copied(visit);
		run(command, folder);
		PlaygroundModelsTests.assertLike(visit.image(MADE), image(folder.resolve("reconstruction.png")));
	}

	@Test
	void soDoTheCommandsOfComparingAndOfGoingBetween(Visit visit, @TempDir Path folder) throws Exception {
		visit.to(base(), "compare");
		visit.choose("A", NAME, "image/png", TestImages.png(this.photo));
		assertThat(visit.find("#compared tbody tr")).hasCount(2);
		Files.write(folder.resolve(NAME), TestImages.png(this.photo));
		run(copied(visit), folder);
		try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("comparison.zip"))) {
			PlaygroundModelsTests.assertLike(visit.image("[data-panel=plain]"), image(zip.getPath("plain.png")));
		}
		visit.page().getByText("Between two").first().click();
		byte[] other = TestImages.png(Photo.ASTRONAUT.middle(128, 96));
		visit.choose("B", "b.png", "image/png", other);
		assertThat(visit.find("#stage-between")).hasAttribute("data-exact", "true");
		Files.write(folder.resolve("b.png"), other);
		run(copied(visit), folder);
		PlaygroundModelsTests.assertLike(visit.image("#stage-between [data-picture=over]"),
				image(folder.resolve("between.png")));
	}

	@Test
	void pythonAndJavascriptCallTheSame(Visit visit) {
		visit.to(base(), "one");
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
		String url = base() + "v1/reconstruct?model=plain";
		visit.find("#language input[value=python]").check();
		assertThat(visit.find("#snippet").textContent()).startsWith("import requests\n")
			.contains("requests.post(\n    \"" + url + "\"", "data=open(\"photo.png\", \"rb\")",
					"\"Content-Type\": \"image/png\"");
		visit.find("#language input[value=javascript]").check();
		assertThat(visit.find("#snippet").textContent()).contains("fetch(\"" + url + "\"",
				"body: await readFile(\"photo.png\")");
	}

	@Test
	void theLatentIsDownloadedAsTensorFiles(Visit visit) {
		show(visit);
		Safetensors file = Safetensors
			.parse(MemorySegment.ofArray(visit.download("Download latent as safetensors", "photo.plain.safetensors")));
		assertThat(file.metadata()).containsEntry("model", "plain");
		assertThat(file.tensors().get("latent")).isNotNull()
			.satisfies((latent) -> assertThat(latent.toBytes())
				.isEqualTo(this.service.encode("model=plain", this.photo).toBytes()));
		visit.find("#option-dtype").selectOption("float16");
		PlaygroundOneTests.measured(visit);
		byte[] npy = visit.download("Download latent as npy", "photo.plain.npy");
		assertThat(Npy.parse(npy)).satisfies((latent) -> {
			assertThat(latent.dtype()).isEqualTo(DType.F16);
			assertThat(latent.shape().sizes()).containsExactly(1, 32, 3, 4);
		});
	}

	@Test
	void theImageIsDownloadedAsImageFiles(Visit visit) {
		show(visit);
		RgbImage shown = visit.image(MADE);
		byte[] png = visit.download("Download reconstruction as PNG", "photo.plain.png");
		assertThat(image(png).pixels()).isEqualTo(shown.pixels());
		byte[] webp = visit.download("Download reconstruction as WebP", "photo.plain.webp");
		assertThat(new String(webp, 8, 4, StandardCharsets.US_ASCII)).isEqualTo("WEBP");
		assertThat(ImageMetrics.psnr(image(webp), shown)).isGreaterThan(30);
	}

	@Test
	void filesAreOfWhatIsOnScreenWhateverWasChosenSince(Visit visit) {
		show(visit);
		RgbImage shown = visit.image(MADE);
		visit.expectRefusals();
		visit.page()
			.route(Pattern.compile("/v1/encode\\?model=structured"),
					(route) -> route.fulfill(new Route.FulfillOptions().setStatus(429)
						.setContentType("application/problem+json")
						.setBody("{\"title\": \"The queue is full\", \"status\": 429}")));
		visit.find("#models input[value=structured]").check();
		assertThat(visit.find("#problem")).containsText("The queue is full");
		byte[] webp = visit.download("Download reconstruction as WebP", "photo.plain.webp");
		assertThat(ImageMetrics.psnr(image(webp), shown)).isGreaterThan(30);
		byte[] npy = visit.download("Download latent as npy", "photo.plain.npy");
		assertThat(npy).isEqualTo(this.service
			.post("/v1/encode?model=plain", "image/png", TestImages.png(this.photo), "Accept", "application/x-npy")
			.ok()
			.body());
	}

	private void show(Visit visit) {
		visit.to(base(), "one").choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
	}

	private static String copied(Visit visit) {
		visit.page()
			.context()
			.grantPermissions(List.of("clipboard-read", "clipboard-write"),
					new BrowserContext.GrantPermissionsOptions());
		visit.button("Copy").click();
		assertThat(visit.find("#copy")).hasText("Copied");
		return (String) visit.page().evaluate("navigator.clipboard.readText()");
	}

	private static void run(String command, Path folder) throws Exception {
		Path said = folder.resolve("said.txt");
		Process process = new ProcessBuilder("sh", "-c", command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(said.toFile())
			.start();
		assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(() -> command + "\n" + read(said)).isZero();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (java.io.IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	private static RgbImage image(Path file) throws Exception {
		return image(Files.readAllBytes(file));
	}

	private static RgbImage image(byte[] file) {
		return Formats.decode(file);
	}

	private String base() {
		return "http://localhost:%d/".formatted(this.service.port());
	}

}
