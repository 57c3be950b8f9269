package dev.dcae.api.http;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

import dev.dcae.image.ImageFormat;
import dev.dcae.image.formats.ImageFormats;

import org.springframework.stereotype.Component;

/**
 * The media types of image files where a list of types says {@link #ANY}: those of all
 * formats that there are, be it in the mapping of a controller or in its description.
 */
@Component
public class ImageTypes {

	/**
	 * The type that stands for all of them, since annotations cannot ask.
	 */
	public static final String ANY = "image/*";

	private final List<String> all;

	private final List<String> aliases;

	ImageTypes(ImageFormats formats) {
		this.all = formats.all().stream().map(ImageFormat::mediaType).toList();
		this.aliases = formats.all().stream().flatMap((format) -> format.mediaTypeAliases().stream()).toList();
	}

	/**
	 * The types that a list stands for, each once, in its order.
	 */
	public List<String> of(Collection<String> types) {
		return types.stream()
			.flatMap((type) -> type.equals(ANY) ? this.all.stream().filter((one) -> !types.contains(one))
					: Stream.of(type))
			.toList();
	}

	/**
	 * The types that are taken where a list of types is declared, those among them that
	 * no description lists.
	 */
	String[] taken(String... types) {
		List<String> declared = Arrays.asList(types);
		Stream<String> more = declared.contains(ANY) ? this.aliases.stream() : Stream.of();
		return Stream.concat(of(declared).stream(), more).toArray(String[]::new);
	}

	/**
	 * The types that are answered where a list of types is declared.
	 */
	String[] answered(String... types) {
		return of(Arrays.asList(types)).toArray(String[]::new);
	}

}
