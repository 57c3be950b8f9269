package dev.dcae.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The first archive that this project compiled of a model, in float32: its code and its object graph as they were, kept
 * as resources to measure today's against. Its weights are random, of the spread that a fresh layer's have.
 */
final class FirstArchive {

	private static final String RESOURCES = "/first-archive/";

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
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), CHUNK);
				ZipOutputStream zip = new ZipOutputStream(out)) {
			zip.setLevel(Deflater.NO_COMPRESSION);
			entry(zip, "version", "10\n".getBytes(StandardCharsets.US_ASCII));
			entry(zip, "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
			// A pickled empty tuple.
			entry(zip, "constants.pkl", new byte[] { (byte) 0x80, 2, ')', '.' });
			try (InputStream pickle = new GZIPInputStream(resource(model + "/data.pkl.gz"))) {
				entry(zip, "data.pkl", pickle.readAllBytes());
			}
			for (String name : CODE) {
				entry(zip, "code/__torch__/dcae/" + name + ".py", bytes("code/" + name + ".py"));
			}
			entry(zip, "code/__torch__/dcae/network.py", bytes(model + "/network.py"));
			List<String> storages = new String(bytes(model + "/storages.tsv"), StandardCharsets.UTF_8).lines().toList();
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

	private static byte[] bytes(String name) throws IOException {
		try (InputStream in = resource(name)) {
			return in.readAllBytes();
		}
	}

	private static InputStream resource(String name) {
		InputStream in = FirstArchive.class.getResourceAsStream(RESOURCES + name);
		if (in == null) {
			throw new IllegalStateException("The benchmarks lack " + name);
		}
		return in;
	}

}
