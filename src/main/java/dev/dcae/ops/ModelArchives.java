package dev.dcae.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.Snapshot;
import dev.dcae.engine.TorchEngine;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.serving.ReplicaPrecision;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;

/**
 * From configured models to running replicas: reads checkpoints, compiles them once, and
 * loads the archives.
 */
public final class ModelArchives implements ModelSource {

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
	 * @param listener is told what the cache is asked for
	 */
	public static ModelArchives in(Path cacheDir, ArchiveCache.Listener listener, CheckpointHub hub,
			TorchEngine engine) {
		return new ModelArchives(new ArchiveCache(cacheDir.resolve("archives"), listener), hub, engine);
	}

	/**
	 * Fetches a model's checkpoint, reads and compiles it, unless that was done before.
	 */
	@Override
	public PreparedModel prepare(ModelSpec spec) {
		if (spec.source() instanceof CheckpointSource.OnHub onHub) {
			Snapshot snapshot = this.hub.fetch(onHub);
			return prepare(spec, new CheckpointSource.Directory(snapshot.folder(), onHub.variant()),
					"from " + snapshot.reference());
		}
		return prepare(spec, spec.source(), "");
	}

	/**
	 * A prepared model.
	 * @param source where its checkpoint is now: a revision of the hub may move
	 */
	private PreparedModel prepare(ModelSpec spec, CheckpointSource source, String origin) {
		try (Checkpoint checkpoint = Checkpoint.open(source)) {
			Tiling tiling = tiling(spec, checkpoint);
			Path archive = archive(checkpoint, spec.precision());
			String note = Stream.of(checkpoint.note(), origin)
				.filter((text) -> !text.isEmpty())
				.collect(Collectors.joining("; "));
			Autoencoder autoencoder = new Autoencoder(spec.id(), checkpoint.config(), checkpoint.digest(),
					checkpoint.encoderDigest(), spec.precision(), spec.devices(), tiling, note);
			return new PreparedModel(autoencoder,
					(device, precision) -> this.engine.load(
							(precision == ReplicaPrecision.FP32) ? fp32(source) : archive, autoencoder.config(),
							device.name()));
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

	/**
	 * The archive for items that overflow in half precision: rarely needed, so compiled
	 * when it first is.
	 */
	private Path fp32(CheckpointSource source) {
		try (Checkpoint checkpoint = Checkpoint.open(source)) {
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
