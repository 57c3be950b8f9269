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

import dev.dcae.model.TinyConfig;

/**
 * The depths at which the modules of a tiny autoencoder run, by their numbers.
 */
final class TinyDepths {

	private static final Pattern MODULE = Pattern.compile("(encoder|decoder)\\.layers\\.(\\d+)\\..*");

	private TinyDepths() {
	}

	/**
	 * The number of halvings of the image where a convolution runs.
	 */
	static int halvings(TinyConfig config, String name) {
		Matcher matcher = MODULE.matcher(name);
		if (!matcher.matches()) {
			throw new IllegalArgumentException(name);
		}
		int module = Integer.parseInt(matcher.group(2));
		return matcher.group(1).equals("encoder") ? encoder(config, module) : decoder(config, module);
	}

	private static int encoder(TinyConfig config, int module) {
		int stems = config.stem().size();
		if (stems > 0 && module < 2 * stems) {
			return module / 2 + 1;
		}
		int halvings = (stems > 0) ? stems + 1 : 0;
		// Of a stem the convolution and its activation.
		int end = (stems > 0) ? 2 * stems + 2 : 1;
		for (TinyConfig.Blocks stage : config.encoder()) {
			end += stage.count();
			if (module < end) {
				return halvings;
			}
			halvings++;
			end++;
		}
		return halvings - 1;
	}

	private static int decoder(TinyConfig config, int module) {
		int halvings = config.decoder().size() - 1;
		int end = 2;
		for (TinyConfig.Blocks stage : config.decoder()) {
			end += stage.count();
			if (module < end) {
				return halvings;
			}
			halvings--;
			end += 2;
			if (module < end) {
				return Math.max(0, halvings);
			}
		}
		return 0;
	}

}
