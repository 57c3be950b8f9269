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
package dev.dcae.pipeline;

import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.image.metrics.PerceptualMetric;
import dev.dcae.model.Autoencoder;
import dev.dcae.serving.NanoClock;
import dev.dcae.tensor.Shape;

/**
 * Measures what models lose.
 */
public final class ReconstructionReports implements AutoCloseable {

	private final Codec codec;

	private final ImagePool pool;

	private final PerceptualMetric metric;

	/**
	 * A thread of the metric's own: it can take long, and one network compares one pair
	 * at a time.
	 */
	private final ImagePool own;

	/**
	 * Reports over a codec.
	 * @param pool that images are compared in, but for the metric
	 * @param clock that the deadlines of calls go by
	 */
	public ReconstructionReports(Codec codec, ImagePool pool, PerceptualMetric metric, NanoClock clock) {
		this.codec = codec;
		this.pool = pool;
		this.metric = metric;
		this.own = new ImagePool(1, clock);
	}

	/**
	 * Reconstructs an image and compares the two. What the fit crops or resizes is
	 * compared in its new size.
	 * @throws RequestException if the image does not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Result<ReconstructionReport> report(Call call, ReconstructRequest request) {
		Autoencoder model = request.model();
		RgbImage original = this.codec.fitted(call, model, request.image(), request.fit());
		Shape whole = this.codec.geometry(model, original.width(), original.height(), Fit.PAD, false).latent();
		Shape latent = new Shape(request.channels().kept(), whole.size(1), whole.size(2));
		return this.codec
			.reconstruct(call, new ReconstructRequest(model, original, Fit.PAD, request.channels(), request.tile()))
			.map((image) -> new ReconstructionReport(model, image, latent, fidelity(call, original, image)));
	}

	private Fidelity fidelity(Call call, RgbImage original, RgbImage image) {
		Fidelity fidelity = this.pool.run(call, image, () -> Fidelity.of(original, image, PerceptualMetric.NONE));
		return (this.metric == PerceptualMetric.NONE) ? fidelity
				: fidelity.with(this.own.run(call, image, () -> this.metric.between(original, image)));
	}

	@Override
	public void close() {
		this.own.close();
	}

}
