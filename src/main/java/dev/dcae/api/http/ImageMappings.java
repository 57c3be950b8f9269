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
package dev.dcae.api.http;

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.servlet.mvc.condition.RequestCondition;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Maps controllers that take or answer {@link ImageTypes#ANY} to the formats that there
 * are.
 */
@Component
class ImageMappings implements WebMvcRegistrations {

	private final ImageTypes types;

	ImageMappings(ImageTypes types) {
		this.types = types;
	}

	@Override
	public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
		return new Mapping(this.types);
	}

	private static final class Mapping extends RequestMappingHandlerMapping {

		private final ImageTypes types;

		Mapping(ImageTypes types) {
			this.types = types;
		}

		private String[] listed(String[] declared) {
			return this.types.of(Arrays.asList(declared)).toArray(String[]::new);
		}

		@Override
		protected RequestMappingInfo createRequestMappingInfo(RequestMapping declared,
				@Nullable RequestCondition<?> condition) {
			return super.createRequestMappingInfo(declared, condition).mutate()
				.consumes(listed(declared.consumes()))
				.produces(listed(declared.produces()))
				.build();
		}

	}

}
