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
package dev.dcae.api.v1;

import java.util.List;
import java.util.stream.Collectors;

import dev.dcae.pipeline.Quoted;

import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Tells a sender what was found in a form instead of the parts that are wanted.
 */
public final class FormParts {

	private static final int MOST_NAMES = 5;

	private FormParts() {
	}

	/**
	 * The end of a sentence on files that are missing or too many: nothing, or which
	 * wanted parts are no files, or the names of other files.
	 * @param wanted the names of parts with a file
	 */
	public static String found(MultipartHttpServletRequest form, List<String> wanted) {
		List<String> fields = wanted.stream().filter((name) -> form.getParameter(name) != null).toList();
		if (!fields.isEmpty()) {
			return "; the part '%s' has no file name, without which it is no file".formatted(fields.getFirst());
		}
		List<String> others = form.getMultiFileMap()
			.keySet()
			.stream()
			.filter((name) -> !wanted.contains(name))
			.limit(MOST_NAMES)
			.map(Quoted::of)
			.toList();
		return others.isEmpty() ? ""
				: others.stream().collect(Collectors.joining(", ", "; found were files named ", ""));
	}

}
