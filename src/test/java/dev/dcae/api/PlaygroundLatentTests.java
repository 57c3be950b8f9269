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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import com.microsoft.playwright.Locator;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Tensor;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.NormOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * The latent on the page: heat maps, principal components, and the channels that are
 * kept.
 */
@PlaygroundTest
class PlaygroundLatentTests {

	private final RgbImage photo = Photo.COFFEE.middle(192, 128);

	private final Service service;

	PlaygroundLatentTests(Service service) {
		this.service = service;
	}

	@Test
	void eachChannelIsAHeatMapOfItsValues(Visit visit) {
		show(visit, "plain");
		assertThat(visit.find("#latent-shape")).hasText("32 × 4 × 6, channels × height × width");
		Locator maps = visit.find("#heat canvas");
		assertThat(maps).hasCount(32);
		Tensor latent = this.service.encode("model=plain", this.photo);
		int[] high = { 0xb0, 0x40, 0x1a };
		int[] mid = { 0xf4, 0xf2, 0xec };
		int[] low = { 0x1f, 0x6a, 0x94 };
		for (int channel : new int[] { 0, 17, 31 }) {
			List<?> pixels = (List<?>) maps.nth(channel)
				.evaluate("(map) => [...map.getContext('2d').getImageData(0, 0, map.width, map.height).data]");
			float[] values = values(latent, channel);
			double reach = IntStream.range(0, 24).mapToDouble((i) -> Math.abs(values[i])).max().orElseThrow();
			for (int i = 0; i < 24; i++) {
				double part = values[i] / reach;
				for (int c = 0; c < 3; c++) {
					double expected = mid[c] + (((part < 0) ? low : high)[c] - mid[c]) * Math.abs(part);
					assertThat(((Number) pixels.get(4 * i + c)).doubleValue()).isCloseTo(expected, within(1.01));
				}
			}
		}
		visit.find("#heat-range input[value=common]").check();
		assertThat(visit.find("#scale-high")).hasText(Pattern.compile("\\+[\\d.]+"));
	}

	@Test
	void theColoursAreThePrincipalComponents(Visit visit) {
		show(visit, "plain");
		assertThat(visit.find("#pca-said")).containsText("% of the variance");
		assertThat(visit.find("#pca").evaluate("(map) => [map.width, map.height]")).isEqualTo(List.of(6, 4));
		Tensor latent = this.service.encode("model=plain", this.photo);
		List<?> found = (List<?>) visit.page().evaluate("""
				async (base64) => {
					const { principalComponents } = await import('./playground/pca.js');
					const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
					const { axes, explained } = principalComponents(new Float32Array(bytes.buffer), 32);
					return [...axes.map((axis) => [...axis]), explained];
				}""", Base64.getEncoder().encodeToString(latent.toBytes()));
		DMatrixRMaj covariance = covariance(latent);
		double[] variances = variances(covariance);
		double total = CommonOps_DDRM.trace(covariance);
		for (int k = 0; k < 3; k++) {
			DMatrixRMaj axis = column((List<?>) found.get(k));
			assertThat(NormOps_DDRM.normF(axis)).isCloseTo(1, within(1e-9));
			// What an eigenvector is: the matrix only makes it longer.
			DMatrixRMaj image = CommonOps_DDRM.mult(covariance, axis, null);
			CommonOps_DDRM.addEquals(image, -variances[k], axis);
			assertThat(NormOps_DDRM.normF(image)).isLessThan(1e-3 * variances[0]);
			assertThat(((Number) ((List<?>) found.get(3)).get(k)).doubleValue()).isCloseTo(variances[k] / total,
					within(1e-4));
			for (int other = 0; other < k; other++) {
				assertThat(CommonOps_DDRM.dot(axis, column((List<?>) found.get(other)))).isCloseTo(0, within(1e-9));
			}
		}
	}

	@Test
	void aStructuredLatentIsDecodedFromItsFirstChannels(Visit visit) {
		show(visit, "structured");
		assertThat(visit.find("#channels")).isVisible();
		assertThat(visit.find("#channel-count")).hasText("32 of 32");
		assertThat(visit.find("#channel-ticks button"))
			.hasText(new String[] { "structure20 %", "texture50 %", "content100 %" });
		assertThat(visit.find("#heat .off")).hasCount(0);
		visit.button("structure 20 %").click();
		expectChannels(visit, 6);
		assertThat(visit.find("[data-fewer=structured]")).hasText("512×");
		assertThat(visit.find("[data-fewer=plain]")).hasText("96×");
		visit.find("#channel-slider").press("ArrowRight");
		expectChannels(visit, 7);
		visit.lookAround("structured");
		visit.button("texture 50 %").click();
		expectChannels(visit, 16);
	}

