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

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;

/**
 * Clients that ask for everything in turn, as soon as they have an answer: images and latents of a few sizes in every
 * format, requests that must be refused, and requests that are not waited for.
 */
final class MixedLoad implements AutoCloseable {

	/**
	 * Few, so that kernels prepared for a shape are all there after the warm-up.
	 */
	private static final int[][] SIZES = { { 64, 64 }, { 100, 80 }, { 192, 128 } };

	private static final String RAW = "application/octet-stream";

	private static final String PNG = "image/png";

	private static final int LONGEST_WAIT_MS = 40;

	private final int port;

	private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final List<byte[]> good = new ArrayList<>();

	private final List<byte[]> bad = new ArrayList<>();

	private final List<Thread> threads = new ArrayList<>();

	private final AtomicLong answered = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final AtomicLong abandoned = new AtomicLong();

	private final AtomicLong errors = new AtomicLong();

	/**
	 * Each request holds it for reading, a pause for writing. Fair, so that a pause comes soon.
	 */
	private final ReadWriteLock work = new ReentrantReadWriteLock(true);

	private volatile boolean running = true;

	private MixedLoad(int port) throws IOException, InterruptedException {
		this.port = port;
		for (int[] size : SIZES) {
			addGood(png(size[0], size[1]));
		}
		addBad(png(SIZES[0][0], SIZES[0][1]));
	}

	/**
	 * Starts clients, which run until they are closed.
	 */
	static MixedLoad start(int port, int clients) throws IOException, InterruptedException {
		MixedLoad load = new MixedLoad(port);
		for (int i = 0; i < clients; i++) {
			Random random = new Random(i);
			load.threads.add(Thread.ofPlatform().start(() -> load.run(random)));
		}
		return load;
	}

	private static byte[] png(int width, int height) {
		byte[] pixels = new byte[width * height * 3];
		new Random(width).nextBytes(pixels);
		return Formats.PNG.encode(new RgbImage(width, height, pixels));
	}

	private void addGood(byte[] png) throws IOException, InterruptedException {
		this.good.add(Client.post("/v1/encode", PNG, RAW, png));
		this.good.add(Client.post("/v1/reconstruct", PNG, PNG, png));
		this.good.add(Client.post("/v1/reconstruct?report=true", PNG, "application/json", png));
		for (String format : List.of("application/json", "application/x-npy", "application/x-safetensors")) {
			this.good.add(Client.post("/v1/encode", PNG, format, png));
			byte[] latent = encoded(png, format);
			this.good.add(Client.post("/v1/decode", format, PNG, latent));
			this.good.add(Client.post("/v1/decode", format, "image/webp", latent));
		}
	}

	private byte[] encoded(byte[] png, String format) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/v1/encode"))
			.header("Content-Type", PNG)
			.header("Accept", format)
			.POST(HttpRequest.BodyPublishers.ofByteArray(png))
			.build();
		HttpResponse<byte[]> answer = this.http.send(request, HttpResponse.BodyHandlers.ofByteArray());
		if (answer.statusCode() != 200) {
			throw new IllegalStateException(new String(answer.body(), StandardCharsets.UTF_8));
		}
		return answer.body();
	}

	private void addBad(byte[] png) {
		this.bad.add(Client.post("/v1/encode", PNG, RAW, Arrays.copyOf(png, png.length / 2)));
		this.bad.add(Client.post("/v1/encode?model=unknown", PNG, RAW, png));
		this.bad.add(Client.post("/v1/decode?shape=1,32,8,8&dtype=float32", RAW, PNG, new byte[5]));
		this.bad.add(Client.post("/v1/decode", "application/json", PNG, "{\"shape\": [".getBytes(StandardCharsets.UTF_8)));
		this.bad.add(Client.post("/v1/decode", "text/css", PNG, png));
	}

	private void run(Random random) {
		while (this.running) {
			try (Client client = Client.connect(this.port)) {
				while (this.running) {
					this.work.readLock().lock();
					try {
						ask(client, random);
					}
					finally {
						this.work.readLock().unlock();
					}
				}
			}
			catch (IOException | RuntimeException ex) {
				this.errors.incrementAndGet();
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void ask(Client client, Random random) throws IOException, InterruptedException {
		switch (random.nextInt(10)) {
			case 0 -> refuse(this.bad.get(random.nextInt(this.bad.size())));
			case 1 -> abandon(any(random), random.nextInt(LONGEST_WAIT_MS));
			default -> count(client.exchange(any(random)) == 200, this.answered);
		}
	}

	private byte[] any(Random random) {
		return this.good.get(random.nextInt(this.good.size()));
	}

	/**
	 * On a connection of its own, since the service may close it.
	 */
	private void refuse(byte[] request) throws IOException {
		try (Client client = Client.connect(this.port)) {
			int status = client.exchange(request);
			count(status >= 400 && status < 500 && status != 429, this.refused);
		}
	}

	private void abandon(byte[] request, int milliseconds) throws IOException, InterruptedException {
		try (Client client = Client.connect(this.port)) {
			client.send(request);
			Thread.sleep(milliseconds);
		}
		this.abandoned.incrementAndGet();
	}

	private void count(boolean asExpected, AtomicLong counter) {
		(asExpected ? counter : this.errors).incrementAndGet();
	}

	/**
	 * The outcomes of the requests since the start.
	 *
	 * @param answered with status 200
	 * @param refused that had to be
	 * @param abandoned by clients that hung up
	 * @param errors everything else
	 */
	record Counts(long answered, long refused, long abandoned, long errors) {
	}

	Counts counts() {
		return new Counts(this.answered.get(), this.refused.get(), this.abandoned.get(), this.errors.get());
	}

	/**
	 * Does something while no client asks and the service has nothing to do.
	 */
	<T> T paused(Callable<T> something) throws Exception {
		this.work.writeLock().lock();
		try {
			HttpRequest status = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/v1/status")).build();
			while (!this.http.send(status, HttpResponse.BodyHandlers.ofString()).body().contains("\"outstanding\":0,")) {
				Thread.sleep(10);
			}
			return something.call();
		}
		finally {
			this.work.writeLock().unlock();
		}
	}

	@Override
	public void close() throws InterruptedException {
		this.running = false;
		for (Thread thread : this.threads) {
			thread.join();
		}
		this.http.close();
	}

}
