package dev.dcae.image.formats;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

import dev.dcae.image.ImageException;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.colour.ColourTransforms;
import dev.dcae.image.jpeg.JpegFormat;
import dev.dcae.image.png.PngFormat;
import dev.dcae.image.webp.WebpFormat;

/**
 * The file formats that there are. Whatever lists them, be it a controller, the
 * description of the interface, a command or the page, asks here.
 */
public final class ImageFormats {

	/**
	 * The standard formats as people list them, for annotations and enums, which cannot
	 * ask.
	 */
	public static final String TITLES = "PNG, JPEG or WebP";

	/**
	 * The endings of their file names.
	 */
	public static final String ENDINGS = ".png, .jpg, .jpeg or .webp";

	private final List<ImageFormat> all;

	private final ColourTransforms colours = new ColourTransforms();

	/**
	 * Some formats.
	 * @param all at least one, the one that is answered by default first
	 */
	public ImageFormats(List<ImageFormat> all) {
		this.all = List.copyOf(all);
	}

	/**
	 * The formats of this version: where a new one is registered.
	 */
	public static ImageFormats standard() {
		return new ImageFormats(List.of(new PngFormat(), new JpegFormat(), new WebpFormat()));
	}

	/**
	 * The formats, the one that is answered by default first.
	 */
	public List<ImageFormat> all() {
		return this.all;
	}

	/**
	 * Recognises a file and reads its header, and no coded pixel. This is where the size
	 * of an image is checked, before memory is taken for it.
	 * @param file shared with what is returned
	 * @throws ImageException.NotAnImage if the format is none of these
	 * @throws ImageException.Undecodable if the file ends or makes no sense before the
	 * size is known
	 * @throws ImageException.TooLarge if the image exceeds the limits
	 */
	public ImageFile read(byte[] file, ImageLimits limits) {
		ImageFormat format = this.all.stream()
			.filter((candidate) -> candidate.recognises(file))
			.findFirst()
			.orElseThrow(() -> new ImageException.NotAnImage(listed(ImageFormat::title)));
		ImageFile read = new ImageFile(format, format.parse(file), this.colours);
		limits.check(read.width(), read.height());
		return read;
	}

	/**
	 * The format that a client means by a word: {@code jpeg} or {@code jpg}.
	 */
	public Optional<ImageFormat> called(String word) {
		return this.all.stream().filter((format) -> format.isCalled(word)).findFirst();
	}

	/**
	 * Tells whether a file is called as one of these are.
	 * @param name of the file, with or without its folder
	 */
	public boolean areCalled(String name) {
		int dot = name.lastIndexOf('.');
		String ending = name.substring(dot + 1).toLowerCase(Locale.ROOT);
		return dot >= 0 && this.all.stream().anyMatch((format) -> format.extensions().contains(ending));
	}

	/**
	 * The formats as people list them, by a name of each: {@code PNG, JPEG or WebP}.
	 */
	public String listed(Function<ImageFormat, String> name) {
		return listed(this.all.stream().map(name).toList());
	}

	/**
	 * The endings of file names as people list them.
	 */
	public String endings() {
		return listed(
				this.all.stream().flatMap((format) -> format.extensions().stream()).map((one) -> "." + one).toList());
	}

	private static String listed(List<String> names) {
		int last = names.size() - 1;
		return (last == 0) ? names.getFirst() : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
	}

}
