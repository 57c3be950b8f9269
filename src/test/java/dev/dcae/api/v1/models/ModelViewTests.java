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
package dev.dcae.api.v1.models;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.serving.ServingStatus;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A model as clients see it.
 */
class ModelViewTests {

	private static final ServingStatus IDLE = new ServingStatus(true, 0,
			new ServingStatus.QueueStatus(0, 0, Duration.ZERO, Optional.empty(), List.of()), 0, List.of(), List.of(),
			List.of(), List.of());

	@Test
	void aScalingThatNobodyKnowsIsLeftOut() {
		assertThat(view("null").has("scalingFactor")).isFalse();
		assertThat(view("0.25").path("scalingFactor").asDouble()).isEqualTo(0.25);
	}

	private static JsonNode view(String scalingFactor) {
		Autoencoder model = new Autoencoder("tiny", ConfigJson.tiny().with("scaling_factor", scalingFactor).read(), "",
				"", Precision.FP32, List.of("cpu"), Tiling.of(4), "");
		return JsonMapper.shared().valueToTree(ModelView.of(model, true, Optional.empty(), IDLE));
	}

}
