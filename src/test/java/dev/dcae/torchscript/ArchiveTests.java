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
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TimeZone;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Archives as zips, read by others.
 */
class ArchiveTests {

	/**
	 * Rows around the writer's buffer, and weights whose sizes are no multiples of the
	 * alignment.
	 */
	private static final List<Shape> SHAPES = List.of(new Shape(1), new Shape(17, 3), new Shape(3, 1 << 16),
			new Shape(2, (1 << 16) + 1), new Shape(4, 5, 3, 3));

	@TempDir
	Path temp;

	@ParameterizedTest
	@EnumSource(names = { "AsNeeded", "Always" })
	void everyEntryIsStoredWithItsChecksumAtAMultipleOf64Bytes(Zip64Mode mode) throws IOException {
		Path file = write(mode);
		try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
			for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
				assertThat(entry.getMethod()).isEqualTo(ZipEntry.STORED);
				assertThat(entry.getDataOffset() % 64).as(entry.getName()).isZero();
				CRC32 crc = new CRC32();
				crc.update(zip.getInputStream(entry).readAllBytes());
				assertThat(entry.getCrc()).as(entry.getName()).isEqualTo(crc.getValue());
			}
		}
	}

	@Test
	void everyWeightIsReadBack() throws IOException {
		try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(write(Zip64Mode.AsNeeded).toFile())) {
			List<String> names = new ArrayList<>(
					List.of("version", "byteorder", "constants.pkl", "data.pkl", "code/__torch__/dcae/größe.py"));
			for (int key = 0; key < SHAPES.size(); key++) {
				names.add("data/" + key);
				byte[] content = zip.getInputStream(zip.getEntry("archive/data/" + key)).readAllBytes();
				assertThat(content).hasSize((int) (4 * SHAPES.get(key).elements()));
				assertThat(content).endsWith(littleEndian(SHAPES.get(key).size(0) - 1));
			}
			assertThat(Collections.list(zip.entries())).extracting((entry) -> entry.getName().replace("archive/", ""))
				.containsExactlyElementsOf(names);
			assertThat(zip.getInputStream(zip.getEntry("archive/code/__torch__/dcae/größe.py")).readAllBytes())
				.isEqualTo("π".getBytes(StandardCharsets.UTF_8));
		}
	}

	@Test
	void theSameBytesAreWrittenEveryTimeWhateverTheTimeZone() throws IOException {
		byte[] first = Files.readAllBytes(write(Zip64Mode.AsNeeded));
		TimeZone zone = TimeZone.getDefault();
		try {
			for (String other : List.of("Pacific/Kiritimati", "America/Los_Angeles", "Europe/Berlin")) {
				TimeZone.setDefault(TimeZone.getTimeZone(other));
				assertThat(write(Zip64Mode.AsNeeded)).as(other).hasBinaryContent(first);
			}
		}
		finally {
			TimeZone.setDefault(zone);
		}
	}

	private Path write(Zip64Mode mode) throws IOException {
		SequencedMap<String, String> code = new LinkedHashMap<>();
		code.put("größe", "π");
		SequencedMap<String, Value> weights = new LinkedHashMap<>();
		for (Shape shape : SHAPES) {
			weights.put("w" + weights.size(), new Weight("w", DType.F32, shape, (row, into) -> {
				for (int i = 0; i < into.length; i++) {
					into[i] = row;
				}
			}));
		}
		Path file = Files.createTempFile(this.temp, "archive", ".pt");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
				ZipArchiveOutputStream zip = new ZipArchiveOutputStream(channel)) {
			zip.setUseZip64(mode);
			new Archive(code, new Value.Module("__torch__.dcae.Weights", weights)).writeTo(zip);
		}
		return file;
	}

	private static byte[] littleEndian(float value) {
		int bits = Float.floatToIntBits(value);
		return new byte[] { (byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24) };
	}

}
