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
package dev.dcae.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.IntStream;

import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The configuration of diffusers' {@code AutoencoderKLFlux2}: FLUX.2's autoencoder, whose
 * ends are those of a KL autoencoder. Its pipelines put patches of 2 × 2 cells into
 * channels and normalise each by the statistics of a BatchNorm, which the checkpoint has
 * and the network never runs.
 *
 * @param encoder the encoder, and all that both ends share
 * @param decoder the same with the widths of the decoder, which may be others
 * @param batchNormEpsilon what is added to the variances
 * @param scaling of the statistics; unknown until a checkpoint has told them
 */
public record Flux2Config(KlConfig encoder, KlConfig decoder, double batchNormEpsilon,
		LatentScaling scaling) implements AutoencoderConfig {

	/**
	 * Cells of a patch's side.
	 */
	static final int PATCH = 2;

	private static final String MEAN = "bn.running_mean";

	private static final String VARIANCE = "bn.running_var";

	private static final String COUNTER = "bn.num_batches_tracked";

	@Override
	public String family() {
		return "AutoencoderKLFlux2";
	}

	@Override
	public int ratio() {
		return this.encoder.ratio();
	}

	@Override
	public int latentChannels() {
		return this.encoder.latentChannels();
	}

	@Override
	public boolean samples() {
		return true;
	}

	@Override
	public boolean forceUpcast() {
		return this.encoder.forceUpcast();
	}

	/**
	 * Those of a KL autoencoder.
	 */
	@Override
	public Tiling tiling() {
		return this.encoder.tiling();
	}

	@Override
	public int peakElementsPerPixel(Operation operation) {
		return (operation.encodes() ? this.encoder : this.decoder).peakElementsPerPixel(operation);
	}

	@Override
	public SequencedMap<String, Shape> weights() {
		SequencedMap<String, Shape> weights = KlWeights.of(this.encoder, this.decoder);
		weights.put(MEAN, new Shape(channelsOfAPatch()));
		weights.put(VARIANCE, new Shape(channelsOfAPatch()));
		weights.put(COUNTER, new Shape());
		return Collections.unmodifiableSequencedMap(weights);
	}

	/**
	 * Original files lack the counter.
	 */
	@Override
	public boolean isOptional(String tensor) {
		return tensor.equals(COUNTER);
	}

	private int channelsOfAPatch() {
		return PATCH * PATCH * latentChannels();
	}

	/**
	 * Takes the scaling from the statistics: {@code (latent - mean) / sqrt(var + eps)},
	 * in float64 whatever they are stored in.
	 */
	@Override
	public AutoencoderConfig completedBy(Map<String, Tensor> tensors) {
		Tensor mean = tensors.get(MEAN);
		Tensor variance = tensors.get(VARIANCE);
		if (mean == null || variance == null || !isStatistic(mean) || !isStatistic(variance)) {
			return this;
		}
		List<Double> means = doubles(MEAN, mean, -Double.MAX_VALUE);
		List<Double> deviations = doubles(VARIANCE, variance, 0).stream()
			.map((each) -> Math.sqrt(each + this.batchNormEpsilon))
			.toList();
		return new Flux2Config(this.encoder, this.decoder, this.batchNormEpsilon,
				new LatentScaling(1, 0, means, deviations, PATCH));
	}

	private boolean isStatistic(Tensor tensor) {
		return tensor.dtype().isFloat() && tensor.shape().equals(new Shape(channelsOfAPatch()));
	}

	private static List<Double> doubles(String name, Tensor tensor, double least) {
		float[] values = tensor.toFloats();
		return IntStream.range(0, values.length).mapToObj((i) -> {
			if (!Float.isFinite(values[i]) || values[i] < least) {
				throw new InvalidConfigException("%s[%d] is %s; expected a finite number%s".formatted(name, i,
						values[i], (least == 0) ? " of at least 0" : ""));
			}
			return (double) values[i];
		}).toList();
	}

	@Override
	public String encoderSignature() {
		return this.encoder.encoderSignature();
	}

}
