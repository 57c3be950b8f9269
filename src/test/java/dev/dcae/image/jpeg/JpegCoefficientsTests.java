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
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JpegCoefficientsTests {

	private final JpegFrame sequential = new JpegFrame(8, 8, List.of(1, 2, 3), false, true, false);

	private final JpegFrame progressive = new JpegFrame(8, 8, List.of(1, 2, 3), false, true, true);

	@Test
	void aSequentialImageIsWholeOnceEachComponentHadItsScan() {
		JpegCoefficients coefficients = new JpegCoefficients(this.sequential);
		coefficients.add(scan(0, 63, 0, 1));
		assertThat(coefficients.areWhole()).isFalse();
		coefficients.add(scan(0, 63, 0, 3, 2));
		assertThat(coefficients.areWhole()).isTrue();
	}

	@Test
	void aScanOfAnotherComponentAddsNothing() {
		JpegCoefficients coefficients = new JpegCoefficients(this.sequential);
		coefficients.add(scan(0, 63, 0, 1, 2, 4));
		assertThat(coefficients.areWhole()).isFalse();
	}

	@Test
	void aProgressiveImageIsWholeOnceEachCoefficientHasItsLastBit() {
		JpegCoefficients coefficients = new JpegCoefficients(this.progressive);
		coefficients.add(scan(0, 0, 1, 1, 2, 3));
		coefficients.add(scan(0, 0, 0x10, 1, 2, 3));
		coefficients.add(scan(1, 63, 0, 2));
		coefficients.add(scan(1, 63, 0, 3));
		coefficients.add(scan(1, 5, 0, 1));
		coefficients.add(scan(6, 63, 2, 1));
		coefficients.add(scan(1, 63, 0x21, 1));
		assertThat(coefficients.areWhole()).isFalse();
		coefficients.add(scan(6, 63, 0x10, 1));
		assertThat(coefficients.areWhole()).isTrue();
	}

	@Test
	void aHeaderThatMakesNoSenseAddsNothing() {
		JpegCoefficients coefficients = new JpegCoefficients(this.progressive);
		coefficients.add(ByteBuffer.allocate(0));
		coefficients.add(ByteBuffer.wrap(new byte[] { (byte) 200, 1, 0 }));
		coefficients.add(scan(63, 0, 0, 1, 2, 3));
		coefficients.add(scan(0, 255, 0, 1, 2, 3));
		assertThat(coefficients.areWhole()).isFalse();
	}

	private static ByteBuffer scan(int first, int last, int bits, int... components) {
		ByteBuffer header = ByteBuffer.allocate(4 + 2 * components.length).put((byte) components.length);
		for (int component : components) {
			header.put((byte) component).put((byte) 0);
		}
		return header.put((byte) first).put((byte) last).put((byte) bits).flip();
	}

}
