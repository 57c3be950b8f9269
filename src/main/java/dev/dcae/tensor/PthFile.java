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

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;

/**
 * Reads the tensors of a file of {@code torch.save}: a zip whose entries are stored, with
 * a pickle, and a file for each storage. Only a flat dictionary of tensors is read, as
 * {@code state_dict} makes it; the pickle is read by a {@link RestrictedUnpickler}. What
 * is made of a file has at most twice its bytes.
 */
public final class PthFile {

	/**
	 * The largest file, in bytes: tens of times the largest that is published of the
	 * small autoencoders that come so. Its tensors are in the heap.
	 */
	static final long LARGEST = 256L << 20;

	private static final String PICKLE = "/data.pkl";

	private final ZipFile zip;

	private final String folder;

	private final Map<String, byte[]> storages = new HashMap<>();

	/**
	 * Bytes that may still be made.
	 */
	private long left;

	private PthFile(ZipFile zip, String folder, long left) {
		this.zip = zip;
		this.folder = folder;
		this.left = left;
	}

	/**
	 * Reads a file.
	 * @return its tensors by their names, in their order
	 * @throws TensorFormatException if it is damaged or holds anything but tensors,
	 * naming what
	 * @throws IOException if it cannot be read
	 */
	public static SequencedMap<String, Tensor> read(Path file) throws IOException {
		long size = Files.size(file);
		if (size > LARGEST) {
			throw new TensorFormatException(
					"It has %d bytes; .pth files of up to %d are read".formatted(size, LARGEST));
		}
		try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
			return new PthFile(zip, folder(zip), 2 * size).tensors();
		}
		catch (ZipException | EOFException ex) {
			throw new TensorFormatException(
					"It is no zip as torch.save has written since PyTorch 1.6: %s".formatted(ex.getMessage()), ex);
		}
		catch (IllegalArgumentException ex) {
			throw new TensorFormatException("It is a zip with malformed names", ex);
		}
	}

	/**
	 * The one folder that all entries are in.
	 */
	private static String folder(ZipFile zip) {
		List<String> pickles = zip.stream().map(ZipEntry::getName).filter((name) -> name.endsWith(PICKLE)).toList();
		if (pickles.size() != 1) {
			throw new TensorFormatException("It has %d pickles in place of one".formatted(pickles.size()));
		}
		String pickle = pickles.getFirst();
		return pickle.substring(0, pickle.length() - PICKLE.length());
	}

	private SequencedMap<String, Tensor> tensors() throws IOException {
		byte[] order = entry("/byteorder");
		if (order != null && !new String(order, StandardCharsets.US_ASCII).equals("little")) {
			throw new TensorFormatException("Its numbers are not little-endian");
		}
		byte[] pickle = entry(PICKLE);
		if (pickle == null) {
			throw new TensorFormatException("It has no pickle");
		}
		SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
		for (Map.Entry<String, RestrictedUnpickler.View> view : RestrictedUnpickler.read(pickle).entrySet()) {
			tensors.put(view.getKey(), tensor(view.getKey(), view.getValue()));
		}
		return Collections.unmodifiableSequencedMap(tensors);
	}

	/**
	 * An entry's bytes; null if there is none.
	 */
	private byte @Nullable [] entry(String name) throws IOException {
		ZipEntry entry = this.zip.getEntry(this.folder + name);
		if (entry == null) {
			return null;
		}
		if (entry.getMethod() != ZipEntry.STORED || entry.getSize() != entry.getCompressedSize()) {
			throw new TensorFormatException("Its entry %s is compressed, which torch.save does not do"
				.formatted(TensorFormatException.quoted(name)));
		}
		spend(entry.getSize());
		byte[] bytes;
		try (InputStream in = this.zip.getInputStream(entry)) {
			bytes = in.readNBytes(Math.toIntExact(entry.getSize()));
		}
		catch (EOFException ex) {
			throw new TensorFormatException("It ends before its entry " + TensorFormatException.quoted(name), ex);
		}
		CRC32 checksum = new CRC32();
		checksum.update(bytes);
		if (bytes.length != entry.getSize() || checksum.getValue() != entry.getCrc()) {
			throw new TensorFormatException("Its entry %s is damaged".formatted(TensorFormatException.quoted(name)));
		}
		return bytes;
	}

	/**
	 * Entries may overlap and tensors share a storage, so that little could become much.
	 */
	private void spend(long bytes) {
		if (bytes < 0 || bytes > this.left) {
			throw new TensorFormatException("It holds more than its own size");
		}
		this.left -= bytes;
	}

	private Tensor tensor(String name, RestrictedUnpickler.View view) throws IOException {
		byte[] storage = storage(name, view.storage());
		long[] sizes = view.sizes();
		long[] strides = view.strides();
		if (sizes.length != strides.length || sizes.length > 8) {
			throw TensorFormatException.of(name,
					"has %d dimensions and %d strides".formatted(sizes.length, strides.length));
		}
		long elements = elements(name, view);
		int bytes = view.storage().dtype().bytes();
		if (isContiguous(sizes, strides)) {
			return new Tensor(view.storage().dtype(), new Shape(sizes),
					MemorySegment.ofArray(storage).asSlice(view.offset() * bytes, elements * bytes));
		}
		spend(elements * bytes);
		byte[] rows = new byte[Math.toIntExact(elements * bytes)];
		for (int i = 0; i < elements; i++) {
			System.arraycopy(storage, Math.toIntExact(place(i, view) * bytes), rows, i * bytes, bytes);
		}
		return new Tensor(view.storage().dtype(), new Shape(sizes), MemorySegment.ofArray(rows));
	}

	private byte[] storage(String name, RestrictedUnpickler.Storage storage) throws IOException {
		byte[] known = this.storages.get(storage.key());
		byte[] bytes = (known != null) ? known : entry("/data/" + storage.key());
		if (bytes == null) {
			throw TensorFormatException.of(name,
					"has no storage %s".formatted(TensorFormatException.quoted(storage.key())));
		}
		this.storages.put(storage.key(), bytes);
		int each = storage.dtype().bytes();
		if (bytes.length % each != 0 || bytes.length / each != storage.elements()) {
			throw TensorFormatException.of(name, "has a storage of %d bytes, which are not %d elements of %s"
				.formatted(bytes.length, storage.elements(), storage.dtype().torchName()));
		}
		return bytes;
	}

	/**
	 * The elements of a view, which lies within its storage and is not larger than it.
	 */
	private static long elements(String name, RestrictedUnpickler.View view) {
		long elements = 1;
		long last = view.offset();
		boolean sound = view.offset() >= 0;
		try {
			for (int i = 0; i < view.sizes().length; i++) {
				sound &= view.sizes()[i] >= 0 && view.strides()[i] >= 0;
				elements = Math.multiplyExact(elements, view.sizes()[i]);
				last = Math.addExact(last, Math.multiplyExact(Math.max(0, view.sizes()[i] - 1), view.strides()[i]));
			}
		}
		catch (ArithmeticException ex) {
			sound = false;
		}
		boolean within = (elements == 0) ? view.offset() <= view.storage().elements()
				: last < view.storage().elements();
		if (!sound || !within || elements > view.storage().elements()) {
			throw TensorFormatException.of(name, "does not lie within its storage");
		}
		return elements;
	}

	private static boolean isContiguous(long[] sizes, long[] strides) {
		long stride = 1;
		for (int i = sizes.length - 1; i >= 0; i--) {
			if (sizes[i] != 1 && strides[i] != stride) {
				return false;
			}
			stride *= sizes[i];
		}
		return true;
	}

	/**
	 * The place in the storage of a tensor's element.
	 */
	private static long place(long index, RestrictedUnpickler.View view) {
		long place = view.offset();
		long rest = index;
		for (int i = view.sizes().length - 1; i >= 0; i--) {
			place += rest % view.sizes()[i] * view.strides()[i];
			rest /= view.sizes()[i];
		}
		return place;
	}

}
