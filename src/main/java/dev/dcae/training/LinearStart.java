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
package dev.dcae.training;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.dcae.image.RgbImage;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Downsample;
import dev.dcae.model.Stage;
import dev.dcae.model.Upsample;
import dev.dcae.tensor.Tensor;

/**
 * Weights that make a DC-AE a linear codec. Down: principal components of 2 × 2 pixels,
 * of 2 × 2 of those, and so on to the latent, whose channels are the components of
 * largest variance, scaled to an RMS of 1. The channels between are divided by the root
 * of their RMS, halfway to that; whether it helps training was not compared. Up: all
 * components are predicted from 3 × 3 latents with the least squared error, so that
 * blocks show their borders less; then the transposed matrices. The residual blocks add
 * nothing yet. Training starts where a linear codec ends, instead of at noise.
 */
final class LinearStart {

	/**
	 * The mean of 2 × 2 equal values is of their size; their orthonormal transform has
	 * twice that.
	 */
	private static final double SCALE = 0.5;

	/**
	 * The constant channel before the decoder's last norm, which divides every channel by
	 * their common RMS: one much larger than the others makes that nearly a constant, and
	 * the norm nearly linear.
	 */
	private static final float CONSTANT = 10;

	/**
	 * The factor by which values are smaller between the last norm and the last
	 * convolution, whose many small weights would otherwise all move the image's
	 * brightness at every step.
	 */
	private static final float DAMPING = 4;

	/**
	 * Added to values before the decoder's last activation and taken off after it, so
	 * that it acts where it is nearly linear. Values of the first level are below 1.8.
	 */
	private static final float OFFSET = 2;

	private final DcAeConfig config;

	private final Map<String, float[]> weights;

	private LinearStart(DcAeConfig config, Map<String, float[]> weights) {
		this.config = config;
		this.weights = weights;
	}

	/**
	 * Fits the transform to images.
	 * @param images of one size, with sides that are multiples of the ratio: some
	 * thousand blocks of ratio × ratio are enough
	 * @param seed of the weights that the transform leaves free
	 * @throws IllegalArgumentException if the config's resampling cannot hold a block
	 * transform
	 */
	static Map<String, Tensor> fit(DcAeConfig config, List<RgbImage> images, long seed) {
		if (config.downsample() != Downsample.CONV || config.upsample() != Upsample.PIXEL_SHUFFLE
				|| !config.encoderStartsHalved() || !config.decoderEndsDoubling()) {
			throw new IllegalArgumentException("A linear start needs downsample_block_type conv, upsample_block_type"
					+ " pixel_shuffle, and no layers in the first stage of either end; linear-start: false begins with"
					+ " random weights");
		}
		Map<String, float[]> weights = FreshCheckpoint.values(config, seed);
		weights.forEach((name, values) -> {
			if (FreshCheckpoint.endsResidual(name)) {
				Arrays.fill(values, 0);
			}
		});
		new LinearStart(config, weights).fit(images);
		return FreshCheckpoint.tensors(config, weights);
	}

	private void fit(List<RgbImage> images) {
		List<FeatureMap> maps = images.stream().map(FeatureMap::of).toList();
		double[] finer = ones(DcAeConfig.IMAGE_CHANNELS);
		List<Stage> encoder = this.config.encoder();
		for (int level = 1; level < encoder.size(); level++) {
			int channels = Math.min(encoder.get(level).channels(), 4 * maps.getFirst().channels());
			double[][] basis = BlockBasis.of(FeatureMap.blocks(maps), channels);
			maps = maps.parallelStream().map((map) -> map.transformed(basis, SCALE)).toList();
			double[] sizes = sizes(maps);
			down(level, basis, finer, sizes);
			if (level == 1) {
				head(basis);
			}
			else {
				up(level, basis, sizes, (level == 2) ? ones(finer.length) : finer);
			}
			finer = sizes;
		}
		ends(maps, finer);
	}

	/**
	 * The divisors of a level's channels: halfway, on a scale of factors, from their own
	 * size to the same size for all.
	 */
	private static double[] sizes(List<FeatureMap> maps) {
		return Arrays.stream(FeatureMap.rms(maps)).map(Math::sqrt).toArray();
	}

	private static double[] ones(int length) {
		double[] ones = new double[length];
		Arrays.fill(ones, 1);
		return ones;
	}

	/**
	 * A step of the encoder: a convolution of stride 2, whose taps 1 and 2 see the block.
	 * @param basis rows over channel · 4 + y · 2 + x of the level above
	 * @param finer what the channels of the level above were divided by
	 * @param sizes what those of this level are divided by
	 */
	private void down(int level, double[][] basis, double[] finer, double[] sizes) {
		List<Stage> stages = this.config.encoder();
		boolean first = level == 1;
		ConvWeights conv = conv(first ? "encoder.conv_in.conv"
				: "encoder.down_blocks.%d.%d.conv".formatted(level - 1, stages.get(level - 1).layers()));
		int averaged = first ? 0 : 4 * stages.get(level - 1).channels() / stages.get(level).channels();
		for (int o = 0; o < basis.length; o++) {
			conv.clear(o);
			for (int v = 0; v < basis[o].length; v++) {
				conv.add(o, v / 4, 1 + v % 4 / 2, 1 + v % 2, SCALE * basis[o][v] * finer[v / 4] / sizes[o]);
			}
			// The shortcut beside it is taken off.
			for (int v = o * averaged; v < (o + 1) * averaged; v++) {
				conv.add(o, v / 4, 1 + v % 4 / 2, 1 + v % 2, -1.0 / averaged);
			}
		}
	}

