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
package dev.dcae.api.page;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.dcae.image.formats.ImageFormats;
import io.swagger.v3.oas.annotations.Hidden;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the page at / which image files the service takes: a script among its own.
 */
@Hidden
@RestController
class PlaygroundFormats {

	private final String script;

	PlaygroundFormats(ImageFormats formats, JsonMapper json) {
		Map<String, String> endings = new LinkedHashMap<>();
		formats.all().forEach((format) -> endings.put(format.mediaType(), format.extension()));
		this.script = "// The image files that the service takes, and how their names end.\nexport const ENDINGS = %s;\n"
			.formatted(json.writeValueAsString(endings));
	}

	@GetMapping(path = "/playground/formats.js", produces = "text/javascript")
	ResponseEntity<String> formats() {
		return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(this.script);
	}

}
