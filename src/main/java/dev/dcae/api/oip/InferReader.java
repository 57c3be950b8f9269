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

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import dev.dcae.api.http.StrictJson;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.MemoryBudget;
import dev.dcae.pipeline.Quoted;
import dev.dcae.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Takes a request apart: JSON, and after it the tensors that are binary.
 */
final class InferReader {

	/**
	 * The header with the length of the JSON, in requests and answers.
	 */
	static final String JSON_LENGTH = "Inference-Header-Content-Length";

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

	/**
	 * A shape of a million dimensions would be shown to its sender whole.
	 */
	private static final int MOST_DIMENSIONS = 8;

	private static final String BINARY_SIZE = "binary_data_size";

	private static final String SHARED_MEMORY = "shared_memory_region";

	private final InferenceModel model;

	private final MemorySegment body;

	private final boolean framed;

	/**
	 * The bytes of the body that are accounted for.
	 */
	private long read;

	private InferReader(InferenceModel model, byte[] body, boolean framed) {
		this.model = model;
		this.body = MemorySegment.ofArray(body);
		this.framed = framed;
	}

	/**
	 * Reads a request.
	 * @param jsonLength the header; without one all is JSON, and 0 is for a body that is
	 * nothing but the tensor
	 * @throws ProblemException if it is malformed, or names what the model does not have
	 */
	static InferRequest read(InferenceModel model, @Nullable String jsonLength, byte[] body, MemoryBudget memory) {
		int length = length(jsonLength, body.length);
		InferReader reader = new InferReader(model, body, jsonLength != null);
		if (jsonLength != null && length == 0) {
			return reader.raw();
		}
		if (length < body.length) {
			memory.reserve(length);
		}
		byte[] json = (length == body.length) ? body : Arrays.copyOf(body, length);
		reader.read = length;
		return reader.read(StrictJson.read(json, InferJson.class, InferJson.FIELDS, memory));
	}

