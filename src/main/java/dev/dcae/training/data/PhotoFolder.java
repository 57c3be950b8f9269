package dev.dcae.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import dev.dcae.image.ImageDecoder;
import dev.dcae.image.ImageException;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;

/**
 * The photographs of a folder, each as likely as any other, kept decoded: four bytes a
 * pixel. A patch is a crop of random place and scale, see {@link Photo#patch}.
 */
public final class PhotoFolder implements PictureSource {

	private static final ImageLimits LIMITS = new ImageLimits(ImageLimits.MOST_PIXELS, Integer.MAX_VALUE);

	private static final List<String> EXTENSIONS = List.of(".jpg", ".jpeg", ".png", ".webp");

	private static final int BYTES_PER_PIXEL = 4;

	private final List<Photo> photos;

	private PhotoFolder(List<Photo> photos) {
		this.photos = photos;
	}

	/**
	 * Decodes all JPEG, PNG and WebP files of a folder and the folders below, a file on
	 * each core at a time.
	 * @throws IOException if there is none, if one cannot be read or decoded, which the
	 * message names, or if together they take more than three quarters of the heap
	 */
	public static PhotoFolder read(Path folder) throws IOException {
		if (!Files.isDirectory(folder)) {
			throw new IOException("There is no folder of photographs at " + folder);
		}
		List<Path> files;
		try (Stream<Path> paths = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
			// In the same order on every file system: a random number picks by index.
			files = paths.filter(PhotoFolder::isPhoto).sorted().toList();
		}
		catch (UncheckedIOException ex) {
			throw new IOException("Cannot list the photographs of " + folder + ": " + ex.getMessage(), ex);
		}
		if (files.isEmpty()) {
			throw new IOException("The folder " + folder + " has no JPEG, PNG or WebP files");
		}
		AtomicLong room = new AtomicLong(Runtime.getRuntime().maxMemory() / 4 * 3);
		try {
			return new PhotoFolder(files.parallelStream().map((file) -> decode(file, room)).toList());
		}
		catch (UncheckedIOException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	public int size() {
		return this.photos.size();
	}

	@Override
	public RgbImage patch(int side, RandomGenerator random) {
		return Draws.one(this.photos, random).patch(side, random);
	}

	private static boolean isPhoto(Path path) {
		String name = path.toString().toLowerCase(Locale.ROOT);
		return EXTENSIONS.stream().anyMatch(name::endsWith) && Files.isRegularFile(path);
	}

	private static Photo decode(Path file, AtomicLong room) {
		RgbImage picture = picture(file);
		long bytes = (long) BYTES_PER_PIXEL * picture.width() * picture.height();
		if (room.addAndGet(-bytes) < 0) {
			String message = "The decoded photographs do not fit in memory, " + file
					+ " for one: give Java more with -Xmx, or shrink or remove some";
			throw new UncheckedIOException(message, new IOException(message));
		}
		return Photo.of(picture);
	}

	private static RgbImage picture(Path file) {
		try {
			return ImageDecoder.decode(Files.readAllBytes(file), LIMITS);
		}
		catch (ImageException ex) {
			throw new UncheckedIOException("Cannot decode " + file + ": " + ex.getMessage(), new IOException(ex));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + file + ": " + ex.getMessage(), ex);
		}
	}

}
