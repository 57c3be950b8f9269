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
 * Rules that the sizes of a DC-AE must keep, so that every shortcut's channels divide.
 */
final class DcAeRules {

	/**
	 * The published models have one at most.
	 */
	private static final int MAX_MULTISCALES = 16;

	private DcAeRules() {
	}

	static void check(int latentChannels, int headDim, List<Stage> encoder, List<Stage> decoder, Downsample downsample,
			boolean encoderOutShortcut, boolean decoderInShortcut) {
		require(encoder.size() >= 2, "encoder_block_out_channels needs at least 2 stages");
		require(encoder.size() <= 12, "encoder_block_out_channels has more than 12 stages");
		require(decoder.size() == encoder.size(), "decoder_block_out_channels must have as many stages as the encoder");
		checkStages("encoder", encoder, headDim);
		checkStages("decoder", decoder, headDim);
		checkResampling("encoder", encoder);
		checkResampling("decoder", decoder);
		for (int i = 1; i < encoder.size(); i++) {
			require(downsample != Downsample.PIXEL_UNSHUFFLE || encoder.get(i).channels() % 4 == 0,
					"encoder_block_out_channels[%d] must be a multiple of 4 for pixel_unshuffle".formatted(i));
		}
		require(!encoderOutShortcut || encoder.getLast().channels() % latentChannels == 0,
				"encoder_out_shortcut needs latent_channels to divide the last of encoder_block_out_channels");
		require(!decoderInShortcut || decoder.getLast().channels() % latentChannels == 0,
				"decoder_in_shortcut needs latent_channels to divide the last of decoder_block_out_channels");
	}

	private static void checkStages(String end, List<Stage> stages, int headDim) {
		for (int i = 0; i < stages.size(); i++) {
			Stage stage = stages.get(i);
			// An empty stage in the middle would have no down- or upsampler, and the
			// ratio would not be what it says.
			require(i == 0 || stage.layers() > 0,
					"%s_layers_per_block[%d] is 0, which only the first may be".formatted(end, i));
			require(stage.block() != BlockType.EFFICIENT_VIT || stage.channels() >= headDim,
					"%s_block_out_channels[%d] is smaller than attention_head_dim".formatted(end, i));
			require(stage.multiscales().size() <= MAX_MULTISCALES,
					"%s_qkv_multiscales[%d] has %d kernel sizes; at most %d are supported".formatted(end, i,
							stage.multiscales().size(), MAX_MULTISCALES));
			for (int kernel : stage.multiscales()) {
				require(kernel > 0 && kernel % 2 == 1,
						"%s_qkv_multiscales[%d] has the kernel size %d, which is not odd".formatted(end, i, kernel));
			}
		}
	}

	/**
	 * Between two stages the shortcut averages or repeats channels of a map whose sides
	 * are halved or doubled. An empty first stage has none.
	 */
	private static void checkResampling(String end, List<Stage> stages) {
		for (int i = (stages.getFirst().layers() == 0) ? 1 : 0; i + 1 < stages.size(); i++) {
			require(4 * stages.get(i).channels() % stages.get(i + 1).channels() == 0,
					"%s_block_out_channels[%d] must divide 4 × %s_block_out_channels[%d]".formatted(end, i + 1, end,
							i));
		}
	}

	private static void require(boolean condition, String message) {
		if (!condition) {
			throw new InvalidConfigException(message);
		}
	}

}
