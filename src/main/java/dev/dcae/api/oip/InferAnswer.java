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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.dcae.api.http.ServerTiming;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Phase;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * Puts an answer together: JSON, and after it the tensor, if it is wanted in binary.
 */
final class InferAnswer {

	/**
	 * The longest float and its comma.
	 */
	private static final long JSON_BYTES_PER_FLOAT = 16;

	private final InferenceModel model;

	private final InferRequest request;

	private final OutputTensor output;

	private InferAnswer(InferenceModel model, InferRequest request, OutputTensor output) {
		this.model = model;
		this.request = request;
		this.output = output;
	}

	static ResponseEntity<byte[]> of(Call call, InferenceModel model, InferRequest request, OutputTensor output) {
		long size = output.binarySize();
		// Twice: a buffer that grows is copied.
		call.memory().reserve(request.binary() ? size : 2 * JSON_BYTES_PER_FLOAT / Float.BYTES * size);
		InferAnswer answer = new InferAnswer(model, request, output);
		byte[] json = call.timeline().time(Phase.ENCODE, answer::json);
		ResponseEntity.BodyBuilder ok = ResponseEntity.ok();
		if (!request.binary()) {
			return ok.header(ServerTiming.HEADER, ServerTiming.of(call.timeline()))
				.contentType(MediaType.APPLICATION_JSON)
				.body(json);
		}
		byte[] body = call.timeline().time(Phase.ENCODE, () -> answer.with(json));
		return ok.header(ServerTiming.HEADER, ServerTiming.of(call.timeline()))
			.header(InferReader.JSON_LENGTH, Integer.toString(json.length))
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.body(body);
	}

	private byte[] with(byte[] json) {
		byte[] body = Arrays.copyOf(json, Math.toIntExact(json.length + this.output.binarySize()));
		this.output.write(MemorySegment.ofArray(body).asSlice(json.length));
		return body;
	}

	/**
	 * Those of the answer once more, where its readers looked first; not beside values in
	 * JSON for Triton's clients, as the one for C++ takes an output that has any for one
	 * in binary.
	 */
	private Map<String, Object> parametersOfTheOutput() {
		Map<String, Object> parameters = new LinkedHashMap<>(this.output.parameters());
		if (this.request.binary()) {
			parameters.put("binary_data_size", this.output.binarySize());
			return parameters;
		}
		if (this.output instanceof OutputTensor.File) {
			parameters.put("content_type", "base64");
			return parameters;
		}
		return this.request.framed() ? Map.of() : parameters;
	}

	private byte[] json() {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (JsonGenerator json = JsonMapper.shared().createGenerator(out)) {
			json.writeStartObject();
			json.writeStringProperty("model_name", this.model.name());
			json.writeStringProperty("model_version", InferenceModel.VERSION);
			this.request.id().ifPresent((id) -> json.writeStringProperty("id", id));
			if (!this.output.parameters().isEmpty()) {
				json.writePOJOProperty("parameters", this.output.parameters());
			}
			json.writeArrayPropertyStart("outputs");
			json.writeStartObject();
			json.writeStringProperty("name", this.model.output().name());
			json.writeStringProperty("datatype", this.model.output().datatype().name());
			json.writePOJOProperty("shape", this.output.shape().sizes());
			Map<String, Object> parameters = parametersOfTheOutput();
			if (!parameters.isEmpty()) {
				json.writePOJOProperty("parameters", parameters);
			}
			if (!this.request.binary()) {
				json.writeArrayPropertyStart("data");
				this.output.write(json);
				json.writeEndArray();
			}
			json.writeEndObject();
			json.writeEndArray();
			json.writeEndObject();
		}
		return out.toByteArray();
	}

}
