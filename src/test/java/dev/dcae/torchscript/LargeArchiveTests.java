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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Archives with zip64 fields, and beyond four gigabytes.
 */
class LargeArchiveTests {

	private static final ConfigJson CONFIG = ConfigJson.tiny();

	@TempDir
	Path temp;

	@Test
	void zip64SizesLoad() throws IOException {
		assertThat(encode(archive(Zip64Mode.Always, 0))).containsExactly(encode(archive(Zip64Mode.AsNeeded, 0)));
	}

	@Test
	void offsetsBeyondFourGigabytesLoad() throws IOException {
		assertThat(encode(archive(Zip64Mode.AsNeeded, 5 << 10)))
			.containsExactly(encode(archive(Zip64Mode.AsNeeded, 0)));
	}

	@Test
	void aWeightOfMoreThanFourGigabytesIsReadBack() throws IOException {
		Shape shape = new Shape(1030, 1 << 20);
		SequencedMap<String, Value> weight = new LinkedHashMap<>();
		weight.put("large", new Weight("large", DType.F32, shape, (row, into) -> into[0] = (row == 1029) ? 1.5f : 0));
		weight.put("small", new Weight("small", DType.F32, new Shape(1), (_, into) -> into[0] = 2.5f));
		Path file = this.temp.resolve("weight.pt");
		try (SparseChannel channel = new SparseChannel(file)) {
			new Archive(new LinkedHashMap<>(), new Value.Module("__torch__.dcae.Weights", weight)).writeTo(channel);
		}
		try (ZipFile zip = new ZipFile(file.toFile())) {
			ZipEntry large = zip.getEntry("archive/data/0");
			assertThat(large.getSize()).isEqualTo(4 * shape.elements());
			assertThat(floatAt(zip, large, 4L * 1029 << 20)).isEqualTo(1.5f);
			assertThat(floatAt(zip, zip.getEntry("archive/data/1"), 0)).isEqualTo(2.5f);
		}
	}

	/**
	 * Writes an archive behind an entry of zeros that nobody reads.
	 * @param megabytes of zeros
	 */
	private Path archive(Zip64Mode mode, int megabytes) throws IOException {
		Map<String, Tensor> tensors = RandomCheckpoint.tensors(CONFIG, 1);
		Archive archive = DcAeLowering.lower(CONFIG.read(),
				new Weights((name) -> Objects.requireNonNull(tensors.get(name)), Precision.FP32));
		Path file = this.temp.resolve("%s-%d.pt".formatted(mode, megabytes));
		try (SparseChannel channel = new SparseChannel(file);
				ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel)) {
			zip.setUseZip64(mode);
			ZipArchiveEntry zeros = new ZipArchiveEntry("archive/zeros");
			zeros.setMethod(ZipEntry.STORED);
			zip.putArchiveEntry(zeros);
			byte[] megabyte = new byte[1 << 20];
			for (int i = 0; i < megabytes; i++) {
				zip.write(megabyte);
			}
			zip.closeArchiveEntry();
			archive.writeTo(zip);
		}
		return file;
	}

	private static float[] encode(Path archive) {
		try (TorchRunner runner = TorchRunner.load(archive, CONFIG.read(), "cpu", 2)) {
			Tensor image = Tensor.zeros(DType.F32, new Shape(3, 8, 8));
			return runner.run(Operation.ENCODE, List.of(image)).getFirst().output().toFloats();
		}
	}

	private static float floatAt(ZipFile zip, ZipEntry entry, long offset) throws IOException {
		try (InputStream in = zip.getInputStream(entry)) {
			in.skipNBytes(offset);
			byte[] bytes = in.readNBytes(Float.BYTES);
			return Float.intBitsToFloat(Byte.toUnsignedInt(bytes[0]) | Byte.toUnsignedInt(bytes[1]) << 8
					| Byte.toUnsignedInt(bytes[2]) << 16 | bytes[3] << 24);
		}
	}

}
