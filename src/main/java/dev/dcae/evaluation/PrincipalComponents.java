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

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.RandomMatrices_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.decomposition.QRDecomposition;

/**
 * The mean of blocks and the directions in which they differ most, by orthogonal
 * iteration: Halko, Martinsson and Tropp, "Finding Structure with Randomness" (2011),
 * algorithm 4.4. The covariance, which would have ten million elements, is never formed.
 *
 * @param mean [1, d]
 * @param basis [d, k], orthonormal columns, the direction of the largest variance first
 */
record PrincipalComponents(DMatrixRMaj mean, DMatrixRMaj basis) {

	/**
	 * Directions that are iterated beside those asked for, so that the last of these
	 * converge, too.
	 */
	private static final int OVERSAMPLING = 8;

	/**
	 * Multiplications with the covariance before the last. The spectrum of photographs
	 * falls fast, and where it does not, it hardly matters which direction is taken.
	 */
	private static final int ITERATIONS = 3;

	/**
	 * Blocks multiplied at once: few enough for the processor's cache.
	 */
	private static final int CHUNK = 64;

	/**
	 * Fits to samples.
	 * @param components the number of directions, at most the length of a block
	 */
	static PrincipalComponents fit(BlockSamples samples, int components, long seed) {
		DMatrixRMaj mean = mean(samples);
		int width = Math.min(components + OVERSAMPLING, samples.length());
		DMatrixRMaj basis = orthonormal(
				RandomMatrices_DDRM.rectangle(samples.length(), width, -1, 1, new Random(seed)));
		for (int i = 0; i < ITERATIONS; i++) {
			basis = orthonormal(timesCovariance(samples, mean, basis));
		}
		return new PrincipalComponents(mean, leading(samples, mean, basis, components));
	}

	private static DMatrixRMaj mean(BlockSamples samples) {
		DMatrixRMaj mean = new DMatrixRMaj(1, samples.length());
		for (int i = 0; i < samples.count(); i++) {
			byte[] block = samples.get(i);
			for (int j = 0; j < block.length; j++) {
				mean.data[j] += block[j] & 0xff;
			}
		}
		CommonOps_DDRM.divide(mean, samples.count());
		return mean;
	}

	/**
	 * The basis of the same space whose vectors are eigenvectors of the covariance in it,
	 * without the least of them (Rayleigh and Ritz).
	 */
	private static DMatrixRMaj leading(BlockSamples samples, DMatrixRMaj mean, DMatrixRMaj basis, int components) {
		DMatrixRMaj within = new DMatrixRMaj(basis.numCols, basis.numCols);
		CommonOps_DDRM.multTransA(basis, timesCovariance(samples, mean, basis), within);
		EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(within.numCols, true, true);
		if (!eigen.decompose(within)) {
			throw new EvaluationException("The principal components of the blocks were not found");
		}
		int[] order = IntStream.range(0, basis.numCols)
			.boxed()
			.sorted(Comparator.comparingDouble((i) -> -eigen.getEigenvalue(i).real))
			.limit(components)
			.mapToInt(Integer::intValue)
			.toArray();
		DMatrixRMaj rotation = new DMatrixRMaj(basis.numCols, order.length);
		for (int i = 0; i < order.length; i++) {
			CommonOps_DDRM.insert(eigen.getEigenVector(order[i]), rotation, 0, i);
		}
		DMatrixRMaj leading = new DMatrixRMaj(basis.numRows, order.length);
		CommonOps_DDRM.mult(basis, rotation, leading);
		return leading;
	}

	/**
	 * The covariance of the samples, but for a factor, times a matrix; plus the matrix,
	 * which leaves the directions as they are, and columns independent where samples
	 * differ in fewer directions than are sought.
	 */
	private static DMatrixRMaj timesCovariance(BlockSamples samples, DMatrixRMaj mean, DMatrixRMaj matrix) {
		DMatrixRMaj product = matrix.copy();
		DMatrixRMaj centred = new DMatrixRMaj(CHUNK, samples.length());
		DMatrixRMaj projected = new DMatrixRMaj(CHUNK, matrix.numCols);
		for (int from = 0; from < samples.count(); from += CHUNK) {
			int rows = Math.min(CHUNK, samples.count() - from);
			centred.reshape(rows, samples.length());
			for (int i = 0; i < rows; i++) {
				centre(samples.get(from + i), mean, centred, i);
			}
			CommonOps_DDRM.mult(centred, matrix, projected);
			CommonOps_DDRM.multAddTransA(centred, projected, product);
		}
		return product;
	}

	/**
	 * An orthonormal basis of the columns.
	 */
	private static DMatrixRMaj orthonormal(DMatrixRMaj columns) {
		QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(columns.numRows, columns.numCols);
		if (!qr.decompose(columns)) {
			throw new EvaluationException("The principal components of the blocks were not found");
		}
		return qr.getQ(null, true);
	}

	/**
	 * Writes a block less the mean into a row.
	 */
	private static void centre(byte[] block, DMatrixRMaj mean, DMatrixRMaj into, int row) {
		int at = row * into.numCols;
		for (int j = 0; j < block.length; j++) {
			into.data[at + j] = (block[j] & 0xff) - mean.data[j];
		}
	}

	/**
	 * The first directions alone.
	 */
	PrincipalComponents first(int components) {
		return new PrincipalComponents(this.mean,
				CommonOps_DDRM.extract(this.basis, 0, this.basis.numRows, 0, components));
	}

	/**
	 * The coefficients of blocks, one in each row.
	 */
	DMatrixRMaj coefficients(byte[][] blocks) {
		DMatrixRMaj centred = new DMatrixRMaj(blocks.length, this.basis.numRows);
		for (int i = 0; i < blocks.length; i++) {
			centre(blocks[i], this.mean, centred, i);
		}
		DMatrixRMaj coefficients = new DMatrixRMaj(blocks.length, this.basis.numCols);
		CommonOps_DDRM.mult(centred, this.basis, coefficients);
		return coefficients;
	}

	/**
	 * The blocks of coefficients, one in each row.
	 */
	DMatrixRMaj blocks(DMatrixRMaj coefficients) {
		DMatrixRMaj blocks = new DMatrixRMaj(coefficients.numRows, this.basis.numRows);
		CommonOps_DDRM.multTransB(coefficients, this.basis, blocks);
		for (int i = 0; i < blocks.numRows; i++) {
			for (int j = 0; j < blocks.numCols; j++) {
				blocks.data[i * blocks.numCols + j] += this.mean.data[j];
			}
		}
		return blocks;
	}

}
