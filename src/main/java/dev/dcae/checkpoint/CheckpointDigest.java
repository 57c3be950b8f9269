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

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import dev.dcae.model.AutoencoderConfig;
import dev.dcae.tensor.Tensor;

/**
 * SHA-256 digests, in hex, of a checkpoint and of its encoder alone. Tensors are hashed
 * one by one, in parallel, and their hashes once more in order of name.
 *
 * @param whole of the config and every tensor
 * @param encoder of the encoder's part of the config and its tensors
 */
record CheckpointDigest(String whole, String encoder) {

	/**
	 * Bytes given to the digest at once, so that a tensor's size may exceed a buffer's.
	 */
	private static final long CHUNK = 16 << 20;

	/**
	 * The decoder, and the statistics of a scaling, which is not the encoder's.
	 */
	private static final List<String> NOT_OF_ENCODER = List.of("decoder.", "post_quant_conv.", "bn.");

	static CheckpointDigest of(AutoencoderConfig config, Map<String, Tensor> tensors) {
		SortedMap<String, byte[]> hashes = new TreeMap<>(tensors.entrySet()
			.parallelStream()
			.collect(Collectors.toMap(Map.Entry::getKey, (entry) -> hash(entry.getKey(), entry.getValue()))));
		MessageDigest whole = sha256(config.toString());
		hashes.values().forEach(whole::update);
		MessageDigest encoder = sha256(config.encoderSignature());
		hashes.forEach((name, hash) -> {
			if (NOT_OF_ENCODER.stream().noneMatch(name::startsWith)) {
				encoder.update(hash);
			}
		});
		return new CheckpointDigest(hex(whole), hex(encoder));
	}

	private static byte[] hash(String name, Tensor tensor) {
		MessageDigest digest = sha256("%s %s %s".formatted(name, tensor.dtype(), tensor.shape()));
		MemorySegment data = tensor.data();
		for (long offset = 0; offset < data.byteSize(); offset += CHUNK) {
			digest.update(data.asSlice(offset, Math.min(CHUNK, data.byteSize() - offset)).asByteBuffer());
		}
		return digest.digest();
	}

	private static MessageDigest sha256(String start) {
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			digest.update(start.getBytes(StandardCharsets.UTF_8));
			return digest;
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static String hex(MessageDigest digest) {
		return HexFormat.of().formatHex(digest.digest());
	}

}
