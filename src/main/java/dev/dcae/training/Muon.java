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

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Steps that are as long in every direction of a matrix: the momentum of the gradients
 * with all its singular values near 1. Gradients have few large ones, so that AdamW
 * hardly moves a matrix in most of its directions. The rule is Jordan's Muon (2024), its
 * iteration and momentum included; the length of a step is that of Liu et al. (2025),
 * with which AdamW's learning rates fit.
 */
final class Muon {

	private static final float MOMENTUM = 0.95f;

	/**
	 * The root mean square of AdamW's steps, in learning rates.
	 */
	private static final float STEP = 0.2f;

	/**
	 * Iterations of Newton and Schulz after which singular values lie between 0.7 and
	 * 1.2.
	 */
	private static final int ITERATIONS = 5;

	/**
	 * The coefficients of x, x³ and x⁵ that lift small singular values fastest.
	 */
	private static final float[] QUINTIC = { 3.4445f, -4.7750f, 2.0315f };

	/**
	 * Keeps a matrix of zeros from being divided by 0.
	 */
	private static final float EPSILON = 1e-7f;

	private Muon() {
	}

	/**
	 * Tells whether a tensor is a matrix to this rule: a convolution counts as one of its
	 * outputs and all of their inputs, but not if every output has one input channel.
	 */
	static boolean suits(Shape shape) {
		return shape.dimension() > 1 && shape.get(1) > 1;
	}

	/**
	 * The step of a learning rate of 1, to be subtracted.
	 * @param manager of what is made on the way, and of the result
	 * @param gradient [outputs, inputs, …]
	 * @param momentum of the same shape, to which the gradient is added
	 */
	static NDArray step(NDManager manager, NDArray gradient, NDArray momentum) {
		momentum.muli(MOMENTUM).addi(gradient);
		NDArray ahead = momentum.mul(MOMENTUM);
		ahead.attach(manager);
		Shape shape = gradient.getShape();
		NDArray matrix = ahead.addi(gradient).reshape(shape.get(0), -1);
		long rows = matrix.getShape().get(0);
		long columns = matrix.getShape().get(1);
		// The squares of the smaller side are cheaper.
		NDArray flat = orthogonal((rows > columns) ? matrix.transpose() : matrix);
		return ((rows > columns) ? flat.transpose() : flat).reshape(shape)
			.mul(STEP * Math.sqrt(Math.max(rows, columns)));
	}

	/**
	 * A matrix with the same singular vectors, and singular values near 1. All iterations
	 * are made on the square of its smaller side, and the matrix is multiplied once.
	 */
	private static NDArray orthogonal(NDArray matrix) {
		NDArray x = matrix.div(matrix.norm().add(EPSILON));
		NDArray squares = x.matMul(x.transpose());
		NDArray one = x.getManager().eye((int) x.getShape().get(0));
		NDArray factor = one;
		for (int i = 0; i < ITERATIONS; i++) {
			NDArray step = squares.matMul(squares)
				.muli(QUINTIC[2])
				.addi(squares.mul(QUINTIC[1]))
				.addi(one.mul(QUINTIC[0]));
			factor = step.matMul(factor);
			squares = step.matMul(step.matMul(squares));
		}
		return factor.matMul(x);
	}

}
