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
package dev.dcae.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A file or a folder on the command line. Java reads its letters by the charset of the
 * locale, and has none for those that are not in it.
 */
final class PathArgument implements ITypeConverter<Path> {

	@Override
	public Path convert(String text) {
		try {
			return Path.of(text);
		}
		catch (InvalidPathException ex) {
			throw new TypeConversionException(
					"'%s' has letters that the charset of the locale lacks; set LANG=C.UTF-8".formatted(text));
		}
	}

}
