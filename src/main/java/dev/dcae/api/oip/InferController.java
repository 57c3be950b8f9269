package dev.dcae.api.oip;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.api.Bodies;
import dev.dcae.api.MemoryCeiling.Reservation;
import dev.dcae.api.MemoryFilter;
import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import dev.dcae.api.RequestUrgency;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.Urgency;
import dev.dcae.serving.NanoClock;
import dev.dcae.serving.WorkItem;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Inference. Whatever the Content-Type is: clients send none, or their tool's default.
 */
@RestController
@Tag(name = "open inference protocol")
class InferController {

	private final InferenceModels models;

	private final Inference inference;

	private final InferenceStatistics statistics;

	private final Bodies bodies;

	private final RequestUrgency urgency;

	private final NanoClock clock;

	InferController(InferenceModels models, Inference inference, InferenceStatistics statistics, Bodies bodies,
			RequestUrgency urgency, NanoClock clock) {
		this.models = models;
		this.inference = inference;
		this.statistics = statistics;
		this.bodies = bodies;
		this.urgency = urgency;
		this.clock = clock;
	}

	@Operation(operationId = "infer", summary = "Run a model",
			description = "JSON, or JSON and after it binary tensors: the binary tensor extension of the Open Inference"
					+ " Protocol. With Inference-Header-Content-Length: 0 the body is the file itself.")
	@PostMapping("/v2/models/{name}/infer")
	ResponseEntity<byte[]> infer(HttpServletRequest request, @PathVariable String name) {
		return infer(request, this.models.find(name, null));
	}

	@Operation(operationId = "inferVersion", summary = "Run a model's version")
	@PostMapping("/v2/models/{name}/versions/{version}/infer")
	ResponseEntity<byte[]> infer(HttpServletRequest request, @PathVariable String name, @PathVariable String version) {
		return infer(request, this.models.find(name, version));
	}

	private ResponseEntity<byte[]> infer(HttpServletRequest request, InferenceModel model) {
		long start = this.clock.nanos();
		Phases phases = new Phases();
		boolean answered = false;
		try {
			ResponseEntity<byte[]> answer = infer(request, model, phases);
			answered = true;
			return answer;
		}
		finally {
			Duration whole = Duration.ofNanos(this.clock.nanos() - start);
			if (answered) {
				this.statistics.succeeded(model, whole, phases);
			}
			else {
				this.statistics.failed(model, whole);
			}
		}
	}

	private ResponseEntity<byte[]> infer(HttpServletRequest request, InferenceModel model, Phases phases) {
		if (request instanceof MultipartHttpServletRequest) {
			throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
					"A form is not taken here; send JSON, or JSON and binary tensors as application/octet-stream");
		}
		Reservation memory = MemoryFilter.reservation(request);
		byte[] body = this.bodies.read(request);
		InferRequest read = phases.time(Phase.PARSE, () -> InferReader.read(model, jsonLength(request), body, memory));
		OutputTensor output = this.inference.run(model, read, urgency(request, read.settings()), phases, memory);
		return InferAnswer.of(model, read, output, phases, memory);
	}

	private static @Nullable String jsonLength(HttpServletRequest request) {
		return request.getHeader(InferReader.JSON_LENGTH);
	}

	/**
	 * The protocol's priority is 0 for the default, then 1 for the most urgent and so on;
	 * its timeout is in microseconds, 0 for the default.
	 */
	private Urgency urgency(HttpServletRequest request, Settings settings) {
		OptionalInt priority = settings.number("priority")
			.map((value) -> OptionalInt.of((value == 0) ? 0 : (int) Math.max(0, WorkItem.MOST_URGENT + 1 - value)))
			.orElse(OptionalInt.empty());
		Optional<Duration> timeout = settings.number("timeout")
			.filter((micros) -> micros > 0)
			.map((micros) -> Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1000));
		return this.urgency.of(request, priority, timeout);
	}

}
