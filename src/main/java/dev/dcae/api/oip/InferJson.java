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

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.dcae.api.http.ShapeReader;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonDeserialize;

/**
 * The JSON of a request. Clients of other servers send fields of those, which are
 * ignored.
 *
 * @param id that the answer repeats
 * @param outputs that are wanted; all if there are none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record InferJson(@Nullable String id,
		@JsonDeserialize(using = ParametersReader.class) @Nullable Map<String, Object> parameters,
		@Nullable List<Input> inputs, @Nullable List<Output> outputs) {

	/**
	 * A description of the fields, for whoever sent something else.
	 */
	static final String FIELDS = "a request has inputs (a list of objects with name, shape, datatype, and data or"
			+ " parameters.binary_data_size) and may have id (a text), parameters (an object) and outputs (a list of"
			+ " objects with name and parameters)";

	/**
	 * An input.
	 */
	@SuppressWarnings("ArrayRecordComponent")
	@JsonIgnoreProperties(ignoreUnknown = true)
	record Input(@Nullable String name, @JsonDeserialize(using = ShapeReader.class) long @Nullable [] shape,
			@Nullable String datatype,
			@JsonDeserialize(using = ParametersReader.class) @Nullable Map<String, Object> parameters,
			@Nullable JsonData data) {
	}

	/**
	 * An output that is wanted.
	 */
	@JsonIgnoreProperties(ignoreUnknown = true)
	record Output(@Nullable String name,
			@JsonDeserialize(using = ParametersReader.class) @Nullable Map<String, Object> parameters) {
	}

}
