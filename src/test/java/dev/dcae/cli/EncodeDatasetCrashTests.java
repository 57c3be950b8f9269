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
package dev.dcae.cli;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import dev.dcae.DcaeApplication;
import dev.dcae.dataset.store.FaultyProxy;
import dev.dcae.dataset.store.FaultyProxy.Fault;
import dev.dcae.dataset.store.S3Server;
import dev.dcae.tensor.Npy;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four parts at once, each a process that is killed again and again.
 */
@Tag("slow")
class EncodeDatasetCrashTests {

	private static final int PARTS = 4;

	private static final int TARS = 8;

	private static final int SAMPLES = 30;

	@TempDir
	Path temp;

	private final Random random = new Random();

	private final Map<String, String> environment = new HashMap<>();

	private final Map<String, byte[]> single = new LinkedHashMap<>();

	@BeforeEach
	void seed() {
		long seed = this.random.nextLong();
		System.out.println("EncodeDatasetCrashTests seed " + seed);
		this.random.setSeed(seed);
	}

	@Test
	@Timeout(value = 15, unit = TimeUnit.MINUTES)
	void eachKeyIsThereOnceHoweverOftenPartsAreKilled() throws IOException, InterruptedException {
		for (int i = 0; i < TARS; i++) {
			Files.write(this.temp.resolve(name(i)), DatasetFiles.tar(DatasetFiles.samples(SAMPLES * i, SAMPLES, 16)));
		}
		String source = this.temp + "/shard-{000000..%06d}.tar".formatted(TARS - 1);
		Path out = this.temp.resolve("out");
		int killed = killAgainAndAgain(source, out.toString(), 2);
		finish(source, out.toString());
		System.out.println("killed " + killed + " times");
		assertThat(killed).isPositive();
		Map<String, byte[]> made = new LinkedHashMap<>();
		for (int i = 0; i < TARS; i++) {
			DatasetFiles.read(out.resolve(name(i))).forEach((name, content) -> put(made, name, content));
		}
		assertIsWhole(made, DatasetFiles.lines(out.resolve("manifest.jsonl")), source);
		try (var files = Files.walk(out)) {
			assertThat(files.filter((file) -> file.toString().endsWith(".partial"))).isEmpty();
		}
	}

	@Test
	@Timeout(value = 15, unit = TimeUnit.MINUTES)
	void theSameHoldsInObjectStorageThatFails() throws IOException, InterruptedException {
		try (S3Server server = new S3Server(this.temp);
				FaultyProxy proxy = new FaultyProxy(server.address());
				S3Client client = S3Server.client(server.address())) {
			client.createBucket((request) -> request.bucket("images"));
			client.createBucket((request) -> request.bucket("latents"));
			for (int i = 0; i < TARS; i++) {
				byte[] tar = DatasetFiles.tar(DatasetFiles.samples(SAMPLES * i, SAMPLES, 16));
				String key = "train/" + name(i);
				client.putObject((request) -> request.bucket("images").key(key), RequestBody.fromBytes(tar));
				Files.write(this.temp.resolve(name(i)), tar);
			}
			this.environment.putAll(environment(proxy.address()));
			Random faults = new Random(this.random.nextLong());
			proxy.fail((method, path, number) -> {
				synchronized (faults) {
					return switch (faults.nextInt(25)) {
						case 0 -> Fault.SLOW_DOWN;
						case 1 -> Fault.RESET;
						case 2 -> method.equals("GET") && path.contains("shard-") ? Fault.CUT : Fault.NONE;
						case 3 -> method.equals("GET") && path.contains("shard-") ? Fault.NOT_FOUND : Fault.NONE;
						default -> Fault.NONE;
					};
				}
			});
			String source = "s3://images/train/";
			int killed = killAgainAndAgain(source, "s3://latents/run/1", 1);
			finish(source, "s3://latents/run/1");
			System.out.println("killed " + killed + " times, " + proxy.requests() + " requests");
			assertThat(killed).isPositive();
			Map<String, byte[]> made = new LinkedHashMap<>();
			Path copies = Files.createDirectories(this.temp.resolve("copies"));
			for (S3Object object : client.listObjectsV2((request) -> request.bucket("latents").prefix("run/1/"))
				.contents()) {
				Path copy = copies.resolve(object.key().replace('/', '_'));
				client.getObject((request) -> request.bucket("latents").key(object.key()),
						ResponseTransformer.toFile(copy));
				if (object.key().endsWith(".tar")) {
					DatasetFiles.read(copy).forEach((name, content) -> put(made, name, content));
				}
			}
			this.environment.clear();
			assertIsWhole(made, DatasetFiles.lines(copies.resolve("run_1_manifest.jsonl")), this.temp + "/shard-*.tar");
			assertThat(client.listMultipartUploads((request) -> request.bucket("latents")).uploads()).isEmpty();
		}
	}

