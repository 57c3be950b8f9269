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

import java.util.List;

/**
 * The largest activation of a DC-AE in elements per pixel of the image, from its layers'
 * shapes.
 */
final class DcAePeak {

	/**
	 * Channels of a gated MLP's inner map over the channels of its stage.
	 */
	private static final int EXPANSION = 8;

	private DcAePeak() {
	}

	static int encoder(DcAeConfig config) {
		long peak = blocks(config, config.encoder());
		for (int i = 0; i < config.encoder().size(); i++) {
			if (config.encoder().get(i).layers() > 0) {
				peak = Math.max(peak, perPixel(config.encoder().get(i).channels(), i));
			}
		}
		return (int) peak;
	}

	static int decoder(DcAeConfig config) {
		long peak = blocks(config, config.decoder());
		for (int i = config.decoderEndsDoubling() ? 1 : 0; i + 1 < config.decoder().size(); i++) {
			// At stage i's resolution: its own map, the shortcut's, and what the
			// convolution reads or writes.
			Stage stage = config.decoder().get(i);
			int deeper = config.decoder().get(i + 1).channels();
			int widest = (config.upsample() == Upsample.INTERPOLATE) ? Math.max(deeper, stage.channels())
					: stage.channels();
			peak = Math.max(peak, perPixel(widest, i));
		}
		if (config.decoderEndsDoubling() && config.upsample() == Upsample.INTERPOLATE) {
			peak = Math.max(peak, perPixel(config.decoder().get(1).channels(), 0));
		}
		return (int) peak;
	}

	private static long blocks(DcAeConfig config, List<Stage> stages) {
		long peak = DcAeConfig.IMAGE_CHANNELS;
		for (int i = 0; i < stages.size(); i++) {
			Stage stage = stages.get(i);
			if (stage.layers() == 0) {
				continue;
			}
			long widest = stage.channels();
			if (stage.block() == BlockType.EFFICIENT_VIT) {
				long qkv = 3L * config.heads(stage) * config.headDim() * (1 + stage.multiscales().size());
				widest = Math.max((long) EXPANSION * stage.channels(), qkv);
			}
			peak = Math.max(peak, perPixel(widest, i));
		}
		return peak;
	}

	/**
	 * Rounded up; stage {@code i} has 4^-i of the pixels.
	 */
	private static long perPixel(long channels, int stage) {
		long pixels = 1L << (2 * stage);
		return (channels + pixels - 1) / pixels;
	}

}
