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
package dev.dcae.torchscript;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A TorchScript archive about to be written: its code and its object graph.
 *
 * @param code the text of each source file, by its name without folder and ending
 * @param root the module that {@code torch.jit.load} answers
 */
record Archive(SequencedMap<String, String> code, Value.Module root) {

	/**
	 * The folder inside the zip. PyTorch asks for one, of any name.
	 */
	private static final String FOLDER = "archive/";

	/**
	 * The operator version the code is written for; an older one would make the loader
	 * replace divisions.
	 */
	private static final String VERSION = "10\n";

	/**
	 * Every entry's content starts at a multiple of this many bytes, as PyTorch writes
	 * it.
	 */
	private static final int ALIGNMENT = 64;

	/**
	 * The first date that a zip can say: equal archives have equal bytes.
	 */
	private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0);

	/**
	 * The smallest magnitude that float16 rounds to infinity.
	 */
	private static final float BEYOND_FP16 = 65520;

	/**
	 * Bytes gathered before they are written: the rows of many weights are short.
	 */
	private static final int BUFFER = 1 << 18;

	/**
	 * Writes the archive into an empty channel, which stays open.
	 */
	void writeTo(SeekableByteChannel channel) throws IOException {
		ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel);
		writeTo(zip);
		zip.finish();
	}

	/**
	 * Writes the archive's entries. They are stored, and their checksums are entered once
	 * their content is written: each weight is computed once.
	 */
	void writeTo(ZipArchiveOutputStream zip) throws IOException {
		OutputStream out = new BufferedOutputStream(zip, BUFFER);
		write(zip, (weight) -> {
			write(weight, out);
			out.flush();
		});
	}

	/**
	 * Compares a file with this archive without computing a weight: the archive is
	 * written once more, with the file's own bytes in place of the weights' values.
	 * @return the first difference, or nothing if every byte of the code, the object
	 * graph and the layout is equal and each weight has the checksum that goes with it
	 */
	Optional<String> difference(FileChannel file) throws IOException {
		ComparingChannel comparing = new ComparingChannel(file);
		ZipArchiveOutputStream zip = new ZipArchiveOutputStream(comparing);
		try {
			write(zip, (weight) -> comparing.copyTo(zip, bytes(weight)));
			zip.finish();
			comparing.requireEnd();
			return Optional.empty();
		}
		catch (ComparingChannel.DifferenceException ex) {
			return Optional.of(ex.getMessage());
		}
	}

	/**
	 * Writes the values of a weight, all of them.
	 */
	@FunctionalInterface
	private interface Values {

		void write(Weight weight) throws IOException;

	}

	private void write(ZipArchiveOutputStream zip, Values values) throws IOException {
		Pickle.Pickled pickled = Pickle.of(this.root);
		for (Map.Entry<String, byte[]> file : files(pickled).entrySet()) {
			entry(zip, file.getKey(), file.getValue());
		}
		List<Weight> weights = pickled.weights();
		for (int key = 0; key < weights.size(); key++) {
			Weight weight = weights.get(key);
			begin(zip, "data/" + key, bytes(weight));
			values.write(weight);
			zip.closeArchiveEntry();
		}
	}

	private static long bytes(Weight weight) {
		return weight.shape().elements() * weight.dtype().bytes();
	}

	/**
	 * The archive without the values of its weights: its files by their names in it, and
	 * in place of the storages {@code storages.tsv}, a line for each in the order of
	 * their keys: type, sizes, name.
	 */
	SequencedMap<String, byte[]> outline() {
		Pickle.Pickled pickled = Pickle.of(this.root);
		SequencedMap<String, byte[]> outline = files(pickled);
		String table = pickled.weights()
			.stream()
			.map((weight) -> "%s\t%s\t%s\n".formatted(weight.dtype().torchName(), weight.shape(), weight.name()))
			.collect(Collectors.joining());
		outline.put("storages.tsv", table.getBytes(StandardCharsets.UTF_8));
		return outline;
	}

	/**
	 * All files but the storages.
	 */
	private SequencedMap<String, byte[]> files(Pickle.Pickled pickled) {
		SequencedMap<String, byte[]> files = new LinkedHashMap<>();
		files.put("version", VERSION.getBytes(StandardCharsets.US_ASCII));
		files.put("byteorder", "little".getBytes(StandardCharsets.US_ASCII));
		files.put("constants.pkl", Pickle.emptyTuple());
		files.put("data.pkl", pickled.bytes());
		this.code.forEach((name, text) -> files.put("code/__torch__/dcae/" + name + ".py",
				text.getBytes(StandardCharsets.UTF_8)));
		return files;
	}

	private static void entry(ZipArchiveOutputStream zip, String name, byte[] content) throws IOException {
		begin(zip, name, content.length);
		zip.write(content);
		zip.closeArchiveEntry();
	}

	private static void begin(ZipArchiveOutputStream zip, String name, long size) throws IOException {
		ZipArchiveEntry entry = new ZipArchiveEntry(FOLDER + name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(size);
		entry.setAlignment(ALIGNMENT);
		entry.setTimeLocal(DATE);
		zip.putArchiveEntry(entry);
	}

	private static void write(Weight weight, OutputStream out) throws IOException {
		float[] row = new float[weight.rowLength()];
		float[] stored = weight.channelsLast() ? new float[row.length] : row;
		Tensor converted = Tensor.zeros(weight.dtype(), new Shape(row.length));
		for (int i = 0; i < weight.shape().size(0); i++) {
			weight.rows().read(i, row);
			if (weight.channelsLast()) {
				channelsLast(row, (int) weight.shape().size(1), stored);
			}
			requireFits(weight, stored);
			converted.copyFrom(stored);
			out.write(converted.toBytes());
		}
	}

	/**
	 * {@code [in, k·k]} to {@code [k·k, in]}.
	 */
	private static void channelsLast(float[] row, int in, float[] to) {
		int area = row.length / in;
		for (int c = 0; c < in; c++) {
			for (int p = 0; p < area; p++) {
				to[p * in + c] = row[c * area + p];
			}
		}
	}

	private static void requireFits(Weight weight, float[] values) {
		if (weight.dtype() != DType.F16) {
			return;
		}
		for (float value : values) {
			if (Math.abs(value) >= BEYOND_FP16 && Float.isFinite(value)) {
				throw new IllegalArgumentException(
						"%s has the value %s, too large for float16; choose bfloat16 or float32"
							.formatted(weight.name(), value));
			}
		}
	}

}
