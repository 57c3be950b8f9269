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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of a repository: {@code hf:owner/name[@revision][/subfolder]}. Every part is
 * made of letters, digits and {@code . _ -}, so that it can stand in an address and in a
 * path as it is.
 *
 * @param owner a user or an organisation
 * @param name of the repository
 * @param revision a branch, a tag or a commit, without slashes, or the pull request
 * {@code refs/pr/7}
 * @param subfolder within the repository, with slashes between its parts; empty for the
 * repository's root
 */
public record HubReference(String owner, String name, String revision, String subfolder) {

	/**
	 * The start of a reference.
	 */
	public static final String PREFIX = "hf:";

	private static final String FORM = "hf:owner/name[@revision][/subfolder]";

	private static final String DEFAULT_REVISION = "main";

	/** One part: it neither starts nor ends with a dot or a dash. */
	private static final String PART = "[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?";

	private static final Pattern PATTERN = Pattern.compile(
			"%s(%s)/(%s)(?:@(refs/pr/\\d{1,9}|%s))?(?:/(%s(?:/%s)*))?".formatted(PREFIX, PART, PART, PART, PART, PART));

	private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

	/**
	 * Reads a reference. Without a revision it is that of the branch {@code main}.
	 * @throws HubException if the text is none
	 */
	public static HubReference of(String text) {
		Matcher matcher = PATTERN.matcher(text);
		if (!matches(matcher)) {
			throw new HubException("'%s' does not name a repository of the hub".formatted(text),
					"expected %s, of letters, digits, '.', '_' and '-'".formatted(FORM));
		}
		String revision = matcher.group(3);
		String subfolder = matcher.group(4);
		return new HubReference(matcher.group(1), matcher.group(2), (revision != null) ? revision : DEFAULT_REVISION,
				(subfolder != null) ? subfolder : "");
	}

	/**
	 * Tells a reference.
	 */
	public static boolean matches(String text) {
		return matches(PATTERN.matcher(text));
	}

	private static boolean matches(Matcher matcher) {
		// The hub allows neither in a name; the cache takes "--" for the slash.
		return matcher.matches() && !matcher.group().contains("..")
				&& !(matcher.group(1) + "/" + matcher.group(2)).contains("--");
	}

	/**
	 * The repository, as {@code owner/name}.
	 */
	public String repository() {
		return this.owner + "/" + this.name;
	}

	/**
	 * The same folder at another revision.
	 */
	public HubReference at(String other) {
		return new HubReference(this.owner, this.name, other, this.subfolder);
	}

	/**
	 * The path of a file of the folder within the repository.
	 */
	String path(String file) {
		return this.subfolder.isEmpty() ? file : this.subfolder + "/" + file;
	}

	/**
	 * Tells the full SHA-1 of a commit.
	 */
	public static boolean isCommit(String text) {
		return COMMIT.matcher(text).matches();
	}

	@Override
	public String toString() {
		return "%s%s@%s%s".formatted(PREFIX, repository(), this.revision,
				this.subfolder.isEmpty() ? "" : "/" + this.subfolder);
	}

}
