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
package dev.dcae.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.ImageMetrics;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

/**
 * The linear codec that photographs of its own kind are best held by.
 */
class BlockPcaCodecTests {

	private static final ImageFolder PHOTOS = ImageFolder.of(Photos.FOLDER, Formats.ALL);

	private static final BlockPcaCodec F8C16 = BlockPcaCodec.fit(PHOTOS, new LatentGrid(8, 16));

	@TempDir
	Path temp;

	@Test
	void photographsSurviveItBetterThanBicubic() {
		BicubicYardstick bicubic = new BicubicYardstick(new LatentGrid(8, 16));
		for (RgbImage image : List.of(Photos.ASTRONAUT, Photos.COFFEE)) {
			assertThat(psnr(F8C16, image)).isGreaterThan(psnr(bicubic, image) + 0.5);
		}
	}

	@Test
	void moreCoefficientsHoldMore() {
		double before = 0;
		for (int channels : new int[] { 1, 2, 4, 8, 16 }) {
			double psnr = psnr(F8C16.first(channels), Photos.COFFEE);
			assertThat(psnr).isGreaterThan(before);
			before = psnr;
		}
	}

	@Test
	void theFirstOfManyCoefficientsAreNearlyTheBestFew() {
		BlockPcaCodec few = BlockPcaCodec.fit(PHOTOS, new LatentGrid(8, 3));
		assertThat(psnr(F8C16.first(3), Photos.COFFEE)).isEqualTo(psnr(few, Photos.COFFEE), within(0.02));
	}

	/**
	 * Compares with EJML's eigenvalues of the whole covariance, of blocks small enough
	 * for it.
	 */
	@Test
	void findsTheEigenvectorsOfTheCovariance() {
		BlockSamples samples = BlockSamples.of(PHOTOS, 4, 2000, 7);
		PrincipalComponents found = PrincipalComponents.fit(samples, 5, 7);
		DMatrixRMaj covariance = covariance(samples);
		EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(covariance.numCols, false, true);
		assertThat(eigen.decompose(covariance.copy())).isTrue();
		double[] largest = new double[covariance.numCols];
		Arrays.setAll(largest, (i) -> eigen.getEigenvalue(i).real);
		Arrays.sort(largest);
		for (int i = 0; i < 5; i++) {
			DMatrixRMaj direction = CommonOps_DDRM.extractColumn(found.basis(), i, null);
			DMatrixRMaj image = new DMatrixRMaj(covariance.numRows, 1);
			CommonOps_DDRM.mult(covariance, direction, image);
			double expected = largest[largest.length - 1 - i];
			assertThat(CommonOps_DDRM.dot(direction, direction)).isEqualTo(1, within(1e-9));
			assertThat(CommonOps_DDRM.dot(direction, image)).isEqualTo(expected, within(1e-3 * expected));
		}
	}

	@Test
	void theSameFolderGivesTheSameCodec() {
		BlockPcaCodec again = BlockPcaCodec.fit(PHOTOS, new LatentGrid(8, 16));
		assertThat(again.code(Photos.COFFEE).image()).isEqualTo(F8C16.code(Photos.COFFEE).image());
	}

	@Test
	void asManyCoefficientsAsValuesLoseNothing() {
		BlockPcaCodec whole = BlockPcaCodec.fit(PHOTOS, new LatentGrid(2, 12));
		RgbImage noise = Photos.noise(16, 8, 3);
		assertThat(whole.code(noise).image()).isEqualTo(noise);
	}

	@Test
	void imagesWithoutAnyDifferenceAreHeldAsTheyAre() throws IOException {
		RgbImage flat = new RgbImage(40, 40, new byte[4800]);
		Arrays.fill(flat.pixels(), (byte) 77);
		Files.write(this.temp.resolve("flat.png"), Formats.PNG.encode(flat));
		BlockPcaCodec codec = BlockPcaCodec.fit(ImageFolder.of(this.temp, Formats.ALL), new LatentGrid(8, 4));
		assertThat(codec.code(flat).image()).isEqualTo(flat);
	}

	@Test
	void holdsOneFloat16ForEachCoefficient() {
		Rate rate = F8C16.code(Photos.noise(256, 128, 1)).rate();
		assertThat(rate.valuesPerPixel()).isEqualTo(16 / 64.0);
		assertThat(rate.bitsPerPixel()).isEqualTo(4);
		assertThat(F8C16.name()).isEqualTo("block-PCA f8c16");
	}

	@Test
	void aFolderWithoutAnImageAsLargeAsABlockIsRefused() throws IOException {
		Files.write(this.temp.resolve("small.png"), Formats.PNG.encode(Photos.noise(40, 7, 1)));
		ImageFolder folder = ImageFolder.of(this.temp, Formats.ALL);
		assertThatExceptionOfType(EvaluationException.class)
			.isThrownBy(() -> BlockPcaCodec.fit(folder, new LatentGrid(8, 4)))
			.withMessageContaining("8 × 8");
	}

	@Test
	void blocksOfSixtyFourPixelsAreTooLarge() {
		assertThat(BlockPcaCodec.fits(32)).isTrue();
		assertThat(BlockPcaCodec.fits(64)).isFalse();
		assertThatIllegalArgumentException().isThrownBy(() -> BlockPcaCodec.fit(PHOTOS, new LatentGrid(64, 128)));
	}

	@Test
	void yardsticksLeaveOutWhatCannotBeFitted() {
		Yardsticks yardsticks = Yardsticks.of(List.of(new LatentGrid(8, 4), new LatentGrid(64, 128)),
				Optional.of(PHOTOS), 64);
		assertThat(yardsticks.codecs()).extracting(ImageCodec::name)
			.containsExactly("bicubic f8c4", "bicubic f64c128", "JPEG f8c4", "JPEG f64c128", "WebP f8c4",
					"WebP f64c128", "block-PCA f8c4");
		assertThat(yardsticks.leftOut()).singleElement().asString().contains("f64c128", "12288 values");
	}

	@Test
	void yardsticksWithoutAFolderAreBicubicAndFiles() {
		Yardsticks yardsticks = Yardsticks.of(List.of(new LatentGrid(8, 4)), Optional.empty(), 64);
		assertThat(yardsticks.codecs()).extracting(ImageCodec::name)
			.containsExactly("bicubic f8c4", "JPEG f8c4", "WebP f8c4");
		assertThat(yardsticks.leftOut()).isEmpty();
	}

	private static DMatrixRMaj covariance(BlockSamples samples) {
		int length = samples.length();
		DMatrixRMaj centred = new DMatrixRMaj(samples.count(), length);
		for (int j = 0; j < length; j++) {
			double mean = 0;
			for (int i = 0; i < samples.count(); i++) {
				mean += (samples.get(i)[j] & 0xff) / (double) samples.count();
			}
			for (int i = 0; i < samples.count(); i++) {
				centred.set(i, j, (samples.get(i)[j] & 0xff) - mean);
			}
		}
		DMatrixRMaj covariance = new DMatrixRMaj(length, length);
		CommonOps_DDRM.multTransA(centred, centred, covariance);
		return covariance;
	}

	private static double psnr(ImageCodec codec, RgbImage image) {
		return ImageMetrics.psnr(image, codec.code(image).image());
	}

}
