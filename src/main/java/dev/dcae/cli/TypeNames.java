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
