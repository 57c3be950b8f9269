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
package dev.dcae.api.oip;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The elements of a tensor as JSON: an array of numbers or texts, flat or nested as its
 * shape is. Numbers are kept as floats, in pieces, as neither their count nor their type
 * is known before the end.
 */
@JsonDeserialize(using = JsonDataReader.class)
final class JsonData {

	private static final int PIECE = 16 << 10;

	private static final long UNSEEN = -1;

	private final List<float[]> pieces = new ArrayList<>();

	private long numbers;

	private byte @Nullable [] file;

	private long texts;

	/**
	 * The length of the arrays at each depth, as far as they agree.
	 */
	private long[] sizes = {};

	/**
	 * The depth of the elements; 1 in a flat array.
	 */
	private int depth;

	private boolean ragged;

	void add(float number, int atDepth) {
		int place = (int) (this.numbers % PIECE);
		if (place == 0) {
			this.pieces.add(new float[PIECE]);
		}
		this.pieces.getLast()[place] = number;
		this.numbers++;
		at(atDepth);
	}

	/**
	 * Adds a text, which is kept where it is the only element: no tensor of many is
	 * taken.
	 * @param decoded from base64; none if it is none
	 */
	void add(byte @Nullable [] decoded, int atDepth) {
		this.file = decoded;
		this.texts++;
		at(atDepth);
	}

	/**
	 * Tells if there is no element yet.
	 */
	boolean isEmpty() {
		return elements() == 0;
	}

	private void at(int atDepth) {
		this.ragged |= this.depth != 0 && this.depth != atDepth;
		this.depth = atDepth;
	}

	/**
	 * An array ended.
	 */
	void close(int atDepth, long length) {
		if (this.sizes.length < atDepth) {
			int known = this.sizes.length;
			this.sizes = Arrays.copyOf(this.sizes, atDepth);
			Arrays.fill(this.sizes, known, atDepth, UNSEEN);
		}
		long other = this.sizes[atDepth - 1];
		this.ragged |= other != UNSEEN && other != length;
		this.sizes[atDepth - 1] = length;
	}

	long elements() {
		return this.numbers + this.texts;
	}

	/**
	 * Tells if there are as many elements as a shape has, and they are flat or nested
	 * like it.
	 */
	boolean fits(Shape shape) {
		return elements() == shape.elements() && !this.ragged
				&& (this.sizes.length == 1 || Arrays.equals(this.sizes, shape.sizes()));
	}

	/**
	 * Tells if all elements are numbers.
	 */
	boolean isNumbers() {
		return this.texts == 0;
	}

	/**
	 * The bytes of the only text, if that is what there is, and it is base64.
	 */
	byte @Nullable [] onlyFile() {
		return (this.texts == 1 && this.numbers == 0) ? this.file : null;
	}

	/**
	 * The numbers as a tensor of a shape that they fit.
	 */
	Tensor tensor(Shape shape) {
		float[] all = new float[Math.toIntExact(this.numbers)];
		for (int i = 0; i < this.pieces.size(); i++) {
			System.arraycopy(this.pieces.get(i), 0, all, i * PIECE, Math.min(PIECE, all.length - i * PIECE));
		}
		return Tensor.of(shape, all);
	}

}
