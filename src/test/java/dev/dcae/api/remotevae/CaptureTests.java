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

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.dcae.api.Answer;
import dev.dcae.api.Service;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests that diffusers put on the wire, sent again byte for byte.
 */
@RemoteVaeTest
class CaptureTests {

	private final Service service;

	CaptureTests(Service service) {
		this.service = service;
	}

	static List<Captured> captured() throws IOException {
		return Captured.all();
	}

	@Test
	void theCaptureHasAllCalls() throws IOException {
		Set<String> names = captured().stream().map(Captured::name).collect(Collectors.toSet());
		assertThat(names).containsExactlyInAnyOrder("default jpg", "png", "pt partial", "pt pt", "pt no scaling",
				"pt default do_scaling", "packed bf16", "pil+processor", "err", "encode pil", "encode tensor",
				"encode none");
	}

	@ParameterizedTest
	@MethodSource("captured")
	void diffusersUnderstandsTheAnswer(Captured call) {
		if (call.packed()) {
			check(call, this.service.raw(call.request("flux")), 16, 32, 2);
			return;
		}
		check(call, this.service.raw(call.request(call.name().equals("err") ? "unknown" : "sd")), 4, 8, 2);
	}

	@ParameterizedTest
	@MethodSource("captured")
	void asItDoesOfModelsWithOtherLatents(Captured call) {
		if (call.packed() || call.name().equals("err")) {
			return;
		}
		check(call, this.service.raw(call.request("flux", 16, 24)), 16, 8, 3);
		check(call, this.service.raw(call.request("sana", 32, 64)), 32, 32, 2);
	}

	/**
	 * Does with an answer what the client does with it.
	 * @param side of decoded images, in pixels
	 * @param cells of the side of an encoded image's latent
	 */
	private static void check(Captured call, Answer answer, int channels, int side, int cells) {
		switch (call.name()) {
			case "default jpg" -> assertIsImage(answer, side, "jpeg");
			case "png" -> assertIsImage(answer, side, "png");
			case "pt partial" -> assertIsTensor(answer, DType.U8, 1, side, side, 3);
			case "pt pt", "pt no scaling", "pt default do_scaling", "packed bf16" ->
				assertIsTensor(answer, DType.F32, 1, 3, side, side);
			case "pil+processor" -> {
				assertIsTensor(answer, DType.F32, 1, 3, side, side);
				for (float value : RemoteClient.tensor(answer).toFloats()) {
					assertThat(value).isBetween(0f, 1f);
				}
			}
			case "err" -> assertThat(answer.refusal(404, "unknown-model")).contains("'unknown'", "sana");
			case "encode pil", "encode tensor", "encode none" ->
				assertIsTensor(answer, DType.F32, 1, channels, cells, cells);
			default -> throw new IllegalArgumentException(call.name());
		}
	}

	private static void assertIsImage(Answer answer, int side, String format) {
		assertThat(answer.image().width()).isEqualTo(side);
		assertThat(answer.image().height()).isEqualTo(side);
		assertThat(answer.header("Content-Type")).isEqualTo("image/" + format);
		// What the client tells formats by.
		assertThat(answer.body()).startsWith(format.equals("jpeg") ? new byte[] { (byte) 0xff, (byte) 0xd8 }
				: new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' });
	}

	private static void assertIsTensor(Answer answer, DType dtype, long... sizes) {
		Tensor tensor = RemoteClient.tensor(answer);
		assertThat(tensor.shape()).isEqualTo(new Shape(sizes));
		assertThat(tensor.dtype()).isEqualTo(dtype);
		assertThat(answer.header("shape")).isEqualTo(new Shape(sizes).toString());
	}

}
