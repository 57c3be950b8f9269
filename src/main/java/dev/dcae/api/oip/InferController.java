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
package dev.dcae.api.oip;

import java.time.Duration;

import dev.dcae.api.http.Bodies;
import dev.dcae.api.http.Calls;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Phase;
import dev.dcae.serving.NanoClock;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Inference. Whatever the Content-Type is: clients send none, or their tool's default.
 */
@RestController
class InferController implements InferApi {

	private final InferenceModels models;

	private final Inference inference;

	private final InferenceStatistics statistics;

	private final Bodies bodies;

	private final Calls calls;

	private final NanoClock clock;

	InferController(InferenceModels models, Inference inference, InferenceStatistics statistics, Bodies bodies,
			Calls calls, NanoClock clock) {
		this.models = models;
		this.inference = inference;
		this.statistics = statistics;
		this.bodies = bodies;
		this.calls = calls;
		this.clock = clock;
	}

	@Override
	public ResponseEntity<byte[]> infer(HttpServletRequest request, String name) {
		return infer(request, this.models.find(name, null));
	}

	@Override
	public ResponseEntity<byte[]> infer(HttpServletRequest request, String name, String version) {
		return infer(request, this.models.find(name, version));
	}

	private ResponseEntity<byte[]> infer(HttpServletRequest request, InferenceModel model) {
		long start = this.clock.nanos();
		Call call = this.calls.opened(request);
		boolean answered = false;
		try {
			ResponseEntity<byte[]> answer = infer(call, request, model);
			answered = true;
			return answer;
		}
		finally {
			Duration whole = Duration.ofNanos(this.clock.nanos() - start);
			if (answered) {
				this.statistics.succeeded(model, whole, call.timeline());
			}
			else {
				this.statistics.failed(model, whole);
			}
		}
	}

	private ResponseEntity<byte[]> infer(Call call, HttpServletRequest request, InferenceModel model) {
		if (request instanceof MultipartHttpServletRequest) {
			throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
					"A form is not taken here; send JSON, or JSON and binary tensors as application/octet-stream");
		}
		byte[] body = this.bodies.read(request);
		InferRequest read = call.timeline()
			.time(Phase.PARSE, () -> InferReader.read(model, jsonLength(request), body, call.memory()));
		Call urged = this.calls.urged(call, request, SchedulePolicy.priority(read.settings()),
				SchedulePolicy.timeout(read.settings()));
		return InferAnswer.of(urged, model, read, this.inference.run(urged, model, read));
	}

	private static @Nullable String jsonLength(HttpServletRequest request) {
		return request.getHeader(InferReader.JSON_LENGTH);
	}

}
