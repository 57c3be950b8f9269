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
package dev.dcae.api.v1;

import java.util.List;
import java.util.OptionalDouble;

import dev.dcae.image.RgbImage;
import dev.dcae.image.metrics.Fidelity;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import dev.dcae.pipeline.ReconstructionReport;
import dev.dcae.tensor.Shape;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reports as JSON, of which no number can be infinite.
 */
class ReconstructionViewTests {

	private static final RgbImage IMAGE = new RgbImage(4, 4, new byte[48]);

	@Test
	void equalImagesHaveNoPsnr() {
		JsonNode report = json(new Fidelity(0, Double.POSITIVE_INFINITY, 1, OptionalDouble.empty()));
		assertThat(report.path("psnr").isNull()).isTrue();
		assertThat(report.path("mse").asDouble(-1)).isZero();
	}

	@Test
	void aPerceptualDistanceIsShownWhereItWasMeasured() {
		assertThat(json(new Fidelity(1, 48, 0.9, OptionalDouble.of(0.25))).path("lpips").asDouble()).isEqualTo(0.25);
		assertThat(json(new Fidelity(1, 48, 0.9, OptionalDouble.empty())).has("lpips")).isFalse();
	}

	private static JsonNode json(Fidelity fidelity) {
		AutoencoderConfig config = ConfigJson.tiny().read();
		Autoencoder model = new Autoencoder("m", config, "", "", Precision.FP32, List.of("cpu"), config.tiling(), "");
		ReconstructionReport made = new ReconstructionReport(model, IMAGE, new Shape(4, 1, 1), fidelity);
		return JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsBytes(ReconstructionView.of(made)));
	}

}
