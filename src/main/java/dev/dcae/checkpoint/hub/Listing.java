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

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The files of a folder of a repository at a commit. What the hub says is checked before
 * it becomes part of a path: files whose names are not plain, and those of folders below,
 * are left out.
 */
final class Listing {

	/** Starts with no dot and has no slash. */
	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,254}");

	private final HubReference reference;

	private final Map<String, JsonNode> files = new LinkedHashMap<>();

	private Listing(HubReference reference) {
		this.reference = reference;
	}

	/**
	 * Reads the hub's answer about a repository.
	 * @param json of the API, asked with {@code blobs=true}
	 * @throws HubException if it is not such an answer
	 */
	static Listing of(HubReference asked, byte[] json) {
		JsonNode answer;
		try {
			answer = JsonMapper.shared().readTree(json);
		}
		catch (JacksonException ex) {
			throw new HubException(
					"The hub's answer about %s is not JSON: %s".formatted(asked, ex.getOriginalMessage()),
					"is HF_ENDPOINT the address of a hub?");
		}
		String commit = answer.path("sha").asString("");
		if (!HubReference.isCommit(commit) || !answer.path("siblings").isArray()) {
			throw new HubException("The hub's answer about %s has no commit or no list of files".formatted(asked),
					"is HF_ENDPOINT the address of a hub?");
		}
		Listing listing = new Listing(asked.at(commit));
		String folder = asked.path("");
		for (JsonNode file : answer.path("siblings")) {
			String path = file.path("rfilename").asString("");
			if (path.startsWith(folder) && NAME.matcher(path.substring(folder.length())).matches()) {
				listing.files.put(path.substring(folder.length()), file);
			}
		}
		return listing;
	}

	/**
	 * The folder at the commit that the revision stood for.
	 */
	HubReference reference() {
		return this.reference;
	}

	Set<String> names() {
		return this.files.keySet();
	}

	/**
	 * A file of the folder.
	 * @return nothing if the list has its name alone
	 * @throws HubException if it is not there
	 */
	Optional<RepoFile> file(String name) {
		JsonNode file = this.files.get(name);
		if (file == null) {
			throw new HubException("%s has no %s".formatted(this.reference, name));
		}
		JsonNode lfs = file.path("lfs");
		String blob = (lfs.isObject() ? lfs.path("sha256") : file.path("blobId")).asString("");
		long size = (lfs.isObject() ? lfs.path("size") : file.path("size")).asLong(-1);
		return (size >= 0 && RepoFile.isHash(blob)) ? Optional.of(new RepoFile(this.reference.path(name), size, blob))
				: Optional.empty();
	}

}
