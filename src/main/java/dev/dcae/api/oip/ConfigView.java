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

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A model's configuration in the words of Triton's, of which load generators take the
 * batch and the scheduling.
 *
 * @param name of the model
 * @param platform that runs it
 * @param backend of that platform
 * @param maxBatchSize items of a request; 0 where the shapes have no batch
 * @param input that it takes, one
 * @param output that it answers, one
 * @param dynamicBatching there if requests are put into common batches by their first
 * dimension
 */
@Schema(name = "InferenceConfig")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ConfigView(String name, String platform, String backend, @JsonProperty("max_batch_size") int maxBatchSize,
		List<Tensor> input, List<Tensor> output,
		@JsonProperty("dynamic_batching") @Nullable DynamicBatching dynamicBatching) {

	/**
	 * A tensor.
	 *
	 * @param name of the tensor
	 * @param dataType of its elements, such as TYPE_FP32
	 * @param dims without the batch, where there is one; -1 where any size is taken
	 */
	@Schema(name = "InferenceConfigTensor")
	record Tensor(String name, @JsonProperty("data_type") String dataType, List<Long> dims) {
	}

	/**
	 * The rules by which batches are formed.
	 *
	 * @param maxQueueDelayMicroseconds that an item waits for others to share a batch
	 */
	@Schema(name = "InferenceBatching")
	record DynamicBatching(@JsonProperty("max_queue_delay_microseconds") long maxQueueDelayMicroseconds) {
	}

	static ConfigView of(InferenceModel model, InferLimits limits) {
		boolean batches = model.task().batches();
		return new ConfigView(model.name(), InferenceModel.PLATFORM, "pytorch", batches ? limits.maxBatch() : 0,
				List.of(tensor(model.input(), batches)), List.of(tensor(model.output(), batches)),
				batches ? new DynamicBatching(limits.maxDelayMicroseconds()) : null);
	}

	private static Tensor tensor(TensorSpec spec, boolean batches) {
		List<Long> dims = spec.shape();
		return new Tensor(spec.name(), spec.datatype().configName(), batches ? dims.subList(1, dims.size()) : dims);
	}

}
