package dev.dcae.api.v1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.tensor.DType;

import org.springframework.http.MediaType;

/**
 * The forms in which a latent travels.
 */
public enum LatentFormat {

	JSON(MediaType.APPLICATION_JSON),

	SAFETENSORS(MediaType.parseMediaType(Types.SAFETENSORS)),

	NPY(MediaType.parseMediaType(Types.NPY)),

	RAW(MediaType.APPLICATION_OCTET_STREAM);

	/**
	 * The media types as text.
	 */
	public static final class Types {

		public static final String SAFETENSORS = "application/x-safetensors";

		public static final String NPY = "application/x-npy";

		private Types() {
		}

	}

	private final MediaType mediaType;

	LatentFormat(MediaType mediaType) {
		this.mediaType = mediaType;
	}

	/**
	 * Checks that the format can hold values of a type.
	 * @throws ProblemException if it cannot
	 */
	public void requireHolds(DType dtype) {
		if (this == NPY && dtype == DType.BF16) {
			throw new ProblemException(ProblemType.BAD_PARAMETER,
					".npy has no bfloat16; ask for dtype=float16 or for application/x-safetensors");
		}
	}

	public MediaType mediaType() {
		return this.mediaType;
	}

	public static List<MediaType> mediaTypes() {
		return Arrays.stream(values()).map(LatentFormat::mediaType).toList();
	}

	/**
	 * The media types by the names that the parameter {@code format} has for them, the
	 * default first.
	 */
	public static SequencedMap<String, MediaType> byName() {
		SequencedMap<String, MediaType> types = new LinkedHashMap<>();
		for (LatentFormat format : values()) {
			types.put(format.name().toLowerCase(Locale.ROOT), format.mediaType);
		}
		return types;
	}

	/**
	 * The format that a file's first bytes announce, whatever it is called: any but raw
	 * values, which announce nothing.
	 * @throws ProblemException if it is none of them
	 */
	public static LatentFormat of(byte[] file) {
		for (LatentFormat format : values()) {
			if (format.isIn(file)) {
				return format;
			}
		}
		throw new ProblemException(ProblemType.BAD_TENSOR,
				"The file is no latent; one is taken as JSON, as safetensors or as .npy");
	}

	/**
	 * Tells whether a file's first bytes announce this format.
	 */
	public boolean isIn(byte[] file) {
		return switch (this) {
			case NPY -> startsWith(file, 0, "\u0093NUMPY");
			// Eight bytes of length, of which the last are zero, and JSON.
			case SAFETENSORS -> startsWith(file, 6, "\0\0{");
			case JSON -> startsWith(file, 0, "{");
			case RAW -> false;
		};
	}

	private static boolean startsWith(byte[] file, int offset, String magic) {
		byte[] expected = magic.getBytes(StandardCharsets.ISO_8859_1);
		return file.length >= offset + expected.length
				&& Arrays.equals(file, offset, offset + expected.length, expected, 0, expected.length);
	}

	/**
	 * The format of a media type, with or without parameters.
	 * @throws ProblemException if it is none of them
	 */
	public static LatentFormat of(MediaType mediaType) {
		for (LatentFormat format : values()) {
			if (format.mediaType.equalsTypeAndSubtype(mediaType)) {
				return format;
			}
		}
		throw new ProblemException(ProblemType.UNSUPPORTED_MEDIA_TYPE,
				"A latent is taken as " + MediaType.toString(mediaTypes()));
	}

}
