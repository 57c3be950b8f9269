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

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.dcae.checkpoint.hub.HubException;
import dev.dcae.checkpoint.hub.HubReference;

/**
 * The place of a checkpoint's files, and which of several variants of its weights are
 * meant.
 */
public sealed interface CheckpointSource {

	/**
	 * The prefix of a source on the classpath.
	 */
	String CLASSPATH = "classpath:";

	/**
	 * The variant of the weights, such as {@code fp16} of
	 * {@code diffusion_pytorch_model.fp16.safetensors}. If empty those without one are
	 * meant, or those of the only variant.
	 */
	Optional<String> variant();

	/**
	 * A folder with {@code config.json} and safetensors.
	 */
	record Directory(Path path, Optional<String> variant) implements CheckpointSource {

		public Directory(Path path) {
			this(path, Optional.empty());
		}

	}

	/**
	 * The same files as resources under a path of the class loader, without a leading
	 * slash.
	 */
	record Classpath(String path, Optional<String> variant) implements CheckpointSource {
	}

	/**
	 * A repository of a hub, or a folder of one: the hub that the environment names,
	 * unless whoever opens it has one of its own.
	 */
	record OnHub(HubReference reference, Optional<String> variant) implements CheckpointSource {

		public OnHub(HubReference reference) {
			this(reference, Optional.empty());
		}

	}

	/**
	 * Reads a configured source: {@code hf:owner/name[@revision][/subfolder]},
	 * {@code classpath:folder} or a directory.
	 * @throws CheckpointException if it is none of these
	 */
	static CheckpointSource of(String source) {
		return of(source, Optional.empty());
	}

	/**
	 * Reads a configured source whose weights are of a variant.
	 * @throws CheckpointException if it is none
	 */
	static CheckpointSource of(String source, Optional<String> variant) {
		if (source.startsWith(HubReference.PREFIX) && !source.startsWith(HubReference.PREFIX + "//")) {
			try {
				return new OnHub(HubReference.of(source), variant);
			}
			catch (HubException ex) {
				throw new CheckpointException("The source of a checkpoint is wrong: " + ex.problem(), ex.remedy(), ex);
			}
		}
		if (source.startsWith(CLASSPATH)) {
			String path = source.substring(CLASSPATH.length());
			return new Classpath(path.replaceAll("^/+|/+$", ""), variant);
		}
		if (source.isBlank()) {
			// As a path it would be the folder that the process was started in.
			throw new CheckpointException("The source of a checkpoint is empty",
					"name a folder, or hf:owner/name for one of the hub");
		}
		requireNoAddress(source);
		try {
			return new Directory(Path.of(source), variant);
		}
		catch (InvalidPathException ex) {
			throw new CheckpointException("The source of a checkpoint is not a path: " + ex.getReason(), ex);
		}
	}

	/**
	 * Refuses addresses of the hub as people write them, and others:
	 * {@code HF:owner/name}, {@code https://huggingface.co/owner/name/tree/main}. The
	 * drives of Windows have one letter.
	 */
	private static void requireNoAddress(String source) {
		Matcher address = Pattern
			.compile("(?i)(?:hf:/*|huggingface:/*|[a-z]{2,}://(?:[^/]*/)?)(.*?)(?:/(?:tree|blob|resolve)/main)?/?")
			.matcher(source);
		if (address.matches()) {
			String reference = HubReference.PREFIX + address.group(1);
			throw new CheckpointException("The source of a checkpoint is not an address: '%s'".formatted(source),
					HubReference.matches(reference) ? "did you mean %s?".formatted(reference)
							: "name a folder, or hf:owner/name for one of the hub");
		}
	}

}
