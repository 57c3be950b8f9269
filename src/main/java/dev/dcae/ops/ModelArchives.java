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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.Snapshot;
import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.InvalidConfigException;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * From configured models to running replicas: reads checkpoints, compiles them once, and
 * loads the archives.
 */
public final class ModelArchives implements ModelSource {

	private static final Logger log = LoggerFactory.getLogger(ModelArchives.class);

	private final ArchiveCache cache;

	private final CheckpointHub hub;

	private final TorchEngine engine;

	/**
	 * Archives in a cache.
	 * @param hub that checkpoints come from
	 * @param engine that opens archives
	 */
	public ModelArchives(ArchiveCache cache, CheckpointHub hub, TorchEngine engine) {
		this.cache = cache;
		this.hub = hub;
		this.engine = engine;
	}

	/**
	 * Archives in the cache folder of the service and the commands.
	 * @param cacheDir the folder, which holds other things, too
	 * @param limit bytes of archives beyond which those used least recently are removed
	 * @param listener is told what the cache is asked for
	 */
	public static ModelArchives in(Path cacheDir, long limit, ArchiveCache.Listener listener, CheckpointHub hub,
			TorchEngine engine) {
		return new ModelArchives(new ArchiveCache(cacheDir.resolve("archives"), limit, listener), hub, engine);
	}

	/**
	 * Fetches a model's checkpoint, reads and compiles it, unless that was done before.
	 */
	@Override
	public PreparedModel prepare(ModelSpec spec) {
		return switch (spec.source()) {
			case CheckpointSource.OnHub onHub -> prepare(spec, onHub);
			case CheckpointSource.Directory _, CheckpointSource.Classpath _ -> prepare(spec, spec.source(), "");
		};
	}

	/**
	 * A prepared model of the hub. A checkpoint whose archive is there, damaged or not,
	 * was verified when that was compiled: with other bytes it would have another digest,
	 * and no archive.
	 */
	private PreparedModel prepare(ModelSpec spec, CheckpointSource.OnHub onHub) {
		Snapshot snapshot = this.hub.fetch(onHub);
		CheckpointSource source = new CheckpointSource.Directory(snapshot.folder(), onHub.variant());
		try (Checkpoint checkpoint = Checkpoint.open(source)) {
			if (this.cache.has(checkpoint.digest(), compiler(checkpoint, spec.precision()))) {
				return prepare(spec, source, checkpoint, origin(snapshot));
			}
		}
		catch (CheckpointException | InvalidConfigException ex) {
			log.debug("{} cannot be read, and is verified before it is refused", snapshot.reference(), ex);
		}
		Snapshot verified = this.hub.verify(onHub);
		return prepare(spec, new CheckpointSource.Directory(verified.folder(), onHub.variant()), origin(verified));
	}

	private static String origin(Snapshot snapshot) {
		return "from " + snapshot.reference();
	}

	private PreparedModel prepare(ModelSpec spec, CheckpointSource source, String origin) {
		try (Checkpoint checkpoint = Checkpoint.open(source)) {
			return prepare(spec, source, checkpoint, origin);
		}
	}

	/**
	 * A prepared model.
	 * @param source where its checkpoint is now: a revision of the hub may move
	 */
	private PreparedModel prepare(ModelSpec spec, CheckpointSource source, Checkpoint checkpoint, String origin) {
		// Sooner than the compilation, which takes long.
		Tiling tiling = tiling(spec, checkpoint);
		Path archive = archive(checkpoint, spec.precision());
		String note = Stream.of(checkpoint.note(), origin)
			.filter((text) -> !text.isEmpty())
			.collect(Collectors.joining("; "));
		Autoencoder autoencoder = new Autoencoder(spec.id(), checkpoint.config(), checkpoint.digest(),
				checkpoint.config().copiesAnother() ? "" : checkpoint.encoderDigest(), spec.precision(), spec.devices(),
				tiling, note);
		return new PreparedModel(autoencoder,
				new ArchivedRunners(this.cache, this.engine, source, autoencoder, archive));
	}

	private static Tiling tiling(ModelSpec spec, Checkpoint checkpoint) {
		try {
			return spec.tiles().of(checkpoint.config());
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Model %s cannot be tiled: %s".formatted(spec.id(), ex.getMessage()),
					ex);
		}
	}

	private Path archive(Checkpoint checkpoint, Precision precision) {
		try {
			return this.cache.get(checkpoint.digest(), compiler(checkpoint, precision));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The archive cannot be written: " + ex.getMessage(), ex);
		}
	}

	private static Compiler compiler(Checkpoint checkpoint, Precision precision) {
		return Compiler.of(checkpoint.config(), checkpoint::tensor, precision);
	}

}