	private static int length(@Nullable String header, int whole) {
		if (header == null) {
			return whole;
		}
		String digits = header.strip();
		if (!NUMBER.matcher(digits).matches() || Long.parseLong(digits) > whole) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"%s is %s; it is the number of bytes of the JSON, of a body that has %d".formatted(JSON_LENGTH,
							Quoted.of(header), whole));
		}
		return Integer.parseInt(digits);
	}

	private InferRequest raw() {
		TensorSpec spec = this.model.input();
		if (spec.datatype() != DataType.BYTES || !spec.isKnownFromItsBytes()) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"The shape of the input %s of %s cannot be told from its bytes; send JSON before it, and its length in %s"
						.formatted(spec.name(), this.model.name(), JSON_LENGTH));
		}
		InputTensor input = new InputTensor(spec.name(), spec.datatype(), new Shape(1),
				new InputTensor.Content.Raw(this.body));
		return new InferRequest(Optional.empty(), Settings.of(null), input, true, true);
	}

	private InferRequest read(InferJson json) {
		List<InferJson.Input> inputs = present(json.inputs(), "inputs");
		String known = this.model.input().name();
		if (inputs.size() != 1 || !known.equals(inputs.getFirst().name())) {
			throw new ProblemException(ProblemType.BAD_JSON,
					"The inputs are %s; %s has one, %s".formatted(
							Quoted.of(inputs.stream().map((input) -> String.valueOf(input.name())).toList().toString()),
							this.model.name(), known));
		}
		InputTensor input = input(inputs.getFirst());
		if (this.read != this.body.byteSize()) {
			throw new ProblemException(ProblemType.BAD_REQUEST, "After the JSON and its tensors there are %d bytes more"
				.formatted(this.body.byteSize() - this.read));
		}
		Settings settings = Settings.of(json.parameters());
		return new InferRequest(Optional.ofNullable(json.id()), settings, input, binary(json, settings), this.framed);
	}

	private static <T> List<T> present(@Nullable List<T> list, String name) {
		if (list == null || list.isEmpty() || list.contains(null)) {
			throw new ProblemException(ProblemType.BAD_JSON,
					"The JSON lacks %s, or has a null among them; %s".formatted(name, InferJson.FIELDS));
		}
		return list;
	}

	private boolean binary(InferJson json, Settings settings) {
		boolean all = settings.flag("binary_data_output").orElse(false);
		if (json.outputs() == null || json.outputs().isEmpty()) {
			return all;
		}
		List<InferJson.Output> outputs = present(json.outputs(), "outputs");
		String known = this.model.output().name();
		if (outputs.size() != 1 || !known.equals(outputs.getFirst().name())) {
			throw new ProblemException(ProblemType.BAD_JSON,
					"The outputs are %s; %s has one, %s".formatted(Quoted
						.of(outputs.stream().map((output) -> String.valueOf(output.name())).toList().toString()),
							this.model.name(), known));
		}
		Settings own = Settings.of(outputs.getFirst().parameters());
		refuse(own, SHARED_MEMORY);
		refuse(own, "classification");
		return own.flag("binary_data").orElse(all);
	}

	/**
	 * Refuses what would be answered as if it had not been asked for.
	 */
	private static void refuse(Settings settings, String name) {
		if (settings.values().containsKey(name)) {
			throw new ProblemException(ProblemType.BAD_JSON,
					"The parameter %s belongs to an extension that is not offered; GET /v2 lists those that are"
						.formatted(name));
		}
	}

	private InputTensor input(InferJson.Input json) {
		if (json.shape() == null || json.datatype() == null) {
			throw new ProblemException(ProblemType.BAD_JSON,
					"The input %s lacks its shape or its datatype".formatted(json.name()));
		}
		String name = this.model.input().name();
		DataType datatype = DataType.of(json.datatype());
		Shape shape = shape(name, json.shape());
		Settings settings = Settings.of(json.parameters());
		refuse(settings, SHARED_MEMORY);
		Optional<Long> size = settings.number(BINARY_SIZE);
		if (size.isPresent() == (json.data() != null)) {
			throw new ProblemException(ProblemType.BAD_JSON,
					"The input %s has %s; it has one of the two".formatted(name, size.isPresent()
							? "data and parameters." + BINARY_SIZE : "neither data nor parameters." + BINARY_SIZE));
		}
		InputTensor.Content content = (json.data() != null) ? json(name, datatype, shape, json.data())
				: binary(name, datatype, shape, size.orElseThrow());
		return new InputTensor(name, datatype, shape, content);
	}

	private static Shape shape(String name, long[] sizes) {
		if (sizes.length > MOST_DIMENSIONS) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s has more than %d dimensions; at most 4 are taken".formatted(name, MOST_DIMENSIONS));
		}
		try {
			return new Shape(sizes);
		}
		catch (IllegalArgumentException ex) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s: %s".formatted(name, String.valueOf(ex.getMessage())));
		}
	}

	private static InputTensor.Content json(String name, DataType datatype, Shape shape, JsonData data) {
		if (!datatype.hasJson()) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s is %s, which has no form in JSON; send it in binary".formatted(name, datatype));
		}
		if (!data.fits(shape)) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s has %d elements, which do not make the shape %s: they are flat, or nested like it"
						.formatted(name, data.elements(), shape));
		}
		return new InputTensor.Content.Json(data);
	}

	private InputTensor.Content binary(String name, DataType datatype, Shape shape, long size) {
		long left = this.body.byteSize() - this.read;
		if (size > left) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s has %d bytes by its %s, but after the JSON there are %d; %s tells where it ends"
						.formatted(name, size, BINARY_SIZE, left, JSON_LENGTH));
		}
		// The size is at most that of an array, so that the division cannot be fooled.
		if (datatype.bytes() > 0 && (size % datatype.bytes() != 0 || size / datatype.bytes() != shape.elements())) {
			throw new ProblemException(ProblemType.BAD_TENSOR,
					"The input %s has %d bytes by its %s; as %s of the shape %s it has %d bytes for each of %d elements"
						.formatted(name, size, BINARY_SIZE, datatype, shape, datatype.bytes(), shape.elements()));
		}
		MemorySegment bytes = this.body.asSlice(this.read, size);
		this.read += size;
		return new InputTensor.Content.Binary(bytes);
	}

}
