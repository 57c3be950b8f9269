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

import dev.dcae.api.http.Bodies;
import dev.dcae.api.http.Calls;
import dev.dcae.api.http.MemoryCeiling;
import dev.dcae.api.http.Senders;
import dev.dcae.api.oip.InferLimits;
import dev.dcae.api.problem.BodyLimit;
import dev.dcae.api.problem.OverloadedException;
import dev.dcae.api.v1.status.StatusStream;
import dev.dcae.image.ImageLimits;
import dev.dcae.ops.HeapSize;
import dev.dcae.serving.NanoClock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/**
 * The limits of requests.
 */
@Configuration(proxyBeanMethods = false)
class LimitsConfiguration {

	@Bean
	MemoryCeiling memoryCeiling(DcaeProperties properties) {
		DataSize configured = properties.limits().maxInFlight();
		return new MemoryCeiling((configured != null) ? configured.toBytes() : HeapSize.max() / 2);
	}

	@Bean
	ImageLimits imageLimits(DcaeProperties properties) {
		return new ImageLimits(properties.limits().maxPixels(), properties.limits().maxSide());
	}

	@Bean
	BodyLimit bodyLimit(DcaeProperties properties) {
		return BodyLimit.of(properties.limits().maxBody().toBytes());
	}

	@Bean
	Bodies bodies(BodyLimit limit) {
		return new Bodies(limit);
	}

	@Bean
	Senders uploads(DcaeProperties properties) {
		int most = properties.limits().maxUploads();
		return new Senders(most, (caller) -> OverloadedException.ofUploads(caller, most));
	}

	@Bean
	Calls calls(NanoClock clock, DcaeProperties properties) {
		return new Calls(clock, properties.limits().requestTimeout());
	}

	/**
	 * As much as an empty queue takes.
	 */
	@Bean
	InferLimits inferLimits(DcaeProperties properties) {
		return new InferLimits(Math.min(properties.batching().maxItems(), properties.queue().maxItems()),
				Math.min(properties.limits().maxPixels(), properties.queue().maxPixels()),
				properties.batching().maxDelay().toNanos() / 1000);
	}

	@Bean
	StatusStream statusStream(DcaeProperties properties) {
		return new StatusStream(properties.status().stream() ? properties.status().maxListeners() : 0);
	}

}
