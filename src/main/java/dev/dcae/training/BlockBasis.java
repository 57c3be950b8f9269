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
package dev.dcae.training;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The directions in which blocks vary most, for a transform without offsets.
 */
final class BlockBasis {

	private BlockBasis() {
	}

	/**
	 * Finds them about the origin: pixels in [-1, 1] have it in their middle, and a
	 * transform without offsets stays one through any number of levels.
	 * @param samples of equal length
	 * @param count how many to keep
	 * @return orthonormal rows, by falling mean square
	 */
	static double[][] of(double[][] samples, int count) {
		DMatrixRMaj rows = new DMatrixRMaj(samples);
		DMatrixRMaj moments = new DMatrixRMaj(rows.numCols, rows.numCols);
		CommonOps_DDRM.multTransA(1.0 / rows.numRows, rows, rows, moments);
		EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(rows.numCols, true, true);
		if (!eigen.decompose(moments)) {
			throw new IllegalStateException(
					"The images are too few or too alike for a linear start; set linear-start: false, or give more");
		}
		List<Integer> order = IntStream.range(0, rows.numCols)
			.boxed()
			.sorted(Comparator.comparingDouble((Integer i) -> eigen.getEigenvalue(i).getReal()).reversed())
			.limit(count)
			.toList();
		return order.stream().map((i) -> eigen.getEigenVector(i).getData().clone()).toArray(double[][]::new);
	}

}
