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
package dev.dcae.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The first archive that this project compiled of a model, in float32: its code and its object graph as they were, kept
 * in one zip to measure today's against. Its weights are random, of the spread that a fresh layer's have.
 */
final class FirstArchive {

	private static final String RESOURCE = "/first-archive.zip";

	private static final Path FOLDER = Path.of("target/bench/first-archive");

	private static final List<String> CODE = List.of("activation", "attention", "autoencoder", "conv", "ends", "gated_mlp",
			"norm", "res_block", "resample");

	private static final int CHUNK = 1 << 20;

	private FirstArchive() {
	}

	/**
	 * The archive, written unless it is there.
	 * @param model whose archive is kept: {@code f32c32-sana} or {@code dc-ae-tiny-f32c32}
	 */
	static Path of(String model) throws IOException {
		Path archive = FOLDER.resolve(model + ".pt");
		if (!Files.exists(archive)) {
			Files.createDirectories(FOLDER);
			Path partial = FOLDER.resolve(model + ".partial");
			write(model, partial);
			Files.move(partial, archive, StandardCopyOption.REPLACE_EXISTING);
		}
		return archive;
	}

	private static void write(String model, Path file) throws IOException {
		Map<String, byte[]> kept = kept();
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), CHUNK);
				ZipOutputStream zip = new ZipOutputStream(out)) {
			zip.setLevel(Deflater.NO_COMPRESSION);
			entry(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
			entry(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
			// A pickled empty tuple.
			entry(zip, "constants.pkl", new byte[] { (byte) 0x80, 2, ')', '.' });
			entry(zip, "data.pkl", get(kept, model + "/data.pkl"));
			for (String name : CODE) {
				entry(zip, "code/__torch__/dcae/" + name + ".py", get(kept, "code/" + name + ".py"));
			}
			entry(zip, "code/__torch__/dcae/network.py", get(kept, model + "/network.py"));
			List<String> storages = new String(get(kept, model + "/storages.tsv"), StandardCharsets.UTF_8).lines().toList();
			for (int key = 0; key < storages.size(); key++) {
				String[] columns = storages.get(key).split("\t");
				zip.putNextEntry(new ZipEntry("archive/data/" + key));
				random(zip, key, Long.parseLong(columns[0]), Float.parseFloat(columns[1]));
				zip.closeEntry();
			}
		}
	}

	/**
	 * Float32 values of the spread, the same at each time.
	 */
	private static void random(OutputStream out, int seed, long count, float spread) throws IOException {
		SplittableRandom random = new SplittableRandom(seed);
		ByteBuffer bytes = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
		// Uniform values of this magnitude spread by one.
		double magnitude = Math.sqrt(3) * spread;
		for (long i = 0; i < count; i++) {
			bytes.putFloat((float) random.nextDouble(-magnitude, magnitude));
			if (!bytes.hasRemaining() || i == count - 1) {
				out.write(bytes.array(), 0, bytes.position());
				bytes.clear();
			}
		}
	}

	private static void entry(ZipOutputStream zip, String name, byte[] content) throws IOException {
		zip.putNextEntry(new ZipEntry("archive/" + name));
		zip.write(content);
		zip.closeEntry();
	}

	private static Map<String, byte[]> kept() throws IOException {
		Map<String, byte[]> kept = new HashMap<>();
		try (ZipInputStream zip = new ZipInputStream(
				Objects.requireNonNull(FirstArchive.class.getResourceAsStream(RESOURCE), RESOURCE))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				kept.put(entry.getName(), zip.readAllBytes());
			}
		}
		return kept;
	}

	private static byte[] get(Map<String, byte[]> kept, String name) {
		return Objects.requireNonNull(kept.get(name), name);
	}

}
