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

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.engine.EngineRunException;
import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Precision;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.RunnerFactory;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the replicas of a model whose archive is there. An archive that cannot be loaded
 * was perhaps removed or changed since it was looked at: it is compiled anew, once.
 */
final class ArchivedRunners implements RunnerFactory {

	private static final Logger log = LoggerFactory.getLogger(ArchivedRunners.class);

	private final ArchiveCache cache;

	private final TorchEngine engine;

	private final CheckpointSource source;

	private final Autoencoder model;

	private final Path archive;

	/**
	 * The runners of a model.
	 * @param source where its checkpoint is
	 * @param archive of its usual precision
	 */
	ArchivedRunners(ArchiveCache cache, TorchEngine engine, CheckpointSource source, Autoencoder model, Path archive) {
		this.cache = cache;
		this.engine = engine;
		this.source = source;
		this.model = model;
		this.archive = archive;
	}

	@Override
	public BatchRunner open(Device device, ReplicaPrecision precision) {
		if (precision == ReplicaPrecision.FP32) {
			// For items that overflow in half precision: rarely needed, so compiled when
			// it first is.
			return open(device, Precision.FP32, compiled(Precision.FP32, false));
		}
		return open(device, this.model.precision(), this.archive);
	}

	private BatchRunner open(Device device, Precision precision, Path compiled) {
		try {
			return this.engine.load(compiled, this.model.config(), device.name());
		}
		catch (EngineRunException ex) {
			log.warn("{}: it is compiled anew", ex.getMessage());
			return this.engine.load(compiled(precision, true), this.model.config(), device.name());
		}
	}

	private Path compiled(Precision precision, boolean anew) {
		try (Checkpoint checkpoint = Checkpoint.open(this.source)) {
			if (!checkpoint.digest().equals(this.model.digest())) {
				throw new CheckpointException(
						"The checkpoint of model %s has changed since it was loaded".formatted(this.model.id()),
						"load the model anew, or start again");
			}
			Compiler compiler = Compiler.of(checkpoint.config(), checkpoint::tensor, precision);
			return anew ? this.cache.renew(checkpoint.digest(), compiler)
					: this.cache.get(checkpoint.digest(), compiler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The archive cannot be written: " + ex.getMessage(), ex);
		}
	}

}
