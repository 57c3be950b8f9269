package dev.dcae.api.v1;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.springframework.http.MediaType;

/**
 * Describes an operation whose answer is a table of models, or a picture of it.
 */
@ApiResponse(responseCode = "200", description = "What each model loses, or a contact sheet",
		content = {
				@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
						schema = @Schema(implementation = CompareController.Comparison.class),
						examples = @ExampleObject(name = "comparison", ref = "comparison")),
				@Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(ref = "Binary")) })
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@interface AnswersComparison {

}
