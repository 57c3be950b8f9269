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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Files as {@code torch.save} writes them, and as nobody should.
 */
final class PthBuilder {

	private final ByteArrayOutputStream pickle = new ByteArrayOutputStream();

	private final Map<String, byte[]> storages = new LinkedHashMap<>();

	/**
	 * A pickle up to its first item.
	 */
	static PthBuilder begun() {
		return new PthBuilder().bytes(0x80, 2, '}', '(');
	}

	PthBuilder bytes(int... bytes) {
		for (int each : bytes) {
			this.pickle.write(each);
		}
		return this;
	}

	PthBuilder ascii(String text) {
		this.pickle.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
		return this;
	}

	PthBuilder text(String text) {
		byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
		bytes('X');
		this.pickle.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length).array());
		this.pickle.writeBytes(utf8);
		return this;
	}

	PthBuilder integer(long value) {
		if (value == (int) value) {
			bytes('J');
			this.pickle.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
		}
		else {
			bytes(0x8a, 8);
			this.pickle.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
		}
		return this;
	}

	PthBuilder tuple(long... values) {
		bytes('(');
		for (long value : values) {
			integer(value);
		}
		return bytes('t');
	}

	/**
	 * An item that is a view of a float32 storage.
	 */
	PthBuilder view(String name, String key, long elements, long offset, long[] sizes, long[] strides) {
		text(name).ascii("ctorch._utils\n_rebuild_tensor_v2\n").bytes('(', '(');
		text("storage").ascii("ctorch\nFloatStorage\n").text(key).text("cpu").integer(elements).bytes('t', 'Q');
		integer(offset).tuple(sizes).tuple(strides).bytes(0x89);
		return ascii("ccollections\nOrderedDict\n").bytes(')', 'R', 't', 'R');
	}

	/**
	 * A storage of the numbers from 0 on.
	 */
	PthBuilder storage(String key, int elements) {
		ByteBuffer numbers = ByteBuffer.allocate(Float.BYTES * elements).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < elements; i++) {
			numbers.putFloat(i);
		}
		this.storages.put(key, numbers.array());
		return this;
	}

	/**
	 * Ends the pickle.
	 */
	PthBuilder ended() {
		return bytes('u', '.');
	}

	byte[] pickle() {
		return this.pickle.toByteArray();
	}

	byte[] zip() {
		return zip(pickle(), this.storages);
	}

	byte[] zip(byte[] otherPickle) {
		return zip(otherPickle, this.storages);
	}

	private static byte[] zip(byte[] pickle, Map<String, byte[]> storages) {
		Map<String, byte[]> entries = new LinkedHashMap<>();
		entries.put("model/data.pkl", pickle);
		entries.put("model/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
		storages.forEach((key, bytes) -> entries.put("model/data/" + key, bytes));
		return zip(entries, ZipEntry.STORED);
	}

	static byte[] zip(Map<String, byte[]> entries, int method) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(out)) {
			for (Map.Entry<String, byte[]> each : entries.entrySet()) {
				ZipEntry entry = new ZipEntry(each.getKey());
				entry.setMethod(method);
				if (method == ZipEntry.STORED) {
					CRC32 checksum = new CRC32();
					checksum.update(each.getValue());
					entry.setCrc(checksum.getValue());
					entry.setSize(each.getValue().length);
				}
				zip.putNextEntry(entry);
				zip.write(each.getValue());
				zip.closeEntry();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

}