	/**
	 * A step of the decoder: the transposed matrix in the middle of a convolution before
	 * a pixel shuffle.
	 * @param sizes what the channels of this level are divided by
	 * @param finer what those of the level above are divided by
	 */
	private void up(int level, double[][] basis, double[] sizes, double[] finer) {
		List<Stage> stages = this.config.decoder();
		int in = stages.get(level).channels();
		int out = stages.get(level - 1).channels();
		ConvWeights conv = conv("decoder.up_blocks.%d.0.conv".formatted(level - 1));
		int repeated = 4 * out / in;
		for (int o = 0; o < Math.min(basis[0].length, 4 * out); o++) {
			conv.clear(o);
			for (int k = 0; k < Math.min(basis.length, in); k++) {
				conv.add(o, k, 1, 1, basis[k][o] / SCALE * sizes[k] / finer[o / 4]);
			}
			conv.add(o, o / repeated, 1, 1, -1);
		}
		if (level == 2) {
			for (int o = 4 * (out - 1); o < 4 * out; o++) {
				conv.clear(o);
				conv.add(o, o / repeated, 1, 1, -1);
				conv.bias(o, CONSTANT);
			}
		}
	}

	/**
	 * The decoder's last norm, activation and convolution.
	 */
	private void head(double[][] basis) {
		int in = this.config.decoder().get(1).channels();
		if (in <= basis.length) {
			throw new IllegalArgumentException(
					"A linear start needs more than %d channels in the decoder's stage 1; linear-start: false begins with random weights"
						.formatted(basis.length));
		}
		float[] weight = values("decoder.norm_out.weight");
		float[] bias = values("decoder.norm_out.bias");
		ConvWeights conv = conv("decoder.conv_out.conv");
		for (int k = 0; k < basis.length; k++) {
			weight[k] = (float) (CONSTANT / Math.sqrt(in)) / DAMPING;
			bias[k] = OFFSET / DAMPING;
		}
		weight[in - 1] = 0;
		for (int o = 0; o < basis[0].length; o++) {
			conv.clear(o);
			double offset = 0;
			for (int k = 0; k < basis.length; k++) {
				conv.add(o, k, 1, 1, DAMPING * basis[k][o] / SCALE);
				offset += OFFSET * basis[k][o] / SCALE;
			}
			conv.bias(o, (float) -offset);
		}
		blindToConstant(in - 1);
	}

	/**
	 * The residual blocks between do not look at the constant channel, which would drive
	 * their activations to where they are flat.
	 */
	private void blindToConstant(int channel) {
		for (int block = 1; block <= this.config.decoder().get(1).layers(); block++) {
			float[] weight = values("decoder.up_blocks.1.%d.conv1.weight".formatted(block));
			int channels = this.config.decoder().get(1).channels();
			for (int o = 0; o < channels; o++) {
				Arrays.fill(weight, (o * channels + channel) * 9, (o * channels + channel + 1) * 9, 0);
			}
		}
	}

	/**
	 * The components of the last level, which are ordered, become the latent's channels;
	 * the decoder predicts all of them from 3 × 3 latents.
	 */
	private void ends(List<FeatureMap> maps, double[] sizes) {
		int latent = this.config.latentChannels();
		int kept = Math.min(latent, sizes.length);
		double[] rms = FeatureMap.rms(maps);
		ConvWeights out = conv("encoder.conv_out");
		int averaged = this.config.encoderOutShortcut() ? this.config.encoder().getLast().channels() / latent : 0;
		for (int k = 0; k < kept; k++) {
			out.clear(k);
			out.add(k, k, 1, 1, sizes[k] / rms[k]);
			for (int c = k * averaged; c < (k + 1) * averaged; c++) {
				out.add(k, c, 1, 1, -1.0 / averaged);
			}
		}
		List<FeatureMap> latents = maps.stream().map((map) -> map.divided(rms).first(kept)).toList();
		int channels = this.config.decoder().getLast().channels();
		double[][] rows = Prediction.of(latents, maps.stream().map((map) -> map.divided(sizes)).toList(),
				Math.min(channels, sizes.length));
		ConvWeights in = conv("decoder.conv_in");
		for (int o = 0; o < channels; o++) {
			in.clear(o);
			if (o < rows.length) {
				in.set(o, rows[o]);
			}
			if (this.config.decoderInShortcut()) {
				in.add(o, o / (channels / latent), 1, 1, -1);
			}
		}
	}

	private ConvWeights conv(String name) {
		float[] weight = values(name + ".weight");
		float[] bias = values(name + ".bias");
		return new ConvWeights(weight, bias, weight.length / bias.length / 9);
	}

	/**
	 * A 3 × 3 convolution about to be written.
	 */
	private record ConvWeights(float[] weight, float[] bias, int in) {

		void clear(int o) {
			Arrays.fill(this.weight, o * this.in * 9, (o + 1) * this.in * 9, 0);
			this.bias[o] = 0;
		}

		/**
		 * Sets an output's weights over tap · inputs + input; inputs beyond them get
		 * none.
		 */
		void set(int o, double[] row) {
			clear(o);
			int inputs = row.length / 9;
			for (int i = 0; i < row.length; i++) {
				add(o, i % inputs, i / inputs / 3, i / inputs % 3, row[i]);
			}
		}

		void add(int o, int i, int y, int x, double value) {
			this.weight[((o * this.in + i) * 3 + y) * 3 + x] += (float) value;
		}

		void bias(int o, float value) {
			this.bias[o] = value;
		}

	}

	private float[] values(String name) {
		float[] values = this.weights.get(name);
		if (values == null) {
			throw new IllegalStateException("No tensor " + name);
		}
		return values;
	}

}
