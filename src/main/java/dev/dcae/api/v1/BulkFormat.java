/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
