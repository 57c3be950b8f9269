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
package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A file of a repository, as the hub lists it.
 *
 * @param path within the repository
 * @param size in bytes
 * @param blob what the cache calls its content, in hex: the SHA-256 of a large file, else
 * git's SHA-1
 */
record RepoFile(String path, long size, String blob) {

	private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

	private static final int SHA256_LENGTH = 64;

	private static final int CHUNK = 1 << 20;

	/**
	 * The hash of a file's content, of the kind that {@link #blob()} is.
	 */
	String hash(Path content) throws IOException {
		return hash(content, this.blob);
	}

	static boolean isHash(String text) {
		return HASH.matcher(text).matches();
	}

	/**
	 * The hash of a file's content.
	 * @param like a hash of its kind
	 */
	static String hash(Path content, String like) throws IOException {
		MessageDigest digest = digest((like.length() == SHA256_LENGTH) ? "SHA-256" : "SHA-1");
		if (like.length() != SHA256_LENGTH) {
			digest.update("blob %d\0".formatted(Files.size(content)).getBytes(StandardCharsets.US_ASCII));
		}
		try (InputStream in = Files.newInputStream(content)) {
			byte[] chunk = new byte[CHUNK];
			for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
				digest.update(chunk, 0, count);
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static MessageDigest digest(String algorithm) {
		try {
			return MessageDigest.getInstance(algorithm);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has " + algorithm, ex);
		}
	}

}
