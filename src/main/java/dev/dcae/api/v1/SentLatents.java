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

import java.io.IOException;
import java.util.Optional;

import dev.dcae.api.http.Bodies;
import dev.dcae.api.http.MediaTypes;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.Phase;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Takes the latent out of a request: its body, or the multipart part {@code latent}.
 */
@Component
public class SentLatents {

	public static final String PART = "latent";

	private final Bodies bodies;

	SentLatents(Bodies bodies) {
		this.bodies = bodies;
	}

	/**
	 * Reads the request's only latent, or its only batch of latents.
	 * @param shape of raw values, such as {@code 1,32,8,8}
	 * @param dtype of raw values, such as {@code float32}
	 * @throws dev.dcae.api.problem.ProblemException if there is none, or it is malformed
	 * @throws dev.dcae.tensor.TensorFormatException if a tensor file is malformed
	 */
	public Latent read(Call call, HttpServletRequest request, @Nullable String shape, @Nullable String dtype)
			throws IOException {
		if (request instanceof MultipartHttpServletRequest form) {
			byte[] file = FormFiles.bytes(FormFiles.only(form, PART));
			LatentFormat format = (shape != null) ? LatentFormat.RAW : LatentFormat.of(file);
			return call.timeline()
				.time(Phase.PARSE, () -> LatentReader.read(format, file, shape, dtype, call.memory()));
		}
		Optional<LatentFormat> said = MediaTypes.ofBody(request).map(LatentFormat::of);
		byte[] body = this.bodies.read(request);
		LatentFormat format = said.orElseGet(() -> LatentFormat.of(body));
		return call.timeline().time(Phase.PARSE, () -> LatentReader.read(format, body, shape, dtype, call.memory()));
	}

}
