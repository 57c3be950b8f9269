package dev.dcae.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.dcae.image.ImageDecoder;
import dev.dcae.image.ImageException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;

/**
 * The image files directly in a folder.
 *
 * @param path of the folder
 * @param files at least one, sorted by name
 */
public record ImageFolder(Path path, List<Path> files) {

	private static final Pattern IMAGE = Pattern.compile("(?i).+\\.(png|jpe?g|webp)");

	/**
	 * No stranger sends these files: only what an array holds bounds them.
	 */
	private static final ImageLimits LIMITS = new ImageLimits(ImageLimits.MOST_PIXELS, Integer.MAX_VALUE);

	/**
	 * Copies the list.
	 */
	public ImageFolder {
		files = List.copyOf(files);
	}

	/**
	 * Looks for files that are called .png, .jpg, .jpeg or .webp.
	 * @throws EvaluationException if there is no such folder, or no such file in it
	 */
	public static ImageFolder of(Path path) {
		if (!Files.isDirectory(path)) {
			throw new EvaluationException("There is no folder %s".formatted(path));
		}
		try (Stream<Path> found = Files.list(path)) {
			List<Path> files = found.filter((file) -> IMAGE.matcher(file.getFileName().toString()).matches())
				.filter(Files::isRegularFile)
				.sorted()
				.toList();
			if (files.isEmpty()) {
				throw new EvaluationException("The folder %s has no .png, .jpg, .jpeg or .webp file".formatted(path));
			}
			return new ImageFolder(path, files);
		}
		catch (IOException ex) {
			throw new EvaluationException("The folder %s cannot be read: %s".formatted(path, ex), ex);
		}
	}

	/**
	 * Decodes a file.
	 * @throws EvaluationException if it cannot be read as an image, naming it
	 */
	public static RgbImage read(Path file) {
		try {
			return ImageDecoder.decode(Files.readAllBytes(file), LIMITS);
		}
		catch (ImageException ex) {
			throw new EvaluationException("%s: %s".formatted(file, ex.getMessage()), ex);
		}
		catch (IOException ex) {
			throw new EvaluationException("%s cannot be read: %s".formatted(file, ex), ex);
		}
	}

}
