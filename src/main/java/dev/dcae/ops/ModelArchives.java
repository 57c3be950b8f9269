package dev.dcae.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Device;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.serving.RunnerFactory;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;

/**
 * From configured models to running replicas: reads checkpoints, compiles them once, and
 * loads the archives.
 */
public final class ModelArchives implements RunnerFactory {

	private final ArchiveCache cache;

	private final int threads;

	private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

	private record Prepared(ModelSpec spec, AutoencoderConfig config, Path archive) {
	}

	/**
	 * Archives in a cache.
	 * @param threads that each call to the CPU uses
	 */
	public ModelArchives(ArchiveCache cache, int threads) {
		this.cache = cache;
		this.threads = threads;
	}

	/**
	 * Reads a model's checkpoint and compiles it, unless that was done before.
	 * @return what is now known about it
	 * @throws RuntimeException if the checkpoint cannot be used, saying why
	 */
	public Autoencoder prepare(ModelSpec spec) {
		try (Checkpoint checkpoint = Checkpoint.open(spec.source())) {
			Tiling tiling = tiling(spec, checkpoint);
			this.prepared.put(spec.id(),
					new Prepared(spec, checkpoint.config(), archive(checkpoint, spec.precision())));
			return new Autoencoder(spec.id(), checkpoint.config(), checkpoint.digest(), checkpoint.encoderDigest(),
					spec.precision(), spec.devices(), tiling, checkpoint.note());
		}
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

	@Override
	public BatchRunner open(String model, Device device, ReplicaPrecision precision) {
		Prepared known = this.prepared.get(model);
		if (known == null) {
			throw new IllegalArgumentException("No model " + model);
		}
		Path archive = (precision == ReplicaPrecision.FP32) ? fp32(known.spec()) : known.archive();
		return TorchRunner.load(archive, known.config(), device.name(), this.threads);
	}

	/**
	 * The archive for items that overflow in half precision: rarely needed, so compiled
	 * when it first is.
	 */
	private Path fp32(ModelSpec spec) {
		try (Checkpoint checkpoint = Checkpoint.open(spec.source())) {
			return archive(checkpoint, Precision.FP32);
		}
	}

	private Path archive(Checkpoint checkpoint, Precision precision) {
		try {
			return this.cache.get(checkpoint.digest(), Compiler.of(checkpoint.config(), checkpoint::tensor, precision));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The archive cannot be written: " + ex.getMessage(), ex);
		}
	}

}
