package dev.dcae.api.v1;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

import org.springframework.http.MediaType;

/**
 * The forms in which many latents travel in one body.
 */
public enum BulkFormat {

	/**
	 * One file with a tensor for each.
	 */
	SAFETENSORS(LatentFormat.SAFETENSORS.mediaType()),

	/**
	 * An .npy for each.
	 */
	ZIP(MediaType.parseMediaType(BulkFormat.ZIP_TYPE));

	public static final String ZIP_TYPE = "application/zip";

	private final MediaType mediaType;

	BulkFormat(MediaType mediaType) {
		this.mediaType = mediaType;
	}

	public MediaType mediaType() {
		return this.mediaType;
	}

	public static List<MediaType> mediaTypes() {
		return Arrays.stream(values()).map(BulkFormat::mediaType).toList();
	}

	/**
	 * The media types by the names that the parameter {@code format} has for them, the
	 * default first.
	 */
	public static SequencedMap<String, MediaType> byName() {
		SequencedMap<String, MediaType> types = new LinkedHashMap<>();
		for (BulkFormat format : values()) {
			types.put(format.name().toLowerCase(Locale.ROOT), format.mediaType);
		}
		return types;
	}

	public static BulkFormat of(MediaType mediaType) {
		return values()[mediaTypes().indexOf(mediaType)];
	}

}
