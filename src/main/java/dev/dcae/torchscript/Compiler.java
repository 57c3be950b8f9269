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
package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Flux2Config;
import dev.dcae.model.HunyuanImageConfig;
import dev.dcae.model.KlConfig;
import dev.dcae.model.Precision;
import dev.dcae.model.QwenImageConfig;
import dev.dcae.model.TinyConfig;
import dev.dcae.tensor.Tensor;

/**
 * Compiles an autoencoder to a TorchScript archive with the methods {@code encode},
 * {@code decode}, {@code encode_image} and {@code decode_image} of
 * {@link dev.dcae.model.Operation}, for one that samples also {@code encode_moments} and
 * {@code encode_image_moments}, and {@code trace_encode} and {@code trace_decode}, which
 * answer what each stage does.
 */
public final class Compiler {

	/**
	 * Raised when the compiler writes other weights or another container from the same
	 * input.
	 */
	private static final int VERSION = 3;

	private final AutoencoderConfig config;

	private final Archive archive;

	private final Precision precision;

	private Compiler(AutoencoderConfig config, Archive archive, Precision precision) {
		this.config = config;
		this.archive = archive;
		this.precision = precision;
	}

	/**
	 * Prepares the archive; no weight is computed before it is written.
	 * @param weights answers every tensor of {@link AutoencoderConfig#weights()}, with
	 * its shape
	 */
	public static Compiler of(AutoencoderConfig config, Function<String, Tensor> weights, Precision precision) {
		Archive archive = switch (config) {
			case DcAeConfig dcAe -> DcAeLowering.lower(dcAe, new Weights(weights, precision));
			case KlConfig kl -> KlLowering.lower(kl, kl, new Weights(weights, precision));
			case Flux2Config flux -> KlLowering.lower(flux.encoder(), flux.decoder(), new Weights(weights, precision));
			case TinyConfig tiny -> TinyLowering.lower(tiny, new Weights(weights, precision));
			case HunyuanImageConfig hunyuan -> HunyuanImageLowering.lower(hunyuan, new Weights(weights, precision));
			case QwenImageConfig qwen -> QwenImageLowering.lower(qwen, new Weights(weights, precision));
		};
		return new Compiler(config, archive, precision);
	}

	/**
	 * A digest of what this compiler writes besides the values of the weights: a SHA-256,
	 * in hex, of the code, the config, the precision and the compiler's version.
	 */
	public String fingerprint() {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update("%d %s %s".formatted(VERSION, this.precision, this.config).getBytes(StandardCharsets.UTF_8));
			this.archive.code().forEach((name, text) -> {
				digest.update(name.getBytes(StandardCharsets.UTF_8));
				digest.update(text.getBytes(StandardCharsets.UTF_8));
			});
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Writes the archive.
	 * @throws IllegalArgumentException if a weight is too large for the precision, naming
	 * it
	 */
	public void writeTo(FileChannel channel) throws IOException {
		this.archive.writeTo(channel);
	}

	/**
	 * Compares a file with what this compiler writes, byte by byte, but for the values of
	 * the weights, which are held against the checksums that the file has of them.
	 * Computes no weight, and reads the file once.
	 * @return the first difference, or nothing if it is such an archive
	 * @throws IOException if it cannot be read
	 */
	public Optional<String> difference(FileChannel file) throws IOException {
		return this.archive.difference(file);
	}

	/**
	 * The archive without the values of its weights: its files by their names in it, and
	 * a table of the storages. From it one with other values can be made where no
	 * checkpoint is.
	 */
	public SequencedMap<String, byte[]> outline() {
		return this.archive.outline();
	}

}
