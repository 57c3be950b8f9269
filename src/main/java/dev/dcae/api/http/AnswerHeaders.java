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
package dev.dcae.api.http;

import java.util.Arrays;
import java.util.stream.Collectors;

import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Result;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;

import org.springframework.http.HttpHeaders;

/**
 * The headers that answers share.
 */
public final class AnswerHeaders {

	public static final String MODEL = "X-Model";

	public static final String IMAGE_SIZE = "X-Image-Size";

	public static final String SEED = "X-Seed";

	public static final String RETRIED = "X-Retried-In-Fp32";

	public static final String TILED = "X-Tiled";

	public static final String WARNING = "X-Warning";

	public static final String TENSOR_SHAPE = "X-Tensor-Shape";

	public static final String TENSOR_DTYPE = "X-Tensor-Dtype";

	public static final String SERVER_TIMING = ServerTiming.HEADER;

	private AnswerHeaders() {
	}

	/**
	 * The headers of every answer of a model.
	 */
	public static HttpHeaders of(String model, Call call, Result<?> result) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(MODEL, model);
		headers.set(SERVER_TIMING, ServerTiming.of(call.timeline()));
		headers.addAll(making(result));
		headers.addAll(warning(call));
		return headers;
	}

	/**
	 * The headers that say how a result was made, where that is worth saying.
	 */
	public static HttpHeaders making(Result<?> result) {
		HttpHeaders headers = new HttpHeaders();
		if (result.retriedInFp32()) {
			headers.set(RETRIED, "true");
		}
		if (result.tiled()) {
			headers.set(TILED, "true");
		}
		return headers;
	}

	/**
	 * The header of an answer for which something is to be said.
	 */
	public static HttpHeaders warning(Call call) {
		HttpHeaders headers = new HttpHeaders();
		call.notes().text().ifPresent((text) -> headers.set(WARNING, text));
		return headers;
	}

	/**
	 * Adds what a raw body does not say itself.
	 */
	public static void describe(HttpHeaders headers, Shape shape, DType dtype) {
		headers.set(TENSOR_SHAPE,
				Arrays.stream(shape.sizes()).mapToObj(Long::toString).collect(Collectors.joining(",")));
		headers.set(TENSOR_DTYPE, dtype.torchName());
	}

}
