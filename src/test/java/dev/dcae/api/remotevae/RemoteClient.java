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
package dev.dcae.api.remotevae;

import java.lang.foreign.MemorySegment;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import dev.dcae.api.Answer;
import dev.dcae.api.Service;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Treats tensors as diffusers' client does.
 */
public record RemoteClient(Service service) {

	/**
	 * Sends latents, and accepts a tensor.
	 * @param parameters besides those of the tensor
	 */
	public Answer decode(String model, Tensor latents, String parameters) {
		return decode(model, latents, parameters, "tensor/binary");
	}

	public Answer decode(String model, Tensor latents, String parameters, String accept) {
		return this.service.post("/remote-vae/%s/decode?%s&%s".formatted(model, parameters, query(latents)),
				"tensor/binary", latents.toBytes(), "Accept", accept);
	}

	/**
	 * Floats as the decoder makes them.
	 */
	public Tensor floats(String model, Tensor latents, String parameters) {
		return tensor(decode(model, latents, "output_type=pt&partial_postprocess=False&" + parameters));
	}

	/**
	 * Pixels.
	 */
	public Tensor pixels(String model, Tensor latents, String parameters) {
		return tensor(decode(model, latents, "output_type=pt&partial_postprocess=True&" + parameters));
	}

	/**
	 * Sends a file without a word on what it is, as diffusers does.
	 */
	public Answer encode(String model, byte[] file, String parameters) {
		return this.service.send("POST", "/remote-vae/%s/encode?%s".formatted(model, parameters),
				BodyPublishers.ofByteArray(file), "Accept", "*/*");
	}

	public Answer encode(String model, Tensor images, String parameters) {
		return encode(model, images.toBytes(), parameters + "&" + query(images));
	}

	public static String query(Tensor tensor) {
		return Arrays.stream(tensor.shape().sizes())
			.mapToObj((size) -> "shape=" + size)
			.collect(Collectors.joining("&", "", "&dtype=" + tensor.dtype().torchName()));
	}

	/**
	 * The tensor that the client makes of an answer.
	 */
	public static Tensor tensor(Answer answer) {
		assertThat(answer.ok().header("Content-Type")).isEqualTo("tensor/binary");
		JsonNode shape = JsonMapper.shared().readTree(answer.header("shape"));
		assertThat(answer.header("dtype")).isIn("float16", "float32", "bfloat16", "uint8");
		return new Tensor(DType.of(answer.header("dtype")),
				new Shape(StreamSupport.stream(shape.spliterator(), false).mapToLong(JsonNode::longValue).toArray()),
				MemorySegment.ofArray(answer.body()));
	}

	/**
	 * Normal noise, as a diffusion model begins with.
	 */
	public static Tensor noise(long... sizes) {
		Random random = new Random(13);
		float[] values = new float[(int) new Shape(sizes).elements()];
		for (int i = 0; i < values.length; i++) {
			values[i] = (float) random.nextGaussian();
		}
		return Tensor.of(new Shape(sizes), values);
	}

	/**
	 * The result of {@code partial_postprocess} on floats: uint8 [n, H, W, 3].
	 */
	public static int[] levels(Tensor images) {
		Shape shape = images.shape();
		int area = (int) (shape.size(2) * shape.size(3));
		float[] values = images.toFloats();
		int[] levels = new int[values.length];
		for (int i = 0; i < values.length; i++) {
			int item = i / area / 3;
			int channel = i / area % 3;
			levels[(item * area + i % area) * 3 + channel] = (int) Math
				.rint(Math.clamp(values[i] / 2 + 0.5, 0.0, 1.0) * 255);
		}
		return levels;
	}

	/**
	 * Asserts that bytes are levels, but for one.
	 */
	public static void assertWithinOneLevel(byte[] pixels, int[] levels) {
		assertThat(pixels).hasSameSizeAs(levels);
		for (int i = 0; i < levels.length; i++) {
			assertThat(Byte.toUnsignedInt(pixels[i]) - levels[i]).as("byte %d", i).isBetween(-1, 1);
		}
	}

}
