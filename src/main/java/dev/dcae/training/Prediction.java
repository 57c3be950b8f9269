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

import java.util.List;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * The 3 × 3 convolution that predicts one map from another with the least squared error.
 */
final class Prediction {

	/**
	 * The share of the moments' mean that is added to their diagonal: inputs that hardly
	 * vary get no large weights.
	 */
	private static final double RIDGE = 1e-4;

	private Prediction() {
	}

	/**
	 * Solves the normal equations over cells evenly taken from all maps, without an
	 * offset.
	 * @param from the maps to predict from
	 * @param to the maps to predict, of the same sizes
	 * @param outputs how many of their channels
	 * @return rows over tap · channels + channel, by channel of the prediction
	 */
	static double[][] of(List<FeatureMap> from, List<FeatureMap> to, int outputs) {
		int cells = from.getFirst().height() * from.getFirst().width();
		int count = (int) Math.min(FeatureMap.SAMPLES, (long) cells * from.size());
		double[][] inputs = new double[count][];
		double[][] targets = new double[count][outputs];
		for (int i = 0; i < count; i++) {
			long index = (long) cells * from.size() * i / count;
			int map = (int) (index / cells);
			int cell = (int) (index % cells);
			inputs[i] = from.get(map).around(cell);
			FeatureMap target = to.get(map);
			for (int o = 0; o < outputs; o++) {
				targets[i][o] = target.values()[cell * target.channels() + o];
			}
		}
		return solved(new DMatrixRMaj(inputs), new DMatrixRMaj(targets));
	}

	private static double[][] solved(DMatrixRMaj inputs, DMatrixRMaj targets) {
		int size = inputs.numCols;
		DMatrixRMaj moments = new DMatrixRMaj(size, size);
		CommonOps_DDRM.multTransA(1.0 / inputs.numRows, inputs, inputs, moments);
		DMatrixRMaj products = new DMatrixRMaj(size, targets.numCols);
		CommonOps_DDRM.multTransA(1.0 / inputs.numRows, inputs, targets, products);
		double ridge = RIDGE * CommonOps_DDRM.trace(moments) / size + 1e-12;
		for (int i = 0; i < size; i++) {
			moments.add(i, i, ridge);
		}
		LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(size);
		if (!solver.setA(moments)) {
			throw new IllegalStateException(
					"The images are too few or too alike for a linear start; set linear-start: false, or give more");
		}
		DMatrixRMaj solution = new DMatrixRMaj(size, targets.numCols);
		solver.solve(products, solution);
		double[][] rows = new double[targets.numCols][size];
		for (int o = 0; o < rows.length; o++) {
			for (int i = 0; i < size; i++) {
				rows[o][i] = solution.get(i, o);
			}
		}
		return rows;
	}

}
