package dev.dcae.api.v1;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.dcae.api.ImageTypes;
import dev.dcae.api.ProblemType;
import dev.dcae.api.openapi.AnswersProblems;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;

import org.springframework.http.MediaType;

/**
 * Describes an operation whose body is one picture.
 */
@RequestBody(required = true,
		description = "A picture: a file, as it is or as the part of a form, or its pixels, uint8 [height, width, 3]",
		content = {
				@Content(mediaType = MediaType.IMAGE_PNG_VALUE, schema = @Schema(ref = "Binary"),
						examples = @ExampleObject(name = "picture", ref = "picture")),
				@Content(mediaType = ImageTypes.ANY, schema = @Schema(ref = "Binary")),
				@Content(mediaType = MediaType.MULTIPART_FORM_DATA_VALUE, schema = @Schema(ref = "ImageForm")),
				@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
				@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
@AnswersProblems({ ProblemType.EMPTY_BODY, ProblemType.BAD_TENSOR, ProblemType.UNDECODABLE_IMAGE, ProblemType.TOO_LARGE,
		ProblemType.UNSUPPORTED_MEDIA_TYPE, ProblemType.NOT_AN_IMAGE, ProblemType.UNFIT_SIZE })
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@interface TakesPicture {

}
