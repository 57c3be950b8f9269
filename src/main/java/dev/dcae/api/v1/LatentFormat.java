package dev.dcae.api.v1;

import java.util.Arrays;
import java.util.List;

import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * How a latent travels.
 */
enum LatentFormat {

	JSON(MediaType.APPLICATION_JSON),

	SAFETENSORS(MediaType.parseMediaType(Types.SAFETENSORS)),

	NPY(MediaType.parseMediaType(Types.NPY)),

	RAW(MediaType.APPLICATION_OCTET_STREAM);

	/**
	 * The media types as text.
	 */
	static final class Types {

		static final String SAFETENSORS = "application/x-safetensors";

		static final String NPY = "application/x-npy";

		private Types() {
		}

	}

	private final MediaType mediaType;

	LatentFormat(MediaType mediaType) {
		this.mediaType = mediaType;
	}

	MediaType mediaType() {
		return this.mediaType;
	}

	static List<MediaType> mediaTypes() {
		return Arrays.stream(values()).map(LatentFormat::mediaType).toList();
	}

	/**
	 * The format of a media type, with or without parameters.
	 * @throws ProblemException if it is none of them
	 */
	static LatentFormat of(@Nullable MediaType mediaType) {
		for (LatentFormat format : values()) {
			if (format.mediaType.equalsTypeAndSubtype(mediaType)) {
				return format;
			}
		}
		throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
				"A latent is taken as " + MediaType.toString(mediaTypes()));
	}

}
