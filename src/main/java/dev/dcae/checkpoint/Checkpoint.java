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
package dev.dcae.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Tensor;
import dev.dcae.tensor.TensorFormatException;

/**
 * A checkpoint whose every tensor was found and has the shape that its config asks for.
 * Its memory is released by {@link #close()}.
 */
public final class Checkpoint implements AutoCloseable {

	private final String json;

	private final AutoencoderConfig config;

	private final Map<String, Tensor> tensors;

	private final Arena arena;

	private final CheckpointDigest digest;

	private final String note;

	private Checkpoint(ConfigFile config, AutoencoderConfig completed, Map<String, Tensor> tensors, String note,
			Arena arena) {
		this.json = config.json();
		this.config = completed;
		this.tensors = tensors;
		this.note = Stream.of(config.note(), note).filter((text) -> !text.isEmpty()).collect(Collectors.joining("; "));
		this.arena = arena;
		this.digest = CheckpointDigest.of(this.config, this.tensors);
	}

	/**
	 * Opens and verifies a checkpoint, and reads it once to compute its digests. It may
	 * be in any {@linkplain Naming naming}; the tensors are known by diffusers' names.
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
			Optional<ConfigFile> described = config(files, names, source.variant());
			Contents contents = read(files, CheckpointLayout.find(files, names, source.variant()), arena);
			ConfigFile config = described.orElseGet(() -> ConfigFile.ofTiny(TinyNames.toDiffusers(contents.tensors)));
			Naming naming = Naming.of(config.config(), contents.tensors.keySet());
			Map<String, Tensor> tensors = naming.toDiffusers(contents.tensors);
			AutoencoderConfig completed = config.config().completedBy(tensors);
			CheckpointVerifier.verify(files.name(), naming, completed, tensors);
			return new Checkpoint(config, completed, tensors, contents.metadata.getOrDefault("note", ""), arena);
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
	 * The config, or nothing where none is needed.
	 */
	private static Optional<ConfigFile> config(CheckpointFiles files, Set<String> names, Optional<String> variant)
			throws IOException {
		if (!names.contains(CheckpointLayout.CONFIG)) {
			CheckpointLayout.requireNoConfig(files, names, variant,
					"a checkpoint is a folder with it and .safetensors files; of a pipeline it is the folder vae");
			return Optional.empty();
		}
		byte[] json = files.read(CheckpointLayout.CONFIG);
		Optional<CheckpointException> mistaken = MisfetchedFile.of(files, CheckpointLayout.CONFIG, json);
		if (mistaken.isPresent()) {
			throw mistaken.get();
		}
		return Optional.of(ConfigFile.read(json));
	}

	/**
	 * The contents of all files of a checkpoint together.
	 */
	private record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {

		private void add(String prefix, Map<String, Tensor> found) {
			found.forEach((name, tensor) -> this.tensors.put(prefix + name, tensor));
		}

	}

	private static Map<String, Tensor> unpickle(CheckpointFiles files, String file) throws IOException {
		try {
			return files.unpickle(file);
		}
		catch (TensorFormatException ex) {
			throw new CheckpointException("%s of %s is not read: %s".formatted(file, files.name(), ex.getMessage()),
					"only tensors are; use safetensors, or download it again", ex);
		}
	}

	private static Contents read(CheckpointFiles files, Map<String, Set<String>> shards, Arena arena)
			throws IOException {
		Contents contents = new Contents(new LinkedHashMap<>(), new LinkedHashMap<>());
		for (Map.Entry<String, Set<String>> shard : shards.entrySet()) {
			String file = shard.getKey();
			String prefix = CheckpointLayout.prefix(shards.keySet(), file);
			if (file.endsWith(CheckpointLayout.PTH)) {
				contents.add(prefix, unpickle(files, file));
				continue;
			}
			Safetensors found;
			try {
				found = files.open(file, arena);
			}
			catch (TensorFormatException ex) {
				throw MisfetchedFile.of(files, file, files.start(file, MisfetchedFile.LENGTH))
					.orElseGet(() -> new CheckpointException("In %s, %s".formatted(files.name(), ex.getMessage()),
							"it is damaged or no safetensors file: copy or download it again", ex));
			}
			catch (NoSuchFileException | FileNotFoundException ex) {
				throw new CheckpointException("%s has no %s, which its index names".formatted(files.name(), file), ex);
			}
			CheckpointVerifier.requireAsIndexed(file, shard.getValue(), found.tensors().keySet());
			contents.add(prefix, found.tensors());
			contents.metadata.putAll(found.metadata());
		}
		return contents;
	}

	/**
	 * The text of its config as diffusers writes it: the one that was found, or the
	 * published one of the model that was named.
	 */
	public byte[] json() {
		return this.json.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * The config, with what only the tensors say.
	 */
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
	 * A note for users of the checkpoint: the {@code note} of its files' metadata, and
	 * what its published config leaves open. Often empty.
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
