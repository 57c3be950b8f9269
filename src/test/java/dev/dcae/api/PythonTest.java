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
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import dev.dcae.Python;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Python of {@code docs/python.md}, as it is there, with a service that computes in
 * the type that the test says.
 */
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
abstract class PythonTest {

	private static final Path DOCUMENT = Path.of("docs/python.md");

	private static final Pattern RUN = Pattern.compile("<!-- run -->\n\n```python\n(.*?)```\n", Pattern.DOTALL);

	private static final Path IMAGE = Path.of("src/test/resources/photos/astronaut.png");

	@TempDir
	Path folder;

	private final Service service;

	PythonTest(Service service) {
		this.service = service;
	}

	@BeforeEach
	void putTheImageThere() throws IOException {
		Files.copy(IMAGE, this.folder.resolve("astronaut.png"), StandardCopyOption.REPLACE_EXISTING);
	}

	@Test
	void requestsAndNumpyEncodeAFileAndDecodeItsLatent() throws Exception {
		assertThat(run(0).lines()).containsExactly("latent (1, 32, 16, 16) float32", "pixels (512, 512, 3) uint8",
				"refused 400 urn:dcae:problem:bad-tensor");
		RgbImage image = image(Files.readAllBytes(IMAGE));
		assertThat(Npy.parse(Files.readAllBytes(this.folder.resolve("astronaut.npy"))).toFloats())
			.containsExactly(this.service.encode("", image).toFloats());
		assertThat(psnr(image, image(Files.readAllBytes(this.folder.resolve("decoded.png"))))).isGreaterThan(15);
	}

	@Test
	void requestsAloneAreAClientOfTheRemoteVae() throws Exception {
		assertThat(run(1).lines()).containsExactly("images (1, 512, 512, 3) uint8");
		Tensor images = Npy.parse(Files.readAllBytes(this.folder.resolve("images.npy")));
		assertThat(images.shape()).isEqualTo(new Shape(1, 512, 512, 3));
		RgbImage image = image(Files.readAllBytes(IMAGE));
		assertThat(psnr(image, new RgbImage(512, 512, images.toBytes()))).isGreaterThan(15);
	}

	/**
	 * Runs a block of the document.
	 * @return what it printed
	 */
	private String run(int block) throws IOException, InterruptedException {
		List<String> blocks = RUN.matcher(Files.readString(DOCUMENT)).results().map((found) -> found.group(1)).toList();
		assertThat(blocks).as("blocks that %s says are run", DOCUMENT).hasSize(2);
		return Python.run(this.folder,
				Map.of("DCAE_URL", "http://localhost:" + this.service.port(), "NO_PROXY", "localhost"),
				"numpy, requests", blocks.get(block));
	}

	private static RgbImage image(byte[] file) {
		return Formats.decode(file);
	}

	private static double psnr(RgbImage one, RgbImage other) {
		return ImageMetrics.psnr(one, other);
	}

}
