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
package dev.dcae.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;

import dev.dcae.image.Formats;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * A client with an image of its own, which knows the answers to its questions from having
 * asked each of them once while nobody else was there.
 */
final class SoakClient {

	private static final int[][] SIZES = { { 32, 32 }, { 64, 64 }, { 96, 64 }, { 50, 70 }, { 128, 96 }, { 33, 31 } };

	private final Random random;

	private final int port;

	private final int id;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<Question> questions;

	private final Tally tally = new Tally();

	/**
	 * Something to ask.
	 *
	 * @param encodes whether an item is encoded on the way
	 */
	private record Question(String target, String type, String accept, byte[] body, boolean encodes, byte[] answer) {
	}

	SoakClient(int port, int id) throws Exception {
		this.port = port;
		this.id = id;
		this.random = new Random(id);
		int[] size = SIZES[id % SIZES.length];
		byte[] pixels = new byte[3 * size[0] * size[1]];
		this.random.nextBytes(pixels);
		RgbImage image = new RgbImage(size[0], size[1], pixels);
		ImageFormat format = Formats.ALL.all().get(id % Formats.ALL.all().size());
		byte[] file = format.encode(image);
		Question encode = ask(
				new Question("/v1/encode", format.mediaType(), "application/octet-stream", file, true, file));
		Question json = ask(new Question("/v1/encode", format.mediaType(), "application/json", file, true, file));
		Question safetensors = ask(
				new Question("/v1/encode", format.mediaType(), "application/x-safetensors", file, true, file));
		Question decode = ask(new Question("/v1/decode", "application/json", "image/png", json.answer(), false, file));
		Question again = ask(new Question("/v1/decode", "application/x-safetensors", "image/webp", safetensors.answer(),
				false, file));
		Question reconstruct = ask(new Question("/v1/reconstruct", format.mediaType(), "image/png", file, true, file));
		this.questions = List.of(encode, decode, again, reconstruct);
	}

	private Question ask(Question question) throws IOException, InterruptedException {
		HttpResponse<byte[]> answer = this.http.send(request(question), HttpResponse.BodyHandlers.ofByteArray());
		if (answer.statusCode() != 200) {
			throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
		}
		return new Question(question.target(), question.type(), question.accept(), question.body(), question.encodes(),
				answer.body());
	}

	void run(long until) {
		while (System.nanoTime() < until) {
			Question question = this.questions.get(this.random.nextInt(this.questions.size()));
			try {
				switch (this.random.nextInt(10)) {
					case 0 -> hangUp(question);
					case 1 -> check(question, Duration.ofMillis(1 + this.random.nextInt(60)));
					default -> check(question, Duration.ofSeconds(60));
				}
			}
			catch (IOException ex) {
				this.tally.unexpected.add("client %d: %s".formatted(this.id, ex));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
		}
		this.http.close();
	}

	Tally tally() {
		return this.tally;
	}

	private void check(Question question, Duration timeout) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(request(question), (name, value) -> true)
			.header("X-Request-Timeout", timeout.toMillis() + "ms")
			.header("X-Priority", Integer.toString(this.random.nextInt(4)))
			.build();
		this.tally.encodes += question.encodes() ? 1 : 0;
		HttpResponse<byte[]> answer = this.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
		switch (answer.statusCode()) {
			case 200 -> {
				this.tally.answered++;
				if (!same(question, answer.body())) {
					this.tally.wrong
						.add("client %d: %s as %s".formatted(this.id, question.target(), question.accept()));
				}
			}
			case 429 -> {
				this.tally.refused++;
				if (answer.headers().firstValue("Retry-After").isEmpty()) {
					this.tally.unexpected.add("429 without Retry-After");
				}
			}
			case 504 -> this.tally.late++;
			default -> this.tally.unexpected.add("client %d: %d %s".formatted(this.id, answer.statusCode(),
					new String(answer.body(), StandardCharsets.UTF_8)));
		}
	}

	private void hangUp(Question question) throws IOException, InterruptedException {
		this.tally.hungUp++;
		this.tally.encodes += question.encodes() ? 1 : 0;
		try (Socket socket = new Socket("localhost", this.port)) {
			OutputStream out = socket.getOutputStream();
			out.write(
					("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nAccept: %s\r\nContent-Length: %d\r\n\r\n"
						.formatted(question.target(), question.type(), question.accept(), question.body().length))
						.getBytes(StandardCharsets.US_ASCII));
			out.write(question.body());
			out.flush();
			Thread.sleep(this.random.nextInt(40));
		}
	}

	private HttpRequest request(Question question) {
		return HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(this.port, question.target())))
			.header("Content-Type", question.type())
			.header("Accept", question.accept())
			.POST(HttpRequest.BodyPublishers.ofByteArray(question.body()))
			.build();
	}

	/**
	 * Alone and in a batch the sums are taken in another order: an image may differ by a
	 * level, a latent by 3e-5 of its largest value.
	 */
	private static boolean same(Question question, byte[] answer) {
		if (question.accept().equals("application/octet-stream")) {
			return answer.length == question.answer().length && sameLatent(floats(question.answer()), floats(answer));
		}
		RgbImage expected = image(question.answer());
		RgbImage actual = image(answer);
		if (expected.width() != actual.width() || expected.height() != actual.height()) {
			return false;
		}
		for (int i = 0; i < expected.pixels().length; i++) {
			if (Math.abs((expected.pixels()[i] & 0xff) - (actual.pixels()[i] & 0xff)) > 1) {
				return false;
			}
		}
		return true;
	}

	private static boolean sameLatent(float[] expected, float[] actual) {
		float largest = 0;
		float difference = 0;
		for (int i = 0; i < expected.length; i++) {
			largest = Math.max(largest, Math.abs(expected[i]));
			difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
		}
		return difference <= 3e-5f * largest;
	}

	private static float[] floats(byte[] bytes) {
		return new Tensor(DType.F32, new Shape(bytes.length / 4), MemorySegment.ofArray(bytes)).toFloats();
	}

	private static RgbImage image(byte[] file) {
		return Formats.decode(file);
	}

}
