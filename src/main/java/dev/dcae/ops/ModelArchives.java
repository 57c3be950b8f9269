package dev.dcae.ops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.HubReference;
import dev.dcae.checkpoint.hub.Snapshot;
import dev.dcae.engine.DeviceMemories;
import dev.dcae.engine.TorchRunner;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.Device;
import dev.dcae.serving.DeviceMemory;
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

	private final CheckpointHub hub;

	private final int threads;

	private final Map<String, Prepared> prepared = new ConcurrentHashMap<>();

	/**
	 * A model and what it was prepared from: a revision of the hub may have moved since.
	 */
	private record Prepared(CheckpointSource source, AutoencoderConfig config, Path archive) {
	}

	/**
	 * Archives in a cache.
	 * @param hub that checkpoints come from
	 * @param threads that each call to the CPU uses
	 */
	public ModelArchives(ArchiveCache cache, CheckpointHub hub, int threads) {
		this.cache = cache;
		this.hub = hub;
		this.threads = threads;
	}

	/**
	 * Fetches a model's checkpoint, reads and compiles it, unless that was done before.
	 * @return what is now known about it
	 * @throws RuntimeException if the checkpoint cannot be used, saying why
	 */
	public Autoencoder prepare(ModelSpec spec) {
		if (spec.source() instanceof CheckpointSource.OnHub(HubReference reference)) {
			Snapshot snapshot = this.hub.fetch(reference);
			return prepare(spec, new CheckpointSource.Directory(snapshot.folder()), "from " + snapshot.reference());
		}
		return prepare(spec, spec.source(), "");
	}

	private Autoencoder prepare(ModelSpec spec, CheckpointSource source, String origin) {
		try (Checkpoint checkpoint = Checkpoint.open(source)) {
			Tiling tiling = tiling(spec, checkpoint);
			this.prepared.put(spec.id(),
					new Prepared(source, checkpoint.config(), archive(checkpoint, spec.precision())));
			String note = Stream.of(checkpoint.note(), origin)
				.filter((text) -> !text.isEmpty())
				.collect(Collectors.joining("; "));
			return new Autoencoder(spec.id(), checkpoint.config(), checkpoint.digest(), checkpoint.encoderDigest(),
					spec.precision(), spec.devices(), tiling, note);
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
		Path archive = (precision == ReplicaPrecision.FP32) ? fp32(known.source()) : known.archive();
		return TorchRunner.load(archive, known.config(), device.name(), this.threads);
	}

	@Override
	public Optional<DeviceMemory> memory(Device device) {
		return DeviceMemories.of(device.name());
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
