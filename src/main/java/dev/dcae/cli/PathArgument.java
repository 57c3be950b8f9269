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
