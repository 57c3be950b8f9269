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

import java.util.Optional;

import dev.dcae.api.http.Calls;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Codec;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModels;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.web.bind.annotation.RestController;

/**
 * The models that are served.
 */
@RestController
class ModelsController implements ModelsApi {

	private final ServedModels models;

	private final Codec codec;

	private final Calls calls;

	private final Scheduler scheduler;

	ModelsController(ServedModels models, Codec codec, Calls calls, Scheduler scheduler) {
		this.models = models;
		this.codec = codec;
		this.calls = calls;
		this.scheduler = scheduler;
	}

	@Override
	public Models all(ModelParameters wanted) {
		Optional<ImageSize> size = wanted.size();
		return new Models(this.models.all().stream().map((model) -> view(model, size)).toList());
	}

	@Override
	public ModelView one(HttpServletRequest request, String id, ModelParameters wanted) {
		return view(this.codec.model(this.calls.opened(request), Optional.of(id)), wanted.size());
	}

	private ModelView view(Autoencoder model, Optional<ImageSize> size) {
		return ModelView.of(model, Optional.of(model).equals(this.models.first()), size, this.scheduler.status());
	}

}
