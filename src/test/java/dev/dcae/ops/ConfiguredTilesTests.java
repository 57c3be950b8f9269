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

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.EnvironmentsHub;
import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.torchscript.ArchiveCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The settings of tiles, for a model of ratio 8.
 */
class ConfiguredTilesTests {

	@TempDir
	private Path cache;

	@Test
	void whatIsNotConfiguredFollowsFromTheModel() {
		assertThat(tiling(ModelSpec.Tiles.DEFAULT)).isEqualTo(Tiling.of(8));
		assertThat(tiling(new ModelSpec.Tiles(OptionalLong.empty(), OptionalInt.of(64), OptionalInt.empty())))
			.isEqualTo(new Tiling(8, 64, 56, Tiling.DEFAULT_THRESHOLD));
		assertThat(tiling(new ModelSpec.Tiles(OptionalLong.of(1000), OptionalInt.empty(), OptionalInt.of(256))))
			.isEqualTo(new Tiling(8, 512, 256, 1000));
	}

	@Test
	void whatDoesNotSuitTheModelStopsItsLoading() {
		ModelSpec.Tiles odd = new ModelSpec.Tiles(OptionalLong.empty(), OptionalInt.of(100), OptionalInt.empty());
		assertThatIllegalArgumentException().isThrownBy(() -> tiling(odd))
			.withMessageContainingAll("tiny-mix", "multiples of 8");
		ModelSpec.Tiles gaps = new ModelSpec.Tiles(OptionalLong.empty(), OptionalInt.of(64), OptionalInt.of(72));
		assertThatIllegalArgumentException().isThrownBy(() -> tiling(gaps)).withMessageContaining("gaps");
	}

	private Tiling tiling(ModelSpec.Tiles configured) {
		ModelSpec spec = new ModelSpec("tiny-mix", CheckpointSource.of("src/test/resources/fixtures/tiny-mix"),
				Precision.FP32, List.of("cpu"), configured, true, Optional.empty(), false);
		return new ModelArchives(new ArchiveCache(this.cache), EnvironmentsHub.open(), new TorchEngine(1)).prepare(spec)
			.autoencoder()
			.tiling();
	}

}
