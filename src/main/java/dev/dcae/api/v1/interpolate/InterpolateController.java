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
package dev.dcae.api.v1.interpolate;

import java.io.IOException;
import java.util.Optional;

import dev.dcae.api.http.Calls;
import dev.dcae.api.http.ImageFiles;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.api.v1.ImageForms;
import dev.dcae.api.v1.Parameters;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.EncodeRequest;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.LatentPath;
import dev.dcae.pipeline.Result;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Images between two images, by way of their latents.
 */
@RestController
class InterpolateController implements InterpolateApi {

	private final Codec codec;

	private final ImageFiles files;

	private final ImageForms forms;

	private final Calls calls;

	private final PathAnswers answers;

	InterpolateController(Codec codec, ImageFiles files, ImageForms forms, Calls calls, PathAnswers answers) {
		this.codec = codec;
		this.files = files;
		this.forms = forms;
		this.calls = calls;
		this.answers = answers;
	}

	@Override
	public ResponseEntity<?> interpolate(HttpServletRequest request, InterpolateParameters wanted,
			@Nullable String accept) throws IOException {
		PathAnswer answer = PathAnswer.of(this.forms, Parameters.alphas(wanted.alpha()), wanted.format(),
				wanted.quality(), accept);
		Call call = this.calls.of(request);
		Optional<String> asked = Optional.ofNullable(wanted.model());
		if (asked.isPresent()) {
			this.codec.model(call, asked);
		}
		if (!(request instanceof MultipartHttpServletRequest form)) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"The body is no form; two parts with a file are taken here");
		}
		Ends ends = Ends.read(call, form, this.files, wanted.scaled());
		Autoencoder model = ends.latent()
			.map((latent) -> this.codec.modelFor(call, latent, asked))
			.orElseGet(() -> this.codec.model(call, asked));
		Result<Latent> first = latent(call, ends.first(), model, wanted.fit());
		Result<Latent> second = latent(call, ends.second(), model, wanted.fit());
		Result<LatentPath> path = first.then((one) -> second
			.map((other) -> LatentPath.between(call, this.codec, model, one, other, wanted.mode(), wanted.force())));
		return this.answers.answer(call, model, path, answer);
	}

	private Result<Latent> latent(Call call, Ends.End end, Autoencoder model, Fit fit) {
		return switch (end) {
			case Ends.End.Encoded encoded -> new Result<>(encoded.latent(), false, false);
			case Ends.End.Image image -> this.codec.encode(call, new EncodeRequest(model, image.image(), fit));
		};
	}

}
