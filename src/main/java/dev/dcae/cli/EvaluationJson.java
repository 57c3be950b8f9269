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

import java.util.List;

import dev.dcae.evaluation.Measurement;
import dev.dcae.image.RgbImage;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An evaluation as JSON: the numbers of the text, not rounded. The PSNR of equal images,
 * which is infinite, is null.
 */
final class EvaluationJson {

	private final ObjectNode root = JsonMapper.shared().createObjectNode();

	private final ArrayNode images;

	EvaluationJson(String dtype) {
		this.root.put("dtype", dtype);
		this.images = this.root.putArray("images");
	}

	/**
	 * Adds an image.
	 */
	void add(String name, RgbImage image, List<Measurement> measurements) {
		ObjectNode entry = this.images.addObject();
		entry.put("name", name).put("width", image.width()).put("height", image.height());
		addTo(entry.putArray("results"), measurements);
	}

	/**
	 * The text, with the means over all images.
	 */
	String withMeans(List<Measurement> means) {
		addTo(this.root.putArray("means"), means);
		return this.root.toPrettyString();
	}

	private static void addTo(ArrayNode results, List<Measurement> measurements) {
		for (Measurement measurement : measurements) {
			ObjectNode result = results.addObject();
			double psnr = measurement.fidelity().psnr();
			result.put("codec", measurement.codec())
				.put("mse", measurement.fidelity().mse())
				.put("psnr", Double.isInfinite(psnr) ? null : psnr)
				.put("ssim", measurement.fidelity().ssim());
			measurement.fidelity().lpips().ifPresent((lpips) -> result.put("lpips", lpips));
			result.put("valuesPerPixel", measurement.rate().valuesPerPixel())
				.put("bitsPerPixel", measurement.rate().bitsPerPixel())
				.put("encodeSeconds", measurement.encoding().toNanos() / 1e9)
				.put("decodeSeconds", measurement.decoding().toNanos() / 1e9);
		}
	}

}
