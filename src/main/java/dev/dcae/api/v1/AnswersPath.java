package dev.dcae.api.v1;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.dcae.api.ImageTypes;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;

import org.springframework.http.MediaType;

/**
 * Describes an operation whose answer is one picture or many.
 */
@ApiResponse(responseCode = "200",
		description = "One image or its pixels, uint8 [height, width, 3]; many as a zip, or as a contact sheet where Accept asks for an image",
		headers = { @Header(name = AnswerHeaders.MODEL, ref = AnswerHeaders.MODEL),
				@Header(name = AnswerHeaders.TILED, ref = AnswerHeaders.TILED),
				@Header(name = AnswerHeaders.RETRIED, ref = AnswerHeaders.RETRIED),
				@Header(name = AnswerHeaders.TENSOR_SHAPE, ref = AnswerHeaders.TENSOR_SHAPE),
				@Header(name = AnswerHeaders.TENSOR_DTYPE, ref = AnswerHeaders.TENSOR_DTYPE),
				@Header(name = AnswerHeaders.SERVER_TIMING, ref = AnswerHeaders.SERVER_TIMING) },
		content = { @Content(mediaType = ImageTypes.ANY, schema = @Schema(ref = "Binary")),
				@Content(mediaType = BulkFormat.ZIP_TYPE, schema = @Schema(ref = "Binary")),
				@Content(mediaType = LatentFormat.Types.NPY, schema = @Schema(ref = "Binary")),
				@Content(mediaType = MediaType.APPLICATION_OCTET_STREAM_VALUE, schema = @Schema(ref = "Binary")) })
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@interface AnswersPath {

}
