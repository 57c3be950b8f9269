package dev.dcae.api.v1;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.dcae.api.MediaTypes;
import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * The image file that a client asked for.
 *
 * @param format of the file
 * @param quality of a lossy format
 */
record ImageAnswer(ImageFormat format, Quality quality) {

	private static final List<MediaType> TYPES = Arrays.stream(ImageFormat.values())
		.map((format) -> MediaType.parseMediaType(format.mediaType()))
		.toList();

	/**
	 * Reads a request's wishes.
	 * @param format {@code png}, {@code jpeg} or {@code webp}; instead of the header,
	 * which is for clients that cannot set one
	 * @param accept the header
	 * @throws ProblemException if they cannot be met
	 */
	static ImageAnswer of(@Nullable String format, @Nullable Integer quality, @Nullable String accept) {
		if (quality != null && (quality < 1 || quality > 100)) {
			throw new ProblemException(ProblemType.BAD_PARAMETER, "quality is %d; it is 1 to 100".formatted(quality));
		}
		ImageFormat chosen = (format != null) ? named(format)
				: ImageFormat.values()[TYPES.indexOf(MediaTypes.choose(accept, TYPES))];
		return new ImageAnswer(chosen, (quality != null) ? new Quality(quality) : Quality.defaultOf(chosen));
	}

	private static ImageFormat named(String name) {
		for (ImageFormat format : ImageFormat.values()) {
			if (format.name().toLowerCase(Locale.ROOT).equals(name) || format.extension().equals(name)) {
				return format;
			}
		}
		throw new ProblemException(ProblemType.BAD_PARAMETER,
				"format is '%s'; it is one of png, jpeg, webp".formatted(name));
	}

	MediaType mediaType() {
		return TYPES.get(this.format.ordinal());
	}

}