	@Test
	void aLatentThatIsNotStructuredHasNoSlider(Visit visit) {
		show(visit, "plain");
		assertThat(visit.find("#channels")).isHidden();
	}

	@Test
	void aChannelIsEnlargedWithItsFigures(Visit visit) {
		show(visit, "plain");
		Tensor latent = this.service.encode("model=plain", this.photo);
		float[] values = values(latent, 17);
		double mean = IntStream.range(0, 24).mapToDouble((i) -> values[i]).average().orElseThrow();
		double deviation = Math.sqrt(IntStream.range(0, 24)
			.mapToDouble((i) -> (values[i] - mean) * (values[i] - mean))
			.average()
			.orElseThrow());
		visit.find("#heat .map").nth(17).click();
		assertThat(visit.find("#channel-title")).hasText("Channel 17");
		assertThat(visit.find("#channel-said"))
			.containsText("mean %.3f, deviation %.3f, from ".formatted(mean, deviation));
		Object counted = visit.find("#channel-histogram")
			.evaluate(
					"(bars) => [...bars.querySelectorAll('rect')].filter((bar) => bar.height.baseVal.value > 0).length");
		assertThat(((Number) counted).intValue()).isBetween(2, 24);
		assertThat(visit.find("#latent-all")).containsText("All values: mean ");
		visit.find(".latent-figures summary").click();
		Locator rows = visit.find("#latent-figures tbody tr");
		assertThat(rows).hasCount(32);
		assertThat(rows.nth(17).locator("td").first()).hasText("%.3f".formatted(mean));
		visit.lookAround("channel");
		visit.find("#channel-close").click();
		assertThat(visit.find("#channel")).isHidden();
		assertThat(new String(visit.download("Download latent as CSV", "photo.plain.channels.csv")))
			.startsWith("channel,mean,deviation,least,most\r\n0,");
	}

	@Test
	void optionsAreAskedOfTheService(Visit visit) {
		RgbImage odd = Photo.COFFEE.middle(200, 140);
		visit.to("http://localhost:%d/".formatted(this.service.port()), "one");
		visit.find("#option-fit").selectOption("crop");
		visit.choose("A", "odd.png", "image/png", TestImages.png(odd));
		PlaygroundOneTests.measured(visit);
		assertThat(visit.image("#stage-one [data-picture=original]").pixels())
			.isEqualTo(odd.centerCrop(192, 128).pixels());
		JsonNode report = this.service.post("/v1/reconstruct?report=true&model=plain&fit=crop", odd).ok().json();
		assertThat(visit.find("[data-figure=psnr]")).hasText("%.2f dB".formatted(report.path("psnr").asDouble()));
		assertThat(visit.find("#snippet")).containsText("fit=crop");
		RgbImage unscaled = visit.image("#stage-one [data-picture=made]");
		visit.find("#option-scaled").selectOption("true");
		visit.find("#option-dtype").selectOption("float16");
		visit.find("#option-tile").selectOption("never");
		PlaygroundOneTests.measured(visit);
		assertThat(visit.asked()).filteredOn((path) -> path.startsWith("v1/encode"))
			.last()
			.isEqualTo("v1/encode?model=plain&fit=crop&tile=never&dtype=float16&scaled=true");
		assertThat(visit.asked()).filteredOn((path) -> path.startsWith("v1/decode"))
			.last()
			.asString()
			.contains("scaled=true", "tile=never");
		assertThat(TestImages.maxDifference(visit.image("#stage-one [data-picture=made]"), unscaled)).isLessThan(4);
	}

