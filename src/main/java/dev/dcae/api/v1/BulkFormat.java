package dev.dcae.api.v1;

import java.util.Arrays;
import java.util.List;

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

	public static BulkFormat of(MediaType mediaType) {
		return values()[mediaTypes().indexOf(mediaType)];
	}

}
