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
package dev.dcae.dataset.parts;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line of the manifest: a sample that has a latent.
 *
 * @param file the image's name, as the source has it
 * @param source the shard that it was in, or the folder
 * @param bytes its size
 * @param modified when it had last been changed, in milliseconds since 1970; 0 of what
 * was in a shard
 * @param width of the image that the latent decodes to, in pixels
 * @param height likewise
 * @param originalWidth of the image as it was found, in pixels
 * @param originalHeight likewise
 * @param shape of the latent, {@code [c, h, w]}
 * @param shard the file that the latent is in
 * @param key the name of the latent in it: a tensor's, or a sample's of a tar
 * @param flip the name of the mirrored image's latent there; null where there is none
 * @param index the latent's number in its shard; null where it has a name
 * @param note what is to be said of the file; null of most
 */
@SuppressWarnings("ArrayRecordComponent")
@JsonInclude(JsonInclude.Include.NON_NULL)
record SampleLine(String file, String source, long bytes, long modified, int width, int height, int originalWidth,
		int originalHeight, long[] shape, String shard, String key, @Nullable String flip, @Nullable Integer index,
		@Nullable String note) {
}
