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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import dev.dcae.DcaeApplication;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Operation;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code encode-dataset} over a tar of photos beside the bare model, in turns, with libjpeg-turbo and with the JDK's JPEG;
 * and its memory over many small images.
 */
public final class DatasetBench {

	private static final Path FOLDER = Path.of("target/bench/dataset");

	private static final int SIDE = 512;

	private static final int TURNS = 3;

	private static final double GOAL = 0.92;

	private DatasetBench() {
	}

	public static void main(String[] args) throws Exception {
		Effort effort = Effort.of(args);
		Files.createDirectories(FOLDER);
		Report report = new Report("dataset", "A data set of photos to latents");
		throughput(effort, report);
		memory(effort, report);
		report.write();
	}

	private static void throughput(Effort effort, Report report) throws Exception {
		int images = effort.choose(2000, 40);
		Path tar = tar("photos", images, photos());
		report.say("The embedded model, float32, on the CPU; a tar of %d JPEGs of %d². Goal: %.2f of the bare model."
			.formatted(images, SIDE, GOAL));
		Report.Table table = report.table("turns", "turn", "bare, images/s", "libjpeg-turbo, images/s", "of bare",
				"the JDK's JPEG, images/s", "of bare");
		Duration time = effort.time(Duration.ofSeconds(20));
		Bare.Way way = Bare.best(Operation.ENCODE_IMAGE, SIDE, effort, effort.time(Duration.ofSeconds(5)));
		List<Double> parts = new ArrayList<>();
		for (int turn = 1; turn <= effort.choose(TURNS, 1); turn++) {
			double bare = Bare.rate(way, Operation.ENCODE_IMAGE, SIDE, time);
			double turbo = rate(encode(tar, "turbo", Map.of()));
			double jdk = rate(encode(tar, "jdk", Map.of("LD_LIBRARY_PATH", withoutTurbo())));
			table.row(turn, bare, turbo, turbo / bare, jdk, jdk / bare);
			parts.add(turbo / bare);
		}
		report.figure("part_of_bare", "The median part of the bare model's rate: %.3f",
				new Times(parts.stream().mapToDouble(Double::doubleValue).sorted().toArray()).median());
	}

	/**
	 * Photos of which none is another's bytes.
	 */
	private static IntFunction<byte[]> photos() {
		RgbImage large = Photo.square(2 * SIDE);
		Random random = new Random(1);
		return (i) -> Formats.JPEG
			.encode(large.crop(random.nextInt(SIDE), random.nextInt(SIDE), SIDE, SIDE));
	}

	/**
	 * A folder in which the library is looked for first, and is none.
	 */
	private static String withoutTurbo() throws IOException {
		Path folder = Files.createDirectories(FOLDER.resolve("without-turbo"));
		Files.writeString(folder.resolve("libturbojpeg.so.0"), "none");
		return folder.toAbsolutePath().toString();
	}

	private static void memory(Effort effort, Report report) throws Exception {
		int images = effort.choose(100_000, 500);
		byte[] image = Formats.PNG.encode(Photo.square(32));
		Path tar = tar("small", images, (i) -> image);
		Process process = encode(tar, "memory", Map.of());
		List<Double> sizes = new ArrayList<>();
		while (!process.waitFor(250, TimeUnit.MILLISECONDS)) {
			resident(process).ifPresent(sizes::add);
		}
		rate(process);
		report.say("Resident memory over %,d images of 32², in quarters of the time.".formatted(images));
		Report.Table table = report.table("memory", "quarter", "most MB");
		for (int quarter = 0; quarter < 4; quarter++) {
			List<Double> part = sizes.subList(quarter * sizes.size() / 4, (quarter + 1) * sizes.size() / 4);
			table.row(quarter + 1, part.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
		}
	}

	private static OptionalDouble resident(Process process) {
		try (Stream<String> lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
			return lines.filter((line) -> line.startsWith("VmRSS:"))
				.mapToDouble((line) -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
				.findFirst();
		}
		catch (IOException | UncheckedIOException ex) {
			return OptionalDouble.empty();
		}
	}

	private static Path tar(String name, int images, IntFunction<byte[]> content) throws IOException {
		Path file = FOLDER.resolve("%s-%d.tar".formatted(name, images));
		if (Files.exists(file)) {
			return file;
		}
		Path partial = FOLDER.resolve(name + ".partial");
		try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(partial));
				TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
			for (int i = 0; i < images; i++) {
				byte[] bytes = content.apply(i);
				TarArchiveEntry entry = new TarArchiveEntry("%08d.%s".formatted(i, name.equals("photos") ? "jpg" : "png"));
				entry.setSize(bytes.length);
				tar.putArchiveEntry(entry);
				tar.write(bytes);
				tar.closeArchiveEntry();
			}
		}
		return Files.move(partial, file);
	}

	private static Process encode(Path tar, String name, Map<String, String> environment) throws IOException {
		Path out = FOLDER.resolve("out-" + name);
		FileSystemUtils.deleteRecursively(out);
		ProcessBuilder builder = new ProcessBuilder(ServiceProcess.java(), "--enable-native-access=ALL-UNNAMED", "-Xmx1g",
				"-cp", System.getProperty("java.class.path"), DcaeApplication.class.getName(), "encode-dataset",
				tar.toString(), "--out", out.toString(), "--model", Bare.MODEL, "--format", "webdataset", "--precision",
				"float32", "--device", "cpu", "--cache-dir", "target/bench/cache")
			.redirectOutput(FOLDER.resolve("out.jsonl").toFile())
			.redirectError(FOLDER.resolve("out.log").toFile());
		builder.environment().putAll(environment);
		// These are the container's.
		builder.environment().put("OMP_WAIT_POLICY", "passive");
		builder.environment().put("MALLOC_ARENA_MAX", "2");
		return builder.start();
	}

	/**
	 * Images a second, from when the model was loaded until everything was written.
	 */
	private static double rate(Process process) throws IOException, InterruptedException {
		if (process.waitFor() != 0) {
			throw new IllegalStateException(Files.readString(FOLDER.resolve("out.log")));
		}
		JsonNode last = JsonMapper.shared().readTree(Files.readAllLines(FOLDER.resolve("out.jsonl")).getLast());
		return last.path("encoded").asDouble() / last.path("seconds").asDouble();
	}

}
