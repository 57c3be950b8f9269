package dev.dcae.api.oip;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The statistics extension's answer.
 *
 * @param modelStats of each model that was asked for
 */
record StatisticsView(@JsonProperty("model_stats") List<Model> modelStats) {

	/**
	 * Of one model.
	 */
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
	 */
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
	 */
	record Batches(@JsonProperty("batch_size") int batchSize,
			@JsonProperty("compute_infer") InferenceStatistics.Total computeInfer) {
	}

}
