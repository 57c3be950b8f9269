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
package dev.dcae;

import java.nio.file.Path;

import dev.dcae.engine.EngineRunException;
import dev.dcae.engine.PerceptualDistance;
import dev.dcae.evaluation.LpipsMetric;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.image.metrics.PerceptualMetric;
import dev.dcae.model.UnusableException;
import dev.dcae.ops.CpuLanes;
import dev.dcae.ops.ModelHost;
import dev.dcae.ops.ModelLoader;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.MemoryCost;
import dev.dcae.pipeline.ReconstructionReports;
import dev.dcae.serving.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The way of images and latents through the models.
 */
@Configuration(proxyBeanMethods = false)
class PipelineConfiguration {

	private static final Logger log = LoggerFactory.getLogger(PipelineConfiguration.class);

	/**
	 * Items of one request that are under way at once: about two large batches.
	 */
	private static final int MOST_AT_ONCE = 64;

	private static final String CPU = "cpu";

	private static final int CORES = Runtime.getRuntime().availableProcessors();

	@Bean
	ImageFormats imageFormats() {
		ImageFormats formats = ImageFormats.standard();
		formats.all()
			.forEach((format) -> format.library()
				.ifPresent((library) -> log.info("{} is read and written by {}", format.title(), library)));
		return formats;
	}

	@Bean
	ImagePool imagePool(NanoClock clock) {
		return new ImagePool(CORES, clock);
	}

	@Bean
	Codec codec(ModelHost host, ImagePool pool, DcaeProperties properties) {
		return host.codec(pool, properties.limits().maxPixels());
	}

	/**
	 * One request may have a quarter of the queue, and the heap of the largest image.
	 */
	@Bean
	FanOut fanOut(DcaeProperties properties) {
		long pixels = properties.limits().maxPixels();
		return new FanOut(Math.clamp(properties.queue().maxItems() / 4, 1, MOST_AT_ONCE),
				MemoryCost.keeping(pixels, 1) + MemoryCost.reading(pixels, 1));
	}

	@Bean
	PerceptualMetric perceptualMetric(DcaeProperties properties, CpuLanes cpu, ModelLoader models) {
		Path lpips = properties.quality().lpips();
		if (lpips == null) {
			return PerceptualMetric.NONE;
		}
		try {
			return new LpipsMetric(PerceptualDistance.load(lpips, CPU, cpu.threads()), models::laneBytes);
		}
		catch (EngineRunException ex) {
			throw new UnusableException("The network of dcae.quality.lpips cannot be used: " + ex.getMessage(),
					"name the TorchScript file of LPIPS, or leave the setting out", ex);
		}
	}

	@Bean
	ReconstructionReports reconstructionReports(Codec codec, ImagePool pool, PerceptualMetric metric, NanoClock clock) {
		return new ReconstructionReports(codec, pool, metric, clock);
	}

}
