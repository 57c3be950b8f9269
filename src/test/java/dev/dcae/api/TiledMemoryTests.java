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

import java.util.function.BiFunction;
import java.util.stream.Stream;

import dev.dcae.api.http.MemoryCeiling;
import dev.dcae.api.oip.InferBody;
import dev.dcae.api.remotevae.RemoteClient;
import dev.dcae.image.RgbImage;
import dev.dcae.serving.Caller;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.TestConstructor;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory of tiled requests to every endpoint of the three protocols: two models have
 * tiles of 64 pixels and a low threshold, and requests may hold 8 MB.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "dcae.cache-dir=target/http-tests", "dcae.limits.max-in-flight=8MB",
				"dcae.limits.max-body=8MB", "dcae.models[0].id=one",
				"dcae.models[0].source=src/test/resources/fixtures/tiny-mix", "dcae.models[0].tiling.tile=64",
				"dcae.models[0].tiling.stride=48", "dcae.models[0].tiling.threshold=20000", "dcae.models[1].id=two",
				"dcae.models[1].source=src/test/resources/fixtures/tiny-mix", "dcae.models[1].tiling.tile=64",
				"dcae.models[1].tiling.stride=48", "dcae.models[1].tiling.threshold=20000" })
@Import(Service.class)
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
@DirtiesContext
@Timeout(120)
class TiledMemoryTests {

	private static final int HEIGHT = 96;

	/**
	 * Tiled, in less than 8 MB.
	 */
	private static final int WIDTH = 240;

	/**
	 * So wide that its tiles alone take more than 8 MB.
	 */
	private static final int TOO_WIDE = 3200;

	/**
	 * The free heap that suffices for an image of the width and what is made of it, but
	 * not for its tiles.
	 */
	private static final long NOT_FOR_TILES = 700_000;

	private final Service service;

	private final MemoryCeiling memory;

	TiledMemoryTests(Service service, MemoryCeiling memory) {
		this.service = service;
		this.memory = memory;
	}

	/**
	 * A request to an endpoint about an image of a width.
	 */
	private record Request(String name, BiFunction<Service, Integer, Answer> send) {

		@Override
		public String toString() {
			return this.name;
		}

	}

	static Stream<Request> requests() {
		return Stream.of(new Request("encode", (service, width) -> service.post("/v1/encode", image(width))),
				new Request("encode, tiles asked for",
						(service, width) -> service.post("/v1/encode?tile=always", image(width))),
				new Request("encode many",
						(service, width) -> service.multipart("/v1/encode",
								Multipart.form()
									.file("image", "a.png", TestImages.png(image(width)))
									.file("image", "b.png", TestImages.png(image(width))))),
				new Request("decode",
						(service, width) -> service.post("/v1/decode", "application/json",
								Wire.JSON.write(latent(width)))),
				new Request("reconstruct", (service, width) -> service.post("/v1/reconstruct", image(width))),
				new Request("report", (service, width) -> service.post("/v1/reconstruct?report=true", image(width))),
				new Request("compare", (service, width) -> service.post("/v1/compare", image(width))),
				new Request("compare one", (service, width) -> service.post("/v1/compare?model=one", image(width))),
				new Request("sheet",
						(service, width) -> service.post("/v1/compare", image(width), "Accept", "image/png")),
				new Request("interpolate", (service, width) -> service.multipart("/v1/interpolate", ends(width))),
				new Request("interpolate latents",
						(service, width) -> service.multipart("/v1/interpolate", latents(width))),
				new Request("interpolate to many",
						(service, width) -> service.multipart("/v1/interpolate?alpha=0.2&alpha=0.4", latents(width))),
				new Request("interpolate to a sheet",
						(service, width) -> service.multipart("/v1/interpolate?alpha=0.2&alpha=0.4", latents(width),
								"Accept", "image/png")),
				new Request("infer encode", (service, width) -> infer(service, "encode", "image", floats(width))),
				new Request("infer decode", (service, width) -> infer(service, "decode", "latent", latent(width))),
				new Request("infer encode_file",
						(service, width) -> service.post("/v2/models/one.encode_file/infer", "application/octet-stream",
								TestImages.png(image(width)), "Inference-Header-Content-Length", "0")),
				new Request("infer decode_file",
						(service, width) -> infer(service, "decode_file", "latent", latent(width))),
				new Request("remote decode",
						(service, width) -> new RemoteClient(service).decode("one", latent(width), "output_type=pil",
								"image/png")),
				new Request("remote decode to pixels",
						(service, width) -> new RemoteClient(service).decode("one", latent(width),
								"output_type=pt&partial_postprocess=true")),
				new Request("remote decode to floats",
						(service, width) -> new RemoteClient(service).decode("one", latent(width), "output_type=pt")),
				new Request("remote decode of two",
						(service, width) -> new RemoteClient(service).decode("one", two(latent(width)),
								"output_type=pt&partial_postprocess=true")),
				new Request("remote encode",
						(service, width) -> new RemoteClient(service).encode("one", TestImages.png(image(width)), "")),
				new Request("remote encode of floats",
						(service, width) -> new RemoteClient(service).encode("one", floats(width), "")),
				new Request("remote encode of two floats",
						(service, width) -> new RemoteClient(service).encode("one", two(floats(width)), "")));
	}