	@Test
	void latentsOfFilesAreDecoded(Visit visit) {
		visit.to("http://localhost:%d/".formatted(this.service.port()), "one");
		byte[] image = TestImages.png(this.photo);
		byte[] safetensors = this.service
			.post("/v1/encode?model=structured&dtype=bfloat16", "image/png", image, "Accept",
					"application/x-safetensors")
			.ok()
			.body();
		visit.find("#models input[value=structured]").check();
		visit.choose("A", "kept.safetensors", "", safetensors);
		decoded(visit, "kept.safetensors 32 × 4 × 6 bfloat16");
		PlaygroundModelsTests.assertLike(visit.image("#stage-one [data-picture=made]"),
				this.service.post("/v1/decode", "application/x-safetensors", safetensors).image());
		assertThat(visit.find("#divider")).isHidden();
		assertThat(visit.find("#snippet")).containsText("v1/decode?model=structured");
		assertThat(visit.find("#latent-shape")).containsText("32 × 4 × 6");
		visit.lookAround("latent-file");
		visit.button("texture 50 %").click();
		assertThat(visit.find("[aria-busy=true]")).hasCount(0);
		visit.find("#models input[value=plain]").check();
		byte[] npy = this.service
			.post("/v1/encode?model=plain&dtype=float16", "image/png", image, "Accept", "application/x-npy")
			.ok()
			.body();
		visit.expectRefusals();
		visit.choose("A", "kept.npy", "", npy);
		decoded(visit, "kept.npy 32 × 4 × 6 float16");
		PlaygroundModelsTests.assertLike(visit.image("#stage-one [data-picture=made]"),
				this.service.post("/v1/decode?model=plain", "application/x-npy", npy).image());
		visit.choose("A", "broken.npy", "", new byte[] { 1, 2, 3 });
		assertThat(visit.find("#problem")).containsText("broken.npy cannot be read as a latent.");
		assertThat(visit.button("Try again")).hasCount(0);
	}

	private static void decoded(Visit visit, String about) {
		assertThat(visit.find("#source-a .about")).containsText(about);
		assertThat(visit.find("#stage-one [data-picture=made]")).isVisible();
		assertThat(visit.find("[aria-busy=true]")).hasCount(0);
	}

	private void expectChannels(Visit visit, int channels) {
		assertThat(visit.find("#channel-count")).hasText(channels + " of 32");
		assertThat(visit.find("#heat .off")).hasCount(32 - channels);
		assertThat(visit.find("#snippet")).containsText("channels=" + channels);
		assertThat(visit.find("[data-size=float16] b")).hasText(bytes(channels * 24 * 2));
		PlaygroundModelsTests.assertLike(visit.image("#stage-one [data-picture=made]"),
				this.service.post("/v1/reconstruct?model=structured&channels=" + channels, this.photo).image());
	}

	private static String bytes(int count) {
		return (count < 1000) ? count + " B" : "%.2f kB".formatted(count / 1000.0).replaceFirst("0 kB", " kB");
	}

	private void show(Visit visit, String model) {
		visit.to("http://localhost:%d/".formatted(this.service.port()), "one");
		visit.find("#models input[value=" + model + "]").check();
		visit.choose("A", "photo.png", "image/png", TestImages.png(this.photo));
		PlaygroundOneTests.measured(visit);
	}

	private static float[] values(Tensor latent, int channel) {
		float[] values = new float[24];
		ByteBuffer.wrap(latent.toBytes()).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(channel * 24, values);
		return values;
	}

	private static DMatrixRMaj covariance(Tensor latent) {
		DMatrixRMaj centred = new DMatrixRMaj(32, 24);
		for (int c = 0; c < 32; c++) {
			float[] values = values(latent, c);
			double mean = IntStream.range(0, 24).mapToDouble((i) -> values[i]).average().orElseThrow();
			for (int i = 0; i < 24; i++) {
				centred.set(c, i, values[i] - mean);
			}
		}
		DMatrixRMaj covariance = new DMatrixRMaj(32, 32);
		CommonOps_DDRM.multTransB(1.0 / 24, centred, centred, covariance);
		return covariance;
	}

	/**
	 * The eigenvalues, the largest first.
	 */
	private static double[] variances(DMatrixRMaj covariance) {
		EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(32, false, true);
		assertThat(eigen.decompose(covariance.copy())).isTrue();
		return IntStream.range(0, 32)
			.mapToDouble((i) -> -eigen.getEigenvalue(i).getReal())
			.sorted()
			.map((value) -> -value)
			.toArray();
	}

	private static DMatrixRMaj column(List<?> values) {
		return new DMatrixRMaj(32, 1, true,
				values.stream().mapToDouble((value) -> ((Number) value).doubleValue()).toArray());
	}

}
