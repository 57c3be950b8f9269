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
