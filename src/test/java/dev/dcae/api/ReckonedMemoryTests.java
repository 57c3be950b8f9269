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
package dev.dcae.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies whose parsing would take many times their size, several at once, in a process
 * with a heap of 256 MB, half of which is for requests: what is reserved is what they
 * take, or the process would have no memory.
 */
@Tag("slow")
@Timeout(300)
class ReckonedMemoryTests {

	private static final int CLIENTS = 4;

	private static final int LONG = 30_000_000;

	private static final byte[] SMALL = TestImages.png(TestImages.noise(16, 16));

	private record Body(String path, String headers, byte[] bytes) {
	}

	@Test
	void nothingThatIsSentTakesMoreThanIsReserved(@TempDir Path folder) throws Exception {
		Path log = folder.resolve("log");
		Map<String, List<Integer>> seen = new LinkedHashMap<>();
		try (FaultyProcess process = FaultyProcess.start(log, Map.of("_JAVA_OPTIONS", "-Xmx256m -XX:+UseParallelGC"),
				"--dcae.limits.max-body=64MB"); ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
			for (Map.Entry<String, Body> one : bodies().entrySet()) {
				CyclicBarrier together = new CyclicBarrier(CLIENTS);
				List<Future<Integer>> answers = new ArrayList<>();
				for (int i = 0; i < CLIENTS; i++) {
					answers.add(clients.submit(() -> send(process.service().port(), one.getValue(), together)));
				}
				List<Integer> statuses = new ArrayList<>();
				for (Future<Integer> answer : answers) {
					statuses.add(answer.get());
				}
				seen.put(one.getKey(), statuses);
				process.service().post("/v1/encode", "image/png", SMALL).ok();
			}
			process.process().destroy();
			assertThat(process.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
		}
		System.out.println(seen);
		assertThat(Files.readString(log)).doesNotContain("OutOfMemoryError", "StackOverflowError");
		assertThat(seen).allSatisfy((body, statuses) -> assertThat(statuses)
			.allSatisfy((status) -> assertThat(status).isBetween(400, 499)));
	}

	private static Map<String, Body> bodies() throws IOException {
		Map<String, Body> bodies = new LinkedHashMap<>();
		bodies.put("a long text",
				latent("{\"shape\":[1,32,2,2],\"dtype\":\"float32\",\"model\":\"", "A", "\",\"data\":\"\"}"));
		bodies.put("long base64", latent("{\"shape\":[1,32,2,2],\"dtype\":\"float32\",\"data\":\"", "AAAA", "\"}"));
		bodies.put("a long shape", latent("{\"shape\":[1", ",1", "],\"dtype\":\"float32\",\"data\":\"\"}"));
		bodies.put("a long shape to infer",
				infer("{\"inputs\":[{\"name\":\"latent\",\"datatype\":\"FP32\",\"shape\":[1", ",1", "]}]}"));
		bodies.put("empty lists", infer("{\"parameters\":{\"a\":[[]", ",[]", "]}}"));
		bodies.put("empty objects", infer("{\"inputs\":[{}", ",{}", "]}"));
		bodies.put("unknown fields", infer("{\"a\":1", ",\"%07d\":1", "}"));
		bodies.put("a file that is no image", infer("encode_file",
				"{\"inputs\":[{\"name\":\"file\",\"datatype\":\"BYTES\",\"shape\":[1],\"data\":[\"", "AAAA", "\"]}]}"));
		bodies.put("numbers",
				infer("{\"inputs\":[{\"name\":\"latent\",\"datatype\":\"FP32\",\"shape\":[1,32,2,2],\"data\":[1", ",1",
						"]}]}"));
		byte[] header = repeated("{\"t\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}",
				",\"%07d\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}", "}");
		byte[] file = new byte[Long.BYTES + header.length];
		ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).put(header);
		bodies.put("tensors of nothing", new Body("/v1/decode", "Content-Type: application/x-safetensors\r\n", file));
		byte[] zeros = new byte[64 << 20];
		bodies.put("zeros, compressed",
				new Body("/v1/encode", "Content-Type: image/png\r\nContent-Encoding: gzip\r\n", gzip(zeros)));
		bodies.put("zeros as JSON, compressed",
				new Body("/v1/decode", "Content-Type: application/json\r\nContent-Encoding: gzip\r\n", gzip(zeros)));
		bodies.put("images of nothing", new Body("/remote-vae/tiny-sana/encode?shape=3000000,1,1,1&dtype=float16", "",
				new byte[3_000_000 * Short.BYTES]));
		Multipart form = Multipart.form().file("image", new byte[LONG]);
		bodies.put("a form",
				new Body("/v1/encode", "Content-Type: %s\r\n".formatted(form.contentType()), form.bytes()));
		bodies.put("a form, compressed", new Body("/v1/encode",
				"Content-Type: %s\r\nContent-Encoding: gzip\r\n".formatted(form.contentType()), gzip(form.bytes())));
		return bodies;
	}

	private static Body latent(String start, String middle, String end) {
		return new Body("/v1/decode", "Content-Type: application/json\r\n", repeated(start, middle, end));
	}

	private static Body infer(String start, String middle, String end) {
		return infer("decode", start, middle, end);
	}

	private static Body infer(String task, String start, String middle, String end) {
		return new Body("/v2/models/tiny-sana.%s/infer".formatted(task), "Content-Type: application/json\r\n",
				repeated(start, middle, end));
	}

	/**
	 * A text with something in it repeated until it is long.
	 * @param middle with the place of a number that counts, or without
	 */
	private static byte[] repeated(String start, String middle, String end) {
		StringBuilder text = new StringBuilder(LONG + 100).append(start);
		boolean counts = middle.contains("%");
		for (int i = 0; text.length() < LONG; i++) {
			text.append(counts ? middle.replace("%07d", Integer.toString(10_000_000 + i)) : middle);
		}
		return text.append(end).toString().getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] gzip(byte[] content) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
			out.write(content);
		}
		return bytes.toByteArray();
	}

	/**
	 * Sends all but the last byte, waits until the others did, too, and sends that.
	 */
	private static int send(int port, Body body, CyclicBarrier together) throws Exception {
		try (Socket socket = new Socket("localhost", port)) {
			socket.setSoTimeout(120_000);
			OutputStream out = socket.getOutputStream();
			out.write("POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%sContent-Length: %d\r\n\r\n"
				.formatted(body.path(), body.headers(), body.bytes().length)
				.getBytes(StandardCharsets.US_ASCII));
			out.write(body.bytes(), 0, body.bytes().length - 1);
			together.await(60, TimeUnit.SECONDS);
			out.write(body.bytes(), body.bytes().length - 1, 1);
			return Answer.parse(socket.getInputStream().readAllBytes()).status();
		}
	}

}
