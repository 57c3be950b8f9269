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
package dev.dcae.ops;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;

/**
 * A model that is configured to be served.
 *
 * @param id what requests call it
 * @param source where its checkpoint is
 * @param precision what it computes in
 * @param devices that it is placed on
 * @param tiles how images that are too large for one piece are cut
 * @param fp32Retry whether items that overflow run again in float32
 * @param latentsOf the id of the model, before it in the list, that it stands for
 * @param inBackground whether it is loaded when the service is ready already
 */
public record ModelSpec(String id, CheckpointSource source, Precision precision, List<String> devices, Tiles tiles,
		boolean fp32Retry, Optional<String> latentsOf, boolean inBackground) {

	/**
	 * The configured tiles, in pixels. What is not configured follows from the model.
	 *
	 * @param threshold pixels of an image above which it is tiled without being asked
	 * @param tile the side of a tile
	 * @param stride from one tile to the next
	 */
	public record Tiles(OptionalLong threshold, OptionalInt tile, OptionalInt stride) {

		/**
		 * Nothing configured.
		 */
		public static final Tiles DEFAULT = new Tiles(OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty());

		/**
		 * The tiling of a model.
		 * @throws IllegalArgumentException if what is configured does not suit it
		 */
		Tiling of(AutoencoderConfig config) {
			Tiling usual = config.tiling();
			Tiling tiled = this.tile.isPresent() ? usual.withTile(this.tile.getAsInt()) : usual;
			return new Tiling(config.ratio(), tiled.tile(), this.stride.orElse(tiled.stride()),
					this.threshold.orElse(usual.threshold()));
		}

	}

	/**
	 * A model with its usual tiles, whose items run again where they overflow.
	 */
	public ModelSpec(String id, CheckpointSource source, Precision precision, List<String> devices) {
		this(id, source, precision, devices, Tiles.DEFAULT, true, Optional.empty(), false);
	}

	/**
	 * Copies the list.
	 */
	public ModelSpec {
		devices = List.copyOf(devices);
	}

}