	@ParameterizedTest
	@MethodSource("requests")
	void whatFitsIsAnsweredAndItsMemoryIsGivenBack(Request request) throws InterruptedException {
		Answer answer = request.send().apply(this.service, WIDTH);
		answer.ok();
		awaitReserved(0);
	}

	@ParameterizedTest
	@MethodSource("requests")
	void tilesThatDoNotFitBesideOtherRequestsAreRefusedForNow(Request request) throws InterruptedException {
		try (MemoryCeiling.Reservation others = this.memory.open(Caller.ANYONE)) {
			others.reserve(this.memory.bytes() - NOT_FOR_TILES);
			long before = this.memory.reserved();
			Answer answer = request.send().apply(this.service, WIDTH);
			assertThat(answer.status()).isEqualTo(429);
			assertThat(answer.header("Retry-After")).isNotEmpty();
			awaitReserved(before);
		}
		awaitReserved(0);
	}

	@ParameterizedTest
	@MethodSource("requests")
	void aRequestThatAloneNeedsMoreThanThereIsIsTooLarge(Request request) throws InterruptedException {
		Answer answer = request.send().apply(this.service, TOO_WIDE);
		assertThat(answer.status()).isEqualTo(413);
		awaitReserved(0);
	}

	private void awaitReserved(long bytes) throws InterruptedException {
		// An answer is there a moment before its request has ended.
		while (this.memory.reserved() != bytes) {
			Thread.sleep(1);
		}
	}

	private static Answer infer(Service service, String task, String input, Tensor tensor) {
		return InferBody.binary(input, tensor).post(service, "one." + task);
	}

	private static RgbImage image(int width) {
		return TestImages.gradient(width, HEIGHT);
	}

	private static Tensor latent(int width) {
		return Latents.filled(0, 1, 8, HEIGHT / 8, width / 8);
	}

	private static Tensor floats(int width) {
		return Latents.filled(0, 1, 3, HEIGHT, width);
	}

	private static Tensor two(Tensor tensor) {
		long[] sizes = tensor.shape().sizes();
		sizes[0] = 2;
		return Latents.filled(0, sizes);
	}

	private static Multipart ends(int width) {
		byte[] png = TestImages.png(image(width));
		return Multipart.form().file("image", png).file("image", png);
	}

	private static Multipart latents(int width) {
		byte[] latent = Wire.SAFETENSORS.write(latent(width).to(DType.F16));
		return Multipart.form().file("latent", latent).file("latent", latent);
	}

}
