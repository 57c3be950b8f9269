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

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Files that are found in place of a config or of weights when they were fetched in
 * another way than was meant.
 */
enum MisfetchedFile {

	LFS_POINTER("version https://git-lfs", "a Git LFS pointer, not the file itself",
			"run git lfs pull in its repository, or name the model as hf:owner/name"),

	PAGE("<", "a web page",
			"download the file itself, which the hub has under /resolve/ and not under /blob/, or name the model as hf:owner/name"),

	ZIP("PK\3\4", "a zip, such as torch.save writes",
			"convert it to safetensors, as diffusers' save_pretrained does: pickled files may run code and are not read"),

	GZIP("\37\213", "compressed by gzip", "unpack it"),

	NOTHING("", "empty", "copy or download it again");

	/**
	 * The bytes that it takes to tell.
	 */
	static final int LENGTH = 64;

	private final String start;

	private final String description;

	private final String remedy;

	MisfetchedFile(String start, String description, String remedy) {
		this.start = start;
		this.description = description;
		this.remedy = remedy;
	}

	/**
	 * Says what a file is in place of what it should be.
	 * @param start its first bytes
	 * @return nothing if it is none of these
	 */
	static Optional<CheckpointException> of(CheckpointFiles files, String file, byte[] start) {
		String text = new String(start, StandardCharsets.ISO_8859_1);
		for (MisfetchedFile kind : values()) {
			if ((kind == NOTHING) ? text.isEmpty() : text.startsWith(kind.start)) {
				return Optional.of(new CheckpointException(
						"%s of %s is %s".formatted(file, files.name(), kind.description), kind.remedy));
			}
		}
		return Optional.empty();
	}

}
