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

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Quoted;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModels;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.ServingStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The models of the protocol.
 */
@Component
class InferenceModels {

	/**
	 * The time for a device that is probed: less than those who ask have.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(2);

	private final ServedModels autoencoders;

	private final Scheduler scheduler;

	InferenceModels(ServedModels autoencoders, Scheduler scheduler) {
		this.autoencoders = autoencoders;
		this.scheduler = scheduler;
	}

	/**
	 * A model.
	 * @param version if one is asked for
	 * @throws ProblemException if there is no such model, or not in that version
	 * @throws ServingException.NotReady if there soon will be
	 */
	InferenceModel find(String name, @Nullable String version) {
		InferenceModel model = all().filter((served) -> served.name().equals(name))
			.findFirst()
			.orElseThrow(() -> missing(name));
		if (version != null && !version.equals(InferenceModel.VERSION)) {
			throw new ProblemException(ProblemType.UNKNOWN_MODEL, "%s has no version %s; it has the version %s alone"
				.formatted(name, Quoted.of(version), InferenceModel.VERSION));
		}
		return model;
	}

	private RuntimeException missing(String name) {
		String id = name.substring(0, Math.max(0, name.lastIndexOf('.')));
		return this.autoencoders.isExpected(id) ? new ServingException.NotReady(id) : new ProblemException(
				ProblemType.UNKNOWN_MODEL, "There is no model %s; %s".formatted(Quoted.of(name), hint(name)));
	}

	private String hint(String name) {
		List<String> tasks = all().filter((served) -> served.autoencoder().id().equals(name))
			.map(InferenceModel::name)
			.toList();
		return tasks.isEmpty() ? "POST /v2/repository/index lists those that are served"
				: "it is served as " + String.join(", ", tasks);
	}

	Stream<InferenceModel> all() {
		Collection<Autoencoder> served = this.autoencoders.all();
		return served.stream()
			.flatMap(
					(autoencoder) -> Arrays.stream(Task.values()).map((task) -> new InferenceModel(autoencoder, task)));
	}

	/**
	 * The state of all models; where a device failed on its last call, after it was
	 * probed: its input may have been to blame, and nobody else may ask.
	 */
	ServingStatus probed() {
		return this.scheduler.probed(PATIENCE);
	}

	/**
	 * The state of all models as it was last seen.
	 */
	ServingStatus seen() {
		return this.scheduler.status();
	}

}
