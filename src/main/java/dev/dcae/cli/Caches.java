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
package dev.dcae.cli;

import java.io.PrintWriter;
import java.nio.file.Path;

import dev.dcae.engine.TorchEngine;
import dev.dcae.ops.ModelArchives;
import dev.dcae.torchscript.ArchiveCache;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The caches of commands that run a model: the service's, as its configuration says, so
 * that either finds what the other fetched and compiled.
 */
final class Caches {

	@Option(names = "--cache-dir", paramLabel = "DIR",
			description = "Where compiled archives are kept; if not given, where the service keeps them: DCAE_CACHEDIR,"
					+ " or ~/.cache/dcae.")
	private @Nullable Path folder;

	/**
	 * Archives in the caches.
	 * @param progress where downloads show how they get on
	 */
	ModelArchives archives(PrintWriter progress, TorchEngine engine) {
		ServiceSettings settings = ServiceSettings.read();
		return ModelArchives.in(folder(settings), settings.cacheLimit().toBytes(), ArchiveCache.Listener.NONE,
				settings.checkpointHub(progress), engine);
	}

	/**
	 * The folder of the archives.
	 */
	Path folder(ServiceSettings settings) {
		return (this.folder != null) ? this.folder : settings.cacheDir();
	}

}
