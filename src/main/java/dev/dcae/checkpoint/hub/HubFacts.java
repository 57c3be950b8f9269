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

import java.net.http.HttpHeaders;

/**
 * Facts that the hub tells of a file before it redirects to whoever stores it. Each is
 * empty if it is not told.
 *
 * @param commit of the file, from {@code X-Repo-Commit}
 * @param etag its hash, from {@code X-Linked-Etag}
 * @param size in bytes, from {@code X-Linked-Size}
 */
record HubFacts(String commit, String etag, String size) {

	static final HubFacts NONE = new HubFacts("", "", "");

	static HubFacts of(HttpHeaders headers) {
		return new HubFacts(headers.firstValue("X-Repo-Commit").orElse(""),
				tag(headers.firstValue("X-Linked-Etag").orElse("")), headers.firstValue("X-Linked-Size").orElse(""));
	}

	/**
	 * The facts of an answer with the file itself: its own tag and length.
	 */
	static HubFacts ofFile(HttpHeaders headers) {
		return new HubFacts("", tag(headers.firstValue("ETag").orElse("")),
				headers.firstValue("Content-Length").orElse(""));
	}

	private static String tag(String header) {
		return header.replaceFirst("^W/", "").replace("\"", "");
	}

	HubFacts or(HubFacts others) {
		return new HubFacts(this.commit.isEmpty() ? others.commit : this.commit,
				this.etag.isEmpty() ? others.etag : this.etag, this.size.isEmpty() ? others.size : this.size);
	}

	/**
	 * Holds these against what the hub's list said about the file.
	 * @throws HubException if they differ
	 */
	void require(HubReference reference, RepoFile file) {
		if (differs(this.commit, reference.revision()) || differs(this.etag, file.blob())
				|| differs(this.size, Long.toString(file.size()))) {
			throw new HubException("%s of %s is not what the hub lists: the hub has changed meanwhile"
				.formatted(file.path(), reference), "try again");
		}
	}

	private static boolean differs(String said, String expected) {
		return !said.isEmpty() && !said.equals(expected);
	}

}
