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
package dev.dcae.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The configs of the published DC-AEs, in diffusers' form: a checkpoint in the original
 * naming says no more than the name of its model. From the model zoos of efficientvit and
 * DC-Gen; the scaling factors from diffusers' converter and the zoos of diffusion models.
 */
final class PublishedConfigs {

	private static final SortedMap<String, String> FILES = files();

	private PublishedConfigs() {
	}

	/**
	 * Names in efficientvit, in DC-Gen's package {@code dc_gen} and in its successor
	 * {@code dc_ai}.
	 */
	private static SortedMap<String, String> files() {
		SortedMap<String, String> files = new TreeMap<>();
		for (String published : new String[] { "dc-ae-f32c32-in-1.0", "dc-ae-f32c32-mix-1.0", "dc-ae-f64c128-in-1.0",
				"dc-ae-f64c128-mix-1.0", "dc-ae-f128c512-in-1.0", "dc-ae-f128c512-mix-1.0", "dc-ae-f32c32-sana-1.0",
				"dc-ae-lite-f32c32-sana-1.1", "dc-ae-f32c128-1.5", "dc-ae-f64c128-1.5" }) {
			files.put(published, published);
		}
		files.put("dc-ae-f32c32-in-1.0-256px", "dc-ae-f32c32-in-1.0");
		// The same architecture; the decoder was trained again.
		files.put("dc-ae-f32c32-sana-1.1", "dc-ae-f32c32-sana-1.0");
		files.put("dc-ae-lite-f32c32", "dc-ae-lite-f32c32-sana-1.1");
		files.put("dc-ae-1.5-f32c128", "dc-ae-f32c128-1.5");
		files.put("dc-ae-1.5-f64c128", "dc-ae-f64c128-1.5");
		return Collections.unmodifiableSortedMap(files);
	}

	/**
	 * The config of a model.
	 * @param model its name, with or without the organisation that publishes it
	 * @throws CheckpointException if it is not a published one, with those that are
	 */
	static byte[] of(String model) {
		String file = FILES.get(model.replaceFirst("^(mit-han-lab|dc-ai)/", ""));
		if (file == null) {
			throw new CheckpointException("config.json names the model '%s', which is not a published one: %s"
				.formatted((model.length() > 100) ? model.substring(0, 100) + "…" : model,
						String.join(", ", FILES.keySet())),
					"replace it by diffusers' config of the model");
		}
		try (InputStream in = PublishedConfigs.class.getResourceAsStream("presets/" + file + ".json")) {
			if (in == null) {
				throw new IllegalStateException("No preset " + file);
			}
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
