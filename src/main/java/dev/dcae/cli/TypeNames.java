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

import java.util.function.Function;

import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * The names of types in options: those of the settings.
 */
final class TypeNames {

	private TypeNames() {
	}

	/**
	 * Has options of these types take their names.
	 */
	static CommandLine takenBy(CommandLine commands) {
		return commands.registerConverter(Precision.class, (name) -> read(Precision::of, name))
			.registerConverter(DType.class, (name) -> read(DType::floatOf, name));
	}

	private static <T> T read(Function<String, T> reader, String name) {
		try {
			return reader.apply(name);
		}
		catch (IllegalArgumentException ex) {
			throw new TypeConversionException(ex.getMessage());
		}
	}

}
