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
package dev.dcae.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.DistanceArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * A user's network compares images, or is refused when it is loaded.
 */
class PerceptualDistanceTests {

	@TempDir
	Path temp;

	@Test
	void theNetworkSeesImagesFromMinusOneToOne() throws IOException {
		try (PerceptualDistance distance = load(DistanceArchive.meanAbsolute(this.temp.resolve("mae.pt")))) {
			assertThat(distance.between(grey(5, 7, 0), grey(5, 7, 255))).isEqualTo(2, within(1e-6));
			assertThat(distance.between(grey(5, 7, 0), grey(5, 7, 51))).isEqualTo(0.4, within(1e-6));
			assertThat(distance.between(grey(5, 7, 51), grey(5, 7, 51))).isZero();
		}
	}

	@Test
	void theNetworkSeesBatchChannelsHeightAndWidth() throws IOException {
		// The red of the first row alone.
		Path file = DistanceArchive.write(this.temp.resolve("red.pt"), "Tensor",
				"""
						torch.reshape(torch.sum(torch.abs(torch.select(torch.select(torch.sub(a, b), 1, 0), 1, 0))), [1, 1])""");
		Tensor image = Tensor.zeros(DType.U8, new Shape(2, 3, 3));
		byte[] changed = new byte[18];
		changed[0] = (byte) 255; // red, first row
		changed[4] = (byte) 255; // green, first row
		changed[9] = (byte) 255; // red, second row
		try (PerceptualDistance distance = load(file)) {
			assertThat(distance.between(image, Tensor.ofBytes(image.shape(), changed))).isEqualTo(2, within(1e-6));
		}
	}

	@Test
	void manyThreadsMayAsk() throws IOException {
		try (PerceptualDistance distance = load(DistanceArchive.meanAbsolute(this.temp.resolve("mae.pt")))) {
			List<Double> distances = IntStream.range(0, 200)
				.parallel()
				.mapToObj((i) -> distance.between(grey(4, 4, 0), grey(4, 4, i)))
				.toList();
			for (int i = 0; i < distances.size(); i++) {
				assertThat(distances.get(i)).isEqualTo(i / 127.5, within(1e-5));
			}
		}
	}

	@Test
	void imagesOfDifferentShapesAreNotCompared() throws IOException {
		try (PerceptualDistance distance = load(DistanceArchive.meanAbsolute(this.temp.resolve("mae.pt")))) {
			assertThatIllegalArgumentException().isThrownBy(() -> distance.between(grey(4, 5, 0), grey(5, 4, 0)))
				.withMessageContaining("[4, 5, 3]");
			Tensor floats = Tensor.zeros(DType.F32, new Shape(4, 5, 3));
			assertThatIllegalArgumentException().isThrownBy(() -> distance.between(floats, floats));
			Tensor planes = Tensor.zeros(DType.U8, new Shape(3, 4, 5));
			assertThatIllegalArgumentException().isThrownBy(() -> distance.between(planes, planes));
		}
	}

	@Test
	void anAnswerThatIsNotFiniteIsNoDistance() throws IOException {
		Path file = DistanceArchive.write(this.temp.resolve("log.pt"), "Tensor",
				"torch.log(torch.add(torch.mean(torch.sub(a, b)), 1.))");
		try (PerceptualDistance distance = load(file)) {
			assertThatExceptionOfType(EngineRunException.class)
				.isThrownBy(() -> distance.between(grey(4, 4, 0), grey(4, 4, 255)))
				.withMessageContaining("finite");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Tensor                | torch.sub(a, b)
			Tuple[Tensor, Tensor] | (torch.mean(a), torch.mean(b))
			str                   | "none"
			Tensor                | torch.matmul(a, torch.reshape(b, [7, 7]))
			""")
	void aNetworkThatAnswersAnythingElseIsRefused(String type, String answer) throws IOException {
		Path file = DistanceArchive.write(this.temp.resolve("other.pt"), type, answer);
		assertThatExceptionOfType(EngineRunException.class).isThrownBy(() -> load(file))
			.withMessageStartingWith(file + " is no perceptual distance")
			.withMessageContaining("forward(a, b)")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("\n"));
	}

	@Test
	void imagesForWhichThereIsNoMemoryCannotBeCompared() throws IOException {
		// Of a first row of n pixels, n to the fourth numbers.
		String row = "torch.select(torch.select(torch.select(torch.sub(a, b), 0, 0), 0, 0), 0, 0)";
		String square = "torch.reshape(torch.outer(%s, %s), [-1])".formatted(row, row);
		Path file = DistanceArchive.write(this.temp.resolve("large.pt"), "Tensor",
				"torch.sum(torch.outer(%s, %s))".formatted(square, square));
		try (PerceptualDistance distance = load(file)) {
			assertThatExceptionOfType(EngineRunException.class)
				.isThrownBy(() -> distance.between(grey(1, 8192, 0), grey(1, 8192, 255)))
				.withMessageContaining("did not fit the memory");
		}
	}

	@Test
	void aSimilarityIsNoDistance() throws IOException {
		Path file = DistanceArchive.write(this.temp.resolve("similarity.pt"), "Tensor",
				"torch.exp(torch.neg(torch.mean(torch.abs(torch.sub(a, b)))))");
		assertThatExceptionOfType(EngineRunException.class).isThrownBy(() -> load(file))
			.withMessageContaining("1.0 for two equal images");
	}

	@Test
	void anotherModelIsNoDistance() throws IOException {
		Fixture.of("tiny-sana").load(this.temp, Precision.FP32).close();
		try (var archives = Files.newDirectoryStream(this.temp, "*.pt")) {
			assertThatExceptionOfType(EngineRunException.class).isThrownBy(() -> load(archives.iterator().next()))
				.withMessageContaining("forward(a, b)");
		}
	}

	@Test
	void aFileThatIsNoArchiveOrIsMissingIsNamed() throws IOException {
		Path text = Files.writeString(this.temp.resolve("notes.txt"), "not an archive");
		assertThatExceptionOfType(EngineRunException.class).isThrownBy(() -> load(text))
			.withMessageContaining(text.toString());
		Path missing = this.temp.resolve("lpips.pt");
		assertThatExceptionOfType(EngineRunException.class).isThrownBy(() -> load(missing))
			.withMessageContaining("There is no file " + missing);
	}

	private static PerceptualDistance load(Path file) {
		return PerceptualDistance.load(file, "cpu", 2);
	}

	private static Tensor grey(int height, int width, int level) {
		byte[] pixels = new byte[3 * height * width];
		Arrays.fill(pixels, (byte) level);
		return Tensor.ofBytes(new Shape(height, width, 3), pixels);
	}

}
