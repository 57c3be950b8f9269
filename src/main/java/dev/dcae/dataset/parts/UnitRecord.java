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

import java.util.List;
import java.util.SortedMap;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.dcae.dataset.ChannelStats;
import org.jspecify.annotations.Nullable;

/**
 * The record that a unit of work leaves when it is done. Its samples are listed beside
 * it: as many lines as it has latents.
 *
 * @param unit its id
 * @param shard that it is, as the source calls it
 * @param latents that it has
 * @param bytes of the shard then; 0 of images that lie in none
 * @param failed samples that have none
 * @param leftOut files that are no samples, by kind
 * @param outputs that have the latents
 * @param stats of the latents, without the mirrored
 */
record UnitRecord(String unit, String shard, long bytes, long latents, List<Failed> failed,
		SortedMap<String, Integer> leftOut, List<Output> outputs, ChannelStats stats) {

	/**
	 * Copies the lists.
	 */
	UnitRecord {
		failed = List.copyOf(failed);
		outputs = List.copyOf(outputs);
	}

	/**
	 * A sample without a latent.
	 *
	 * @param key of it; empty if the rest of the shard cannot be read
	 * @param reason a sentence
	 * @param bytes of its file when it failed
	 * @param modified when that had last been changed, in milliseconds since 1970
	 * @param again true if the same file may become a latent another time; null of most
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Failed(String key, String reason, long bytes, long modified, @Nullable Boolean again) {

		/**
		 * Tells whether it stands for all that is left of a shard, however much that is.
		 */
		@JsonIgnore
		boolean isOfRest() {
			return this.key.isEmpty();
		}

	}

	/**
	 * A file with latents.
	 *
	 * @param name of it
	 * @param latents in it, without the mirrored
	 * @param bytes its size
	 */
	record Output(String name, long latents, long bytes) {
	}

	/**
	 * The shards, none or one, that could not be read to their ends.
	 */
	long damaged() {
		return this.failed.stream().filter(Failed::isOfRest).count();
	}

}
