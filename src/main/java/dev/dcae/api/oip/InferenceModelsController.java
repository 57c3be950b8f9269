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
import java.util.stream.Stream;

import dev.dcae.api.http.Bodies;
import dev.dcae.api.http.MemoryFilter;
import dev.dcae.api.http.StrictJson;
import dev.dcae.serving.ServingStatus;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;

/**
 * The protocol's questions to a server about its models.
 */
@RestController
class InferenceModelsController implements InferenceModelsApi {

	private final InferenceModels models;

	private final InferenceStatistics statistics;

	private final InferLimits limits;

	private final Bodies bodies;

	InferenceModelsController(InferenceModels models, InferenceStatistics statistics, InferLimits limits,
			Bodies bodies) {
		this.models = models;
		this.statistics = statistics;
		this.limits = limits;
		this.bodies = bodies;
	}

	@Override
	public MetadataView metadata(String name) {
		return MetadataView.of(this.models.find(name, null));
	}

	@Override
	public MetadataView metadata(String name, String version) {
		return MetadataView.of(this.models.find(name, version));
	}

	@Override
	public ResponseEntity<Readiness> ready(String name) {
		return readiness(this.models.find(name, null));
	}

	@Override
	public ResponseEntity<Readiness> ready(String name, String version) {
		return readiness(this.models.find(name, version));
	}

	private ResponseEntity<Readiness> readiness(InferenceModel model) {
		boolean ready = this.models.probed().isReady(model.autoencoder().id());
		return ResponseEntity.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
			.body(new Readiness(model.name(), ready));
	}

	@Override
	public ConfigView config(String name) {
		return ConfigView.of(this.models.find(name, null), this.limits);
	}

	@Override
	public ConfigView config(String name, String version) {
		return ConfigView.of(this.models.find(name, version), this.limits);
	}

	@Override
	public StatisticsView statistics() {
		return statistics(this.models.all());
	}

	@Override
	public StatisticsView statistics(String name) {
		return statistics(Stream.of(this.models.find(name, null)));
	}

	@Override
	public StatisticsView statistics(String name, String version) {
		return statistics(Stream.of(this.models.find(name, version)));
	}

	private StatisticsView statistics(Stream<InferenceModel> asked) {
		return new StatisticsView(
				asked.map((model) -> StatisticsView.Model.of(model, this.statistics.snapshot(model))).toList());
	}

	@Override
	public List<IndexEntry> index(HttpServletRequest request) {
		boolean readyOnly = Boolean.TRUE.equals(query(request).ready());
		ServingStatus seen = this.models.seen();
		return this.models.all()
			.map((model) -> seen.isReady(model.autoencoder().id())
					? new IndexEntry(model.name(), InferenceModel.VERSION, "READY", "")
					: new IndexEntry(model.name(), InferenceModel.VERSION, "UNAVAILABLE", "no replica is ready"))
			.filter((entry) -> !readyOnly || entry.state().equals("READY"))
			.toList();
	}

	private IndexQuery query(HttpServletRequest request) {
		return this.bodies.readAny(request)
			.flatMap((body) -> StrictJson.readOptional(body, IndexQuery.class, "the index takes {\"ready\": true}",
					MemoryFilter.budget(request)))
			.orElseGet(() -> new IndexQuery(null));
	}

}
