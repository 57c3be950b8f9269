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
