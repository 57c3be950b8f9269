package dev.dcae.api.v1;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.dcae.api.ProblemType;
import dev.dcae.api.openapi.AnswersProblems;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;

import org.springframework.http.MediaType;

/**
 * Describes an operation whose body is a form with two pictures or latents.
 */
@RequestBody(required = true,
		description = "Two parts with a file in all: images, latents or one of each, in their order",
		content = @Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(ref = "EndsForm")))
@AnswersProblems({ ProblemType.EMPTY_BODY, ProblemType.BAD_JSON, ProblemType.BAD_TENSOR, ProblemType.UNDECODABLE_IMAGE,
		ProblemType.TOO_LARGE, ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.NOT_AN_IMAGE, ProblemType.UNFIT_SIZE,
		ProblemType.UNFIT_LATENT, ProblemType.NON_FINITE_LATENT, ProblemType.OTHER_ENCODER })
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@interface TakesEnds {

}
