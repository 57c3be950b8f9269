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

import java.util.Collections;
import java.util.List;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * A model that can be computed in the head. A cell of its latent is the mean colour of
 * its pixels, and in the fourth channel the mean of all red there is, as attention would
 * know it. A decoded pixel is the colour of its cell, and more of it, in a gradient, the
 * more there is in the fourth channel.
 */
public final class FakeModel {

	public static final int CHANNELS = 4;

	private FakeModel() {
	}

	/**
	 * A model of a ratio, which is its id, too.
	 */
	public static Autoencoder of(int ratio, Tiling tiling) {
		return new Autoencoder(Integer.toString(ratio), config(ratio), "", "", Precision.FP32, List.of("cpu"), tiling,
				"");
	}

	private static DcAeConfig config(int ratio) {
		int stages = 1 + Integer.numberOfTrailingZeros(ratio);
		String channels = Collections.nCopies(stages, 8).toString();
		String layers = Collections.nCopies(stages, 1).toString();
		String scales = Collections.nCopies(stages, List.of()).toString();
		return ConfigJson.tiny()
			.with("encoder_block_types", "\"ResBlock\"")
			.with("decoder_block_types", "\"ResBlock\"")
			.with("encoder_block_out_channels", channels)
			.with("decoder_block_out_channels", channels)
			.with("encoder_layers_per_block", layers)
			.with("decoder_layers_per_block", layers)
			.with("encoder_qkv_multiscales", scales)
			.with("decoder_qkv_multiscales", scales)
			.read();
	}

	public static Tensor run(int ratio, Operation operation, Tensor item) {
		return switch (operation) {
			case ENCODE -> encode(ratio, item);
			case ENCODE_IMAGE -> encode(ratio, floats(item));
			case DECODE -> decode(ratio, item);
			case DECODE_IMAGE -> pixels(decode(ratio, item));
			case ENCODE_MOMENTS, ENCODE_IMAGE_MOMENTS -> throw new IllegalArgumentException("One latent only");
		};
	}

	private static Tensor encode(int ratio, Tensor image) {
		int height = (int) image.shape().size(1) / ratio;
		int width = (int) image.shape().size(2) / ratio;
		float[] pixels = image.toFloats();
		float[] latent = new float[CHANNELS * height * width];
		float red = 0;
		for (int c = 0; c < 3; c++) {
			for (int i = 0; i < height * width * ratio * ratio; i++) {
				int y = i / (width * ratio);
				int x = i % (width * ratio);
				float share = pixels[c * height * width * ratio * ratio + i] / (ratio * ratio);
				latent[(c * height + y / ratio) * width + x / ratio] += share;
				red += (c == 0) ? share / (height * width) : 0;
			}
		}
		for (int i = 3 * height * width; i < latent.length; i++) {
			latent[i] = red;
		}
		return Tensor.of(new Shape(CHANNELS, height, width), latent);
	}

	private static Tensor decode(int ratio, Tensor latent) {
		int h = (int) latent.shape().size(1);
		int w = (int) latent.shape().size(2);
		float[] cells = latent.toFloats();
		float more = 0;
		for (int i = 3 * h * w; i < cells.length; i++) {
			more += cells[i] / (h * w);
		}
		int height = h * ratio;
		int width = w * ratio;
		float[] pixels = new float[3 * height * width];
		for (int c = 0; c < 3; c++) {
			for (int y = 0; y < height; y++) {
				for (int x = 0; x < width; x++) {
					float gradient = more * (1 + (float) x / width - (float) y / height);
					pixels[(c * height + y) * width + x] = cells[(c * h + y / ratio) * w + x / ratio] + gradient;
				}
			}
		}
		return Tensor.of(new Shape(3, height, width), pixels);
	}

	private static Tensor floats(Tensor pixels) {
		int height = (int) pixels.shape().size(0);
		int width = (int) pixels.shape().size(1);
		byte[] levels = pixels.toBytes();
		float[] floats = new float[levels.length];
		for (int i = 0; i < height * width; i++) {
			for (int c = 0; c < 3; c++) {
				floats[c * height * width + i] = Byte.toUnsignedInt(levels[3 * i + c]) / 255f * 2 - 1;
			}
		}
		return Tensor.of(new Shape(3, height, width), floats);
	}

	/**
	 * The levels of an image of about [-1, 1].
	 */
	public static Tensor pixels(Tensor floats) {
		int height = (int) floats.shape().size(1);
		int width = (int) floats.shape().size(2);
		float[] values = floats.toFloats();
		Tensor pixels = Tensor.zeros(DType.U8, new Shape(height, width, 3));
		byte[] levels = pixels.toBytes();
		for (int i = 0; i < height * width; i++) {
			for (int c = 0; c < 3; c++) {
				double level = Math.rint(Math.clamp(values[c * height * width + i] / 2.0 + 0.5, 0.0, 1.0) * 255.0);
				levels[3 * i + c] = (byte) (int) level;
			}
		}
		return pixels;
	}

}
