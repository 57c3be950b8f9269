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
package dev.dcae.dataset.store;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in object storage.
 *
 * @param bucket its name
 * @param prefix of all keys, empty or with {@code /} at its end
 */
public record S3Location(String bucket, String prefix) {

	private static final Pattern ADDRESS = Pattern.compile("s3://([^/]+)(?:/(.*))?");

	/**
	 * Tells whether a text begins as addresses in object storage do.
	 */
	public static boolean isOne(String text) {
		return text.startsWith("s3://");
	}

	/**
	 * Reads {@code s3://bucket/prefix}.
	 * @throws IllegalArgumentException if it is no such address
	 */
	public static S3Location of(String text) {
		Matcher address = ADDRESS.matcher(text);
		if (!address.matches()) {
			throw new IllegalArgumentException("'%s' is not of the form s3://bucket/prefix".formatted(text));
		}
		String prefix = (address.group(2) != null) ? address.group(2) : "";
		return new S3Location(address.group(1), (prefix.isEmpty() || prefix.endsWith("/")) ? prefix : prefix + "/");
	}

	@Override
	public String toString() {
		return "s3://%s/%s".formatted(this.bucket, this.prefix);
	}

}
