package dev.dcae.api.v1;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.dcae.api.ProblemType;
import dev.dcae.api.openapi.AnswersProblems;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;

import org.springframework.http.MediaType;

/**
 * Describes an operation whose body is a latent.
 */
@RequestBody(required = true,
		description = "A latent, [1, c, h, w] or [c, h, w]. A safetensors file has it as the tensor latent, and the other"
				+ " fields of the JSON as its metadata; raw values are little-endian.",
		content = {
				@Content(mediaType = MediaType.APPLICATION_JSON_VALUE,
						schema = @Schema(implementation = LatentJson.class),
						examples = @ExampleObject(name = "latent", ref = "latent")),
				@Content(mediaType = LatentFormat.Types.SAFETENSORS, schema = @Schema(ref = "Binary")),
				@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
				@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
@AnswersProblems({ ProblemType.EMPTY_BODY, ProblemType.BAD_JSON, ProblemType.BAD_TENSOR, ProblemType.TOO_LARGE,
		ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.UNFIT_LATENT, ProblemType.NON_FINITE_LATENT,
		ProblemType.OTHER_ENCODER })
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@interface TakesLatent {

}
