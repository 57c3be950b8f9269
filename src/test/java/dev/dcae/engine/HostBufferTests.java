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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The memory of a batch, and when its pages are locked.
 */
class HostBufferTests {

	private final RecordedPages pages = new RecordedPages();

	private final HostBuffer buffer = new HostBuffer(this.pages);

	@Test
	void itIsTheSameMemoryUntilMoreIsWanted() {
		ByteBuffer first = this.buffer.of(100);
		assertThat(first.capacity()).isEqualTo(100);
		assertThat(first.order()).isEqualTo(ByteOrder.nativeOrder());
		first.put(0, (byte) 7);
		assertThat(this.buffer.of(10).get(0)).isEqualTo((byte) 7);
		assertThat(this.buffer.of(100_000).get(0)).isZero();
	}

	@Test
	void itIsLockedOnceWhenItWasUsedAndUnlockedBeforeItGoes() {
		this.buffer.lock();
		assertThat(this.pages.asked).isZero();
		this.buffer.of(100);
		this.buffer.lock();
		this.buffer.lock();
		assertThat(this.pages.locked).singleElement()
			.satisfies((memory) -> assertThat(memory.byteSize()).isGreaterThanOrEqualTo(100));
		this.buffer.of(100_000);
		assertThat(this.pages.locked).isEmpty();
		this.buffer.lock();
		assertThat(this.pages.locked).hasSize(1);
		this.buffer.release();
		this.buffer.release();
		assertThat(this.pages.locked).isEmpty();
	}

	@Test
	void pagesThatCannotBeLockedAreNotAskedForAgain() {
		this.pages.answer = false;
		this.buffer.of(100);
		this.buffer.lock();
		this.buffer.lock();
		assertThat(this.pages.asked).isOne();
		this.buffer.release();
	}

	@Test
	void memoryOfAMuchLargerBatchIsGivenBack() {
		this.buffer.of(65 << 20);
		this.buffer.lock();
		this.buffer.trim();
		assertThat(this.pages.locked).hasSize(1);
		this.buffer.of(100);
		this.buffer.trim();
		assertThat(this.pages.locked).isEmpty();
		this.buffer.of(1 << 20);
		this.buffer.lock();
		this.buffer.of(100);
		this.buffer.trim();
		assertThat(this.pages.locked).hasSize(1);
	}

	@Test
	void moreThanABufferCanHaveIsRefused() {
		assertThatExceptionOfType(ArithmeticException.class).isThrownBy(() -> this.buffer.of(1L << 31));
	}

}
