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
package dev.dcae.image.jpeg;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * The coefficients of each component that scans have brought to their last bit. In a
 * progressive file they come in parts: one that ends between two scans has all its
 * blocks, and not all of their detail.
 */
final class JpegCoefficients {

	private static final int BLOCK = 64;

	private static final int LAST_BIT = 0x0f;

	private final JpegFrame frame;

	private final BitSet whole = new BitSet();

	/**
	 * None so far.
	 */
	JpegCoefficients(JpegFrame frame) {
		this.frame = frame;
	}

	/**
	 * Adds those of a scan.
	 * @param header the data of the SOS segment
	 */
	void add(ByteBuffer header) {
		int components = (header.limit() > 0) ? header.get(0) & 0xff : 0;
		int behind = 1 + 2 * components;
		if (header.limit() < behind + 3) {
			return;
		}
		int first = this.frame.progressive() ? header.get(behind) & 0xff : 0;
		int last = this.frame.progressive() ? header.get(behind + 1) & 0xff : BLOCK - 1;
		boolean lastBit = !this.frame.progressive() || (header.get(behind + 2) & LAST_BIT) == 0;
		for (int i = 0; i < components; i++) {
			int component = this.frame.ids().indexOf(header.get(1 + 2 * i) & 0xff);
			if (component >= 0 && lastBit && first <= last && last < BLOCK) {
				this.whole.set(BLOCK * component + first, BLOCK * component + last + 1);
			}
		}
	}

	/**
	 * Tells whether nothing is left to come.
	 */
	boolean areWhole() {
		return this.whole.cardinality() == BLOCK * this.frame.components();
	}

}
