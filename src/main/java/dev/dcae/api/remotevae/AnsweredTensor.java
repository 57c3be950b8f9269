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
import java.util.List;

import dev.dcae.api.http.AnswerHeaders;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Result;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Tensor;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * The tensor that a client gets: its bytes as the body, the rest in headers.
 */
final class AnsweredTensor {

	static final String MEDIA_TYPE = "tensor/binary";

	static final MediaType TYPE = MediaType.parseMediaType(MEDIA_TYPE);

	/**
	 * A list in JSON, such as {@code [1, 3, 512, 512]}.
	 */
	static final String SHAPE = "shape";

	/**
	 * PyTorch's name.
	 */
	static final String DTYPE = "dtype";

	private AnsweredTensor() {
	}

	/**
	 * Checks that an answer can be held in one piece.
	 * @throws ProblemException if it cannot
	 */
	static void requireArray(long bytes) {
		if (bytes > Tensor.LARGEST_ARRAY) {
			throw new ProblemException(ProblemType.TOO_LARGE,
					"The answer would have %d bytes, more than fit one body; send fewer latents at once"
						.formatted(bytes));
		}
	}

	/**
	 * The answer with the items of a batch, at least one.
	 * @param model its id
	 * @param dtype what floats are rounded to, unless one is too large for it
	 */
	static ResponseEntity<byte[]> of(Call call, String model, Result<List<Tensor>> items, DType dtype) {
		List<Tensor> tensors = items.value();
		Tensor batch = call.timeline().time(Phase.ENCODE, () -> batch(tensors, dtype));
		HttpHeaders headers = AnswerHeaders.of(model, call, items);
		headers.set(SHAPE, batch.shape().toString());
		headers.set(DTYPE, batch.dtype().torchName());
		return ResponseEntity.ok().headers(headers).contentType(TYPE).body(batch.toBytes());
	}

	private static Tensor batch(List<Tensor> items, DType dtype) {
		Tensor batch = stacked(items, dtype);
		return (dtype == DType.BF16 || dtype == DType.F16) && !batch.isFinite() ? stacked(items, DType.F32) : batch;
	}

	private static Tensor stacked(List<Tensor> items, DType dtype) {
		Tensor whole = Tensor.zeros(dtype, items.getFirst().shape().prepend(items.size()));
		long at = 0;
		for (Tensor item : items) {
			MemorySegment bytes = item.to(dtype).data();
			MemorySegment.copy(bytes, 0, whole.data(), at, bytes.byteSize());
			at += bytes.byteSize();
		}
		return whole;
	}

}
