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