	@Test
	@Timeout(value = 5, unit = TimeUnit.MINUTES)
	void aRunThatIsStoppedSaysSoAndGoesOn() throws IOException, InterruptedException {
		for (int i = 0; i < TARS; i++) {
			Files.write(this.temp.resolve(name(i)),
					DatasetFiles.tar(DatasetFiles.samples(10 * SAMPLES * i, 10 * SAMPLES, 16)));
		}
		String source = this.temp + "/shard-*.tar";
		Path out = this.temp.resolve("out");
		Process process = start(source, out.toString(), "0/1");
		Path first = out.resolve("parts/shard-000000.json");
		while (process.isAlive() && !Files.exists(first)) {
			TimeUnit.MILLISECONDS.sleep(1);
		}
		process.destroy();
		assertThat(process.waitFor()).as(() -> output()).isEqualTo(143);
		assertThat(out.resolve("manifest.jsonl")).doesNotExist();
		assertThat(start(source, out.toString(), "0/1").waitFor()).as(() -> output()).isZero();
		assertThat(DatasetFiles.lines(out.resolve("manifest.jsonl"))).hasSize(TARS * 10 * SAMPLES);
	}

	private static Map<String, String> environment(URI endpoint) {
		return Map.of("AWS_ENDPOINT_URL", endpoint.toString(), "AWS_ACCESS_KEY_ID", "any", "AWS_SECRET_ACCESS_KEY",
				"body", "AWS_EC2_METADATA_DISABLED", "true");
	}

	private static void put(Map<String, byte[]> made, String name, byte[] content) {
		if (!name.equals("pax_global_header")) {
			assertThat(made.put(name, content)).as("twice: %s", name).isNull();
		}
	}

	/**
	 * Starts parts and kills them at moments of no choice.
	 * @return how many were killed while they worked
	 */
	private int killAgainAndAgain(String source, String out, int rounds) throws IOException, InterruptedException {
		int killed = 0;
		for (int round = 0; round < rounds; round++) {
			List<Process> parts = new ArrayList<>();
			for (int part = 0; part < PARTS; part++) {
				parts.add(start(source, out, "%d/%d".formatted(part, PARTS)));
			}
			for (Process part : parts) {
				// From before the model is loaded to after some of the work is done.
				part.waitFor(this.random.nextInt(1000, 6000), TimeUnit.MILLISECONDS);
				part.destroyForcibly().waitFor();
				killed += (part.exitValue() == 137) ? 1 : 0;
			}
		}
		return killed;
	}

	/**
	 * Starts all parts and one of them twice, as a cluster may, and waits for all.
	 */
	private void finish(String source, String out) throws IOException, InterruptedException {
		List<Process> parts = new ArrayList<>();
		for (int part = 0; part <= PARTS; part++) {
			parts.add(start(source, out, "%d/%d".formatted(part % PARTS, PARTS)));
		}
		for (Process part : parts) {
			assertThat(part.waitFor()).as(() -> output()).isZero();
		}
	}

	private void assertIsWhole(Map<String, byte[]> made, List<JsonNode> lines, String source)
			throws IOException, InterruptedException {
		assertThat(lines).hasSize(TARS * SAMPLES);
		assertThat(lines.stream().map((line) -> line.path("key").asString())).doesNotHaveDuplicates();
		assertThat(made).hasSize(3 * TARS * SAMPLES);
		Path whole = this.temp.resolve("whole");
		assertThat(start(source, whole.toString(), "0/1").waitFor()).as(() -> output()).isZero();
		for (int i = 0; i < TARS; i++) {
			DatasetFiles.read(whole.resolve(name(i))).forEach((name, content) -> put(this.single, name, content));
		}
		assertThat(made).containsOnlyKeys(this.single.keySet());
		this.single.forEach((name, content) -> {
			if (name.endsWith(".npy")) {
				// A step of float16 of the largest values.
				assertThat(Npy.parse(Objects.requireNonNull(made.get(name))).toFloats())
					.containsExactly(Npy.parse(content).toFloats(), Offset.offset(1e-2f));
			}
			else {
				assertThat(made.get(name)).isEqualTo(content);
			}
		});
	}

	private static String name(int tar) {
		return "shard-%06d.tar".formatted(tar);
	}

	private Process start(String source, String out, String part) throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-Xmx300m", "-XX:TieredStopAtLevel=1", "-cp",
				System.getProperty("java.class.path"), DcaeApplication.class.getName(), "encode-dataset", source,
				"--out", out, "--part", part, "--format", "webdataset", "--model",
				"src/test/resources/fixtures/tiny-mix", "--device", "cpu", "--batch", "8", "--cache-dir",
				"target/cli-tests");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
		builder.environment().putAll(this.environment);
		return builder.start();
	}

	private Path log() {
		return this.temp.resolve("log");
	}

	private String output() {
		try {
			return Files.readString(log());
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
