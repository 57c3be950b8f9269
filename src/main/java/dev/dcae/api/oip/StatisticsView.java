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

import com.fasterxml.jackson.annotation.JsonProperty;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The statistics extension's answer.
 *
 * @param modelStats of each model that was asked for
 */
@Schema(name = "InferenceStatistics")
record StatisticsView(@JsonProperty("model_stats") List<Model> modelStats) {

	/**
	 * Of one model. Requests are those of this protocol; items and batches are those of
	 * the device, whatever protocol they came by.
	 *
	 * @param name of the model
	 * @param version of it
	 * @param lastInference milliseconds since 1970; 0 if there was none
	 * @param inferenceCount items that were answered
	 * @param executionCount batches that ran
	 * @param inferenceStats of requests
	 * @param batchStats of batches, by their size
	 */
	@Schema(name = "InferenceModelStatistics")
	record Model(String name, String version, @JsonProperty("last_inference") long lastInference,
			@JsonProperty("inference_count") long inferenceCount, @JsonProperty("execution_count") long executionCount,
			@JsonProperty("inference_stats") Requests inferenceStats,
			@JsonProperty("batch_stats") List<Batches> batchStats) {

		static Model of(InferenceModel model, InferenceStatistics.Snapshot counted) {
			List<Batches> batches = counted.batches()
				.entrySet()
				.stream()
				.map((size) -> new Batches(size.getKey(), size.getValue()))
				.toList();
			return new Model(model.name(), InferenceModel.VERSION, counted.lastInference(), counted.items(),
					counted.executions(), Requests.of(counted), batches);
		}

	}

	/**
	 * Of requests. There is no cache to hit.
	 *
	 * @param success those that were answered, and the time of the whole
	 * @param fail those that were not, and the time of the whole
	 * @param queue how long they waited for a device
	 * @param computeInput from bytes to tensors
	 * @param computeInfer on the device
	 * @param computeOutput from tensors to bytes
	 * @param cacheHit always 0
	 * @param cacheMiss always 0
	 */
	@Schema(name = "InferenceRequestTimes")
	record Requests(InferenceStatistics.Total success, InferenceStatistics.Total fail, InferenceStatistics.Total queue,
			@JsonProperty("compute_input") InferenceStatistics.Total computeInput,
			@JsonProperty("compute_infer") InferenceStatistics.Total computeInfer,
			@JsonProperty("compute_output") InferenceStatistics.Total computeOutput,
			@JsonProperty("cache_hit") InferenceStatistics.Total cacheHit,
			@JsonProperty("cache_miss") InferenceStatistics.Total cacheMiss) {

		private static Requests of(InferenceStatistics.Snapshot counted) {
			return new Requests(counted.success(), counted.fail(), counted.queue(), counted.input(), counted.infer(),
					counted.output(), InferenceStatistics.Total.NONE, InferenceStatistics.Total.NONE);
		}

	}

	/**
	 * Of device calls of one size.
	 *
	 * @param batchSize items of each
	 * @param computeInfer how many, and their time
	 */
	@Schema(name = "InferenceBatchTimes")
	record Batches(@JsonProperty("batch_size") int batchSize,
			@JsonProperty("compute_infer") InferenceStatistics.Total computeInfer) {
	}

}
