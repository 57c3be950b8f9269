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
package dev.dcae.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.evaluation.EvaluationException;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Precision;
import dev.dcae.ops.ModelArchives;
import dev.dcae.ops.ModelSpec;
import dev.dcae.ops.PreparedModel;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;

/**
 * The models of an evaluation, loaded as the service loads them.
 */
final class EvaluatedModels implements AutoCloseable {

	private final ModelArchives archives;

	private final List<Loaded> models = new ArrayList<>();

	private record Loaded(Autoencoder model, BatchRunner runner) {
	}

	EvaluatedModels(ModelArchives archives) {
		this.archives = archives;
	}

	/**
	 * Loads a model.
	 * @param variant the weights to take of several
	 * @throws RuntimeException if it cannot be loaded, saying why
	 */
	Autoencoder load(String source, Optional<String> variant, Precision precision, String device) {
		PreparedModel prepared = this.archives
			.prepare(new ModelSpec(id(source), CheckpointSource.of(source, variant), precision, List.of(device)));
		BatchRunner runner = prepared.runners().open(new Device(device), ReplicaPrecision.NORMAL);
		this.models.add(new Loaded(prepared.autoencoder(), runner));
		return prepared.autoencoder();
	}

	/**
	 * The folder's name, or the whole source where two are called alike.
	 */
	private String id(String source) {
		String name = source.replaceAll("[/\\\\]+$", "").replaceAll(".*[/\\\\:]", "");
		boolean taken = name.isEmpty() || this.models.stream().anyMatch((loaded) -> loaded.model().id().equals(name));
		return taken ? source : name;
	}

	/**
	 * The models, those with structured latents once for each number of channels.
	 * @param channels all where it is empty; numbers beyond a model's are not for it
	 */
	List<ModelCodec> codecs(List<Integer> channels) {
		List<ModelCodec> codecs = new ArrayList<>();
		for (Loaded loaded : this.models) {
			int all = loaded.model().config().latentChannels();
			List<Integer> kept = loaded.model().config().structured()
					? channels.stream().filter((count) -> count <= all).toList() : List.of();
			for (int count : kept.isEmpty() ? List.of(all) : kept) {
				codecs.add(new ModelCodec(loaded.model(), loaded.runner(), count));
			}
		}
		return codecs;
	}

	/**
	 * The side that images have to be multiples of: ratios are powers of two.
	 */
	int ratio() {
		return this.models.stream()
			.mapToInt((loaded) -> loaded.model().config().ratio())
			.max()
			.orElseThrow(() -> new EvaluationException("There is no model to evaluate"));
	}

	@Override
	public void close() {
		this.models.forEach((loaded) -> loaded.runner().close());
	}

}
