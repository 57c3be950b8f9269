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
package dev.dcae.dataset.folder;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line of the manifest: an image whose latent is in a shard.
 *
 * @param file its path below the folder
 * @param bytes its size when it was encoded
 * @param modified when it had last been changed, in milliseconds since 1970
 * @param width of the image that the latent decodes to, in pixels: less than what the
 * latent has where it was padded
 * @param height likewise
 * @param shape of the latent, {@code [c, h, w]}
 * @param shard the safetensors file with the latent, below the folder of the manifest
 * @param key the name of the tensor in it
 * @param note what is to be said of the file; null, and not in the line, of most
 */
@SuppressWarnings("ArrayRecordComponent")
@JsonInclude(JsonInclude.Include.NON_NULL)
record ManifestEntry(String file, long bytes, long modified, int width, int height, long[] shape, String shard,
		String key, @Nullable String note) {
}
