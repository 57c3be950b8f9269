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
package dev.dcae.image.formats;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import dev.dcae.image.ImageException;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.ReadableFormat;
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
	 * The endings of file names in collections, for descriptions of commands.
	 */
	public static final String ENDINGS = ".png, .jpg, .jpeg, .jfif, .jpe, .mpo, .webp, .gif, .bmp, .tif" + " or .tiff";

	/**
	 * The beginning of the name that macOS gives a file that keeps what another file
	 * system has no place for.
	 */
	private static final String APPLE_DOUBLE = "._";

	private final List<ImageFormat> all;

	private final List<ReadableFormat> read;

	private final ColourTransforms colours = new ColourTransforms();

	/**
	 * Some formats.
	 * @param all at least one, the one that is answered by default first
	 */
	public ImageFormats(List<ImageFormat> all) {
		this(all, List.of());
	}

	private ImageFormats(List<ImageFormat> all, List<ReadableFormat> others) {
		this.all = List.copyOf(all);
		this.read = Stream.concat(all.stream(), others.stream()).toList();
	}

	/**
	 * The formats of this version: where a new one is registered.
	 */
	public static ImageFormats standard() {
		return new ImageFormats(List.of(new PngFormat(), new JpegFormat(), new WebpFormat()));
	}

	/**
	 * The standard formats and those that collections of images have besides: for files
	 * that no stranger sends, since the JDK's readers of the others have seen less of the
	 * world.
	 */
	public static ImageFormats ofCollections() {
		return new ImageFormats(standard().all, OtherFormats.OF_COLLECTIONS);
	}

	/**
	 * The formats that are read and written, the one that is answered by default first.
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
		ReadableFormat format = this.read.stream()
			.filter((candidate) -> candidate.recognises(file))
			.findFirst()
			.orElseThrow(() -> notTaken(file));
		ImageFile read = new ImageFile(format, format.parse(file), this.colours);
		limits.check(read.width(), read.height());
		return read;
	}

	/**
	 * Refuses a file of a format that has a name and is not read.
	 * @throws ImageException.NotAnImage if it is one
	 */
	public void refuseKnown(byte[] file) {
		if (this.read.stream().noneMatch((format) -> format.recognises(file)) && OtherFormats.title(file).isPresent()) {
			throw notTaken(file);
		}
	}

	private ImageException notTaken(byte[] file) {
		String titles = titles();
		return OtherFormats.title(file)
			.map((title) -> new ImageException.NotAnImage(title, titles))
			.orElseGet(() -> new ImageException.NotAnImage(titles));
	}

	/**
	 * The format that a client means by a word: {@code jpeg} or {@code jpg}.
	 */
	public Optional<ImageFormat> called(String word) {
		return this.all.stream().filter((format) -> format.isCalled(word)).findFirst();
	}

	/**
	 * Tells whether a file is called as one of these are, and is not one of macOS's own.
	 * @param name of the file, without its folder
	 */
	public boolean areCalled(String name) {
		String ending = ending(name);
		return name.indexOf('.') >= 0 && !isOfMacOs(name)
				&& this.read.stream().anyMatch((format) -> format.extensions().contains(ending));
	}

	/**
	 * The format in which a file of a name is written.
	 * @param name of the file, without its folder
	 */
	public Optional<ImageFormat> written(String name) {
		String ending = ending(name);
		return this.all.stream().filter((format) -> format.extensions().contains(ending)).findFirst();
	}

	private static String ending(String name) {
		return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
	}

	/**
	 * Tells whether a name is that of what macOS puts beside a file on another file
	 * system.
	 * @param name of the file, without its folder
	 */
	public static boolean isOfMacOs(String name) {
		return name.startsWith(APPLE_DOUBLE);
	}

	/**
	 * The formats that are written as people list them, by a name of each.
	 */
	public String listed(Function<ImageFormat, String> name) {
		return listed(this.all.stream().map(name).toList());
	}

	/**
	 * The formats that are read as people list them: {@code PNG, JPEG or WebP}.
	 */
	public String titles() {
		return listed(this.read.stream().map(ReadableFormat::title).toList());
	}

	/**
	 * The endings of file names as people list them.
	 */
	public String endings() {
		return listed(
				this.read.stream().flatMap((format) -> format.extensions().stream()).map((one) -> "." + one).toList());
	}

	private static String listed(List<String> names) {
		int last = names.size() - 1;
		return (last == 0) ? names.getFirst() : String.join(", ", names.subList(0, last)) + " or " + names.get(last);
	}

}
