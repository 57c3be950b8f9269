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

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Quoted;

import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Takes files out of forms.
 */
public final class FormFiles {

	private FormFiles() {
	}

	/**
	 * The files of a form under a name, in their order; where there are none and it has a
	 * single file, that one, whatever its name.
	 */
	public static List<MultipartFile> of(MultipartHttpServletRequest form, String name) {
		List<MultipartFile> named = form.getFiles(name);
		List<MultipartFile> all = all(form);
		return (named.isEmpty() && all.size() == 1) ? all : named;
	}

	/**
	 * The only file of a form under a name, or its only file.
	 * @throws ProblemException if there is none, or more than one
	 */
	public static MultipartFile only(MultipartHttpServletRequest form, String name) {
		List<MultipartFile> files = of(form, name);
		if (files.size() == 1) {
			return files.getFirst();
		}
		throw new ProblemException(ProblemType.BAD_REQUEST,
				"The multipart body has %d parts named '%s' with a file; one is taken here%s".formatted(files.size(),
						name, FormParts.found(form, List.of(name))));
	}

	/**
	 * The content of a file.
	 * @throws ProblemException if it is empty
	 */
	public static byte[] bytes(MultipartFile part) throws IOException {
		byte[] file = part.getBytes();
		if (file.length == 0) {
			throw new ProblemException(ProblemType.EMPTY_BODY,
					"The part %s is empty".formatted(Quoted.of(part.getName())));
		}
		return file;
	}

	private static List<MultipartFile> all(MultipartHttpServletRequest form) {
		List<MultipartFile> all = new ArrayList<>();
		form.getMultiFileMap().values().forEach(all::addAll);
		return all;
	}

}
