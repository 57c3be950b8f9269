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
package dev.dcae.bench;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.model.HunyuanImageConfig;
import dev.dcae.model.QwenImageConfig;

/**
 * The depths at which the convolutions of an end run whose blocks and samplers are one flat list.
 */
final class FlatDepths {

	private static final Pattern BLOCK = Pattern.compile("(encoder\\.down|decoder\\.up)_blocks\\.(\\d+)\\..*");

	private FlatDepths() {
	}

	/**
	 * The number of halvings of the image where a convolution runs. A sampler's runs before the pixels are moved.
	 */
	static int halvings(HunyuanImageConfig config, String name) {
		Matcher block = BLOCK.matcher(name);
		if (block.matches()) {
			boolean encoder = block.group(1).startsWith("encoder");
			int each = (encoder ? config.layers() : config.layers() + 1) + 1;
			int stage = Math.min(Integer.parseInt(block.group(2)) / each, config.samplers());
			return encoder ? stage : config.samplers() - stage;
		}
		return (name.startsWith("encoder.conv_in") || name.startsWith("decoder.conv_out")) ? 0 : config.samplers();
	}

	/**
	 * The same of one whose decoder's blocks are listed by stage.
	 */
	static int halvings(QwenImageConfig config, String name) {
		int deepest = config.multipliers().size() - 1;
		Matcher block = BLOCK.matcher(name);
		if (block.matches()) {
			int resampled = name.contains(".resample.") ? 1 : 0;
			int number = Integer.parseInt(block.group(2));
			// Behind a flat list's sampler the map is smaller; a stage's own belongs to it.
			return block.group(1).startsWith("encoder") ? Math.min(number / (config.layers() + 1), deepest) + resampled
					: deepest - number - resampled;
		}
		return (name.startsWith("encoder.conv_in") || name.startsWith("decoder.conv_out")) ? 0 : deepest;
	}

}
