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
package dev.dcae.tensor;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Iterator;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Writes a safetensors file whose tensors are made while it is written: the header needs
 * their types only. The file is whole once all of them are written.
 */
public final class SafetensorsWriter {

	/** Bytes that go through the heap at once. */
	private static final int CHUNK = 1 << 16;

	private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

	private final Iterator<Map.Entry<String, TensorType>> missing;

	private final WritableByteChannel out;

	/**
	 * Writes the header.
	 * @param tensors by name, in the order in which they will be written
	 * @throws IllegalArgumentException if a name cannot be written
	 * @throws IOException if the channel fails
	 */
	public SafetensorsWriter(SequencedMap<String, TensorType> tensors, Map<String, String> metadata,
			WritableByteChannel out) throws IOException {
		byte[] json = SafetensorsHeader.toJson(tensors, metadata);
		this.missing = tensors.entrySet().iterator();
		this.out = out;
		this.chunk.putLong(json.length);
		drain();
		write(MemorySegment.ofArray(json));
	}

	/**
	 * Writes the next tensor.
	 * @throws IllegalArgumentException if it is not of the type that the header says
	 * @throws IllegalStateException if all are written
	 * @throws IOException if the channel fails
	 */
	public void write(Tensor tensor) throws IOException {
		if (!this.missing.hasNext()) {
			throw new IllegalStateException("All tensors of the header are written");
		}
		Map.Entry<String, TensorType> next = this.missing.next();
		if (!tensor.type().equals(next.getValue())) {
			throw new IllegalArgumentException(
					"Tensor '%s' is %s, not %s".formatted(next.getKey(), tensor.type(), next.getValue()));
		}
		write(tensor.data());
	}

	private void write(MemorySegment data) throws IOException {
		for (long at = 0; at < data.byteSize();) {
			int count = (int) Math.min(this.chunk.capacity(), data.byteSize() - at);
			MemorySegment.copy(data, ValueLayout.JAVA_BYTE, at, this.chunk.array(), 0, count);
			this.chunk.position(count);
			drain();
			at += count;
		}
	}

	private void drain() throws IOException {
		this.chunk.flip();
		while (this.chunk.hasRemaining()) {
			this.out.write(this.chunk);
		}
		this.chunk.clear();
	}

}
