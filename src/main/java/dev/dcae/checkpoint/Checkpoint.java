package dev.dcae.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.ConfigReader;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.KlConfig;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import dev.dcae.tensor.TensorFormatException;

/**
 * A checkpoint whose every tensor was found and has the shape that its config asks for.
 * Its memory is released by {@link #close()}.
 */
public final class Checkpoint implements AutoCloseable {

	private final byte[] json;

	private final AutoencoderConfig config;

	private final Map<String, Tensor> tensors;

	private final Arena arena;

	private final CheckpointDigest digest;

	private final String note;

	private Checkpoint(byte[] json, AutoencoderConfig config, Map<String, Tensor> tensors, String note, Arena arena) {
		this.json = json;
		this.config = config;
		this.tensors = tensors;
		this.note = note;
		this.arena = arena;
		this.digest = CheckpointDigest.of(config, this.tensors);
	}

	/**
	 * Opens and verifies a checkpoint, and reads it once to compute its digests.
	 * @throws CheckpointException if a file or a tensor is missing, unexpected or
	 * malformed
	 * @throws dev.dcae.model.InvalidConfigException if the config asks for what is not
	 * supported
	 */
	@SuppressWarnings("MustBeClosedChecker") // the checkpoint closes it
	public static Checkpoint open(CheckpointSource source) {
		CheckpointFiles files = CheckpointFiles.of(source);
		Arena arena = Arena.ofShared();
		try {
			Set<String> names = files.names();
			if (!names.contains(CheckpointLayout.CONFIG)) {
				throw new CheckpointException("%s has no %s; a checkpoint is a folder with it and .safetensors files"
					.formatted(files.name(), CheckpointLayout.CONFIG));
			}
			byte[] json = files.read(CheckpointLayout.CONFIG);
			AutoencoderConfig config = ConfigReader.read(json);
			Contents contents = read(files, names, arena);
			Map<String, Tensor> tensors = named(config, contents.tensors);
			CheckpointVerifier.verify(files.name(), config.weights(), tensors);
			return new Checkpoint(json, config, tensors, contents.metadata.getOrDefault("note", ""), arena);
		}
		catch (IOException ex) {
			arena.close();
			throw new CheckpointException("%s cannot be read: %s".formatted(files.name(), ex), ex);
		}
		catch (RuntimeException ex) {
			arena.close();
			throw ex;
		}
	}

	/**
	 * What the files of a checkpoint hold together.
	 */
	private record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {
	}

	private static Contents read(CheckpointFiles files, Set<String> names, Arena arena) throws IOException {
		Contents contents = new Contents(new LinkedHashMap<>(), new LinkedHashMap<>());
		for (Map.Entry<String, Set<String>> shard : CheckpointLayout.find(files, names).entrySet()) {
			String file = shard.getKey();
			Safetensors found;
			try {
				found = files.open(file, arena);
			}
			catch (TensorFormatException ex) {
				throw new CheckpointException("In %s, %s".formatted(files.name(), ex.getMessage()), ex);
			}
			catch (NoSuchFileException | FileNotFoundException ex) {
				throw new CheckpointException("%s has no %s, which its index names".formatted(files.name(), file), ex);
			}
			CheckpointVerifier.requireAsIndexed(file, shard.getValue(), found.tensors().keySet());
			contents.tensors.putAll(found.tensors());
			contents.metadata.putAll(found.metadata());
		}
		return contents;
	}

	/**
	 * The tensors under the names of {@link AutoencoderConfig#weights()}.
	 */
	private static Map<String, Tensor> named(AutoencoderConfig config, Map<String, Tensor> tensors) {
		return switch (config) {
			case DcAeConfig _ -> tensors;
			case KlConfig _ -> KlNaming.toDiffusers(tensors);
		};
	}

	/**
	 * The text of its config, as it was found.
	 */
	public byte[] json() {
		return this.json.clone();
	}

	public AutoencoderConfig config() {
		return this.config;
	}

	/**
	 * A tensor by its name in diffusers. Valid until {@link #close()}.
	 */
	public Tensor tensor(String name) {
		Tensor tensor = this.tensors.get(name);
		if (tensor == null) {
			throw new IllegalArgumentException("No tensor " + name);
		}
		return tensor;
	}

	/**
	 * What the checkpoint says about itself, in the {@code note} of its files' metadata;
	 * often empty.
	 */
	public String note() {
		return this.note;
	}

	/**
	 * A SHA-256, in hex, of the config and every tensor: the same however they are spread
	 * over files.
	 */
	public String digest() {
		return this.digest.whole();
	}

	/**
	 * A SHA-256, in hex, of the encoder: equal for checkpoints that encode alike, such as
	 * SANA's and DC-AE-Lite's.
	 */
	public String encoderDigest() {
		return this.digest.encoder();
	}

	@Override
	public void close() {
		if (this.arena.scope().isAlive()) {
			this.arena.close();
		}
	}

}
