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
package dev.dcae.api.oip;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

import dev.dcae.api.Answer;
import dev.dcae.api.Service;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A body of the protocol, as a client writes and reads it: JSON, and what follows it.
 */
@SuppressWarnings("ArrayRecordComponent")
public record InferBody(String json, byte[] binary) {

	public static final String LENGTH = "Inference-Header-Content-Length";

	/**
	 * A body that is JSON alone.
	 */
	public static InferBody json(String text) {
		return new InferBody(text, new byte[0]);
	}

	/**
	 * One binary input.
	 * @param more fields of the JSON, each with a comma before it
	 */
	public static InferBody binary(String name, String datatype, Shape shape, byte[] data, String more) {
		return new InferBody("""
				{"inputs":[{"name":"%s","shape":%s,"datatype":"%s","parameters":{"binary_data_size":%d}}]%s}"""
			.formatted(name, shape, datatype, data.length, more), data);
	}

	/**
	 * One binary FP32 input, and the output in binary as well, as tritonclient does by
	 * itself.
	 */
	public static InferBody binary(String name, Tensor tensor) {
		return binary(name, "FP32", tensor.shape(), tensor.toBytes(), ",\"parameters\":{\"binary_data_output\":true}");
	}

	/**
	 * An element of BYTES.
	 */
	public static byte[] element(byte[] content) {
		return ByteBuffer.allocate(4 + content.length)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putInt(content.length)
			.put(content)
			.array();
	}

	public Answer post(Service service, String model) {
		return post(service, model, Integer.toString(this.json.getBytes(StandardCharsets.UTF_8).length));
	}

	/**
	 * Sends it with a header that may be wrong.
	 */
	public Answer post(Service service, String model, String length) {
		return service.post("/v2/models/" + model + "/infer", "application/octet-stream", bytes(), LENGTH, length);
	}

	/**
	 * Sends it as one who reads compressed answers.
	 */
	public Answer postAcceptingGzip(Service service, String model) {
		return service.post("/v2/models/" + model + "/infer", "application/octet-stream", bytes(), LENGTH,
				Integer.toString(this.json.getBytes(StandardCharsets.UTF_8).length), "Accept-Encoding", "gzip");
	}

	/**
	 * Sends the JSON alone.
	 */
	public Answer postJson(Service service, String model) {
		return service.post("/v2/models/" + model + "/infer", "application/json",
				this.json.getBytes(StandardCharsets.UTF_8));
	}

	public byte[] bytes() {
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		all.writeBytes(this.json.getBytes(StandardCharsets.UTF_8));
		all.writeBytes(this.binary);
		return all.toByteArray();
	}

	/**
	 * The only output of an answer.
	 */
	public static JsonNode output(Answer answer) {
		answer.ok();
		String length = answer.header(LENGTH);
		byte[] json = length.isEmpty() ? answer.body() : Arrays.copyOf(answer.body(), Integer.parseInt(length));
		JsonNode outputs = JsonMapper.shared().readTree(json).path("outputs");
		if (outputs.size() != 1) {
			throw new AssertionError(outputs);
		}
		return outputs.get(0);
	}

	/**
	 * The bytes that follow the JSON of an answer.
	 */
	public static byte[] rest(Answer answer) {
		int length = Integer.parseInt(answer.ok().header(LENGTH));
		byte[] rest = Arrays.copyOfRange(answer.body(), length, answer.body().length);
		int declared = output(answer).path("parameters").path("binary_data_size").asInt();
		if (rest.length != declared) {
			throw new AssertionError("%d bytes, not %d".formatted(rest.length, declared));
		}
		return rest;
	}

	/**
	 * The only output of an answer, FP32, in whichever form it came.
	 */
	public static Tensor tensor(Answer answer) {
		JsonNode output = output(answer);
		Shape shape = new Shape(JsonMapper.shared().convertValue(output.path("shape"), long[].class));
		if (!output.path("datatype").asString().equals("FP32")) {
			throw new AssertionError(output.path("datatype"));
		}
		if (output.has("data")) {
			return Tensor.of(shape, JsonMapper.shared().convertValue(output.path("data"), float[].class));
		}
		return new Tensor(DType.F32, shape, MemorySegment.ofArray(rest(answer)));
	}

	@Override
	public String toString() {
		return this.json + HexFormat.of().formatHex(this.binary, 0, Math.min(8, this.binary.length));
	}

}
