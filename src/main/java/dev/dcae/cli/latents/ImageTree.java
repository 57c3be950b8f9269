package dev.dcae.cli.latents;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.dcae.image.formats.ImageFormats;

/**
 * The images in a folder and in the folders below it, links followed, in the order of
 * their names.
 *
 * @param root the folder
 * @param files those whose names end as names of images do
 * @param unreadable why a folder or a file below could not be looked at, by its name
 */
record ImageTree(Path root, List<SourceFile> files, Map<String, String> unreadable) {

	/**
	 * Looks for images.
	 * @param except a folder that is left out, even if it lies below
	 * @param formats of the images
	 * @throws IOException if the folder cannot be read
	 */
	static ImageTree of(Path root, Path except, ImageFormats formats) throws IOException {
		if (!Files.isDirectory(root)) {
			throw new NotDirectoryException(root + " is no folder with images");
		}
		Path leftOut = except.toAbsolutePath().normalize();
		List<SourceFile> files = new ArrayList<>();
		Map<String, String> unreadable = new TreeMap<>();
		Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
				new SimpleFileVisitor<>() {

					@Override
					public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
						return folder.toAbsolutePath().normalize().equals(leftOut) ? FileVisitResult.SKIP_SUBTREE
								: FileVisitResult.CONTINUE;
					}

					@Override
					public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
						if (attributes.isRegularFile() && formats.areCalled(file.getFileName().toString())) {
							files.add(new SourceFile(name(root, file), attributes.size(),
									attributes.lastModifiedTime().toMillis()));
						}
						return FileVisitResult.CONTINUE;
					}

					@Override
					public FileVisitResult visitFileFailed(Path file, IOException ex) throws IOException {
						if (file.equals(root)) {
							throw ex;
						}
						// A loop of links, a link to nothing, or a folder of somebody
						// else's.
						unreadable.put(name(root, file), String.valueOf(ex));
						return FileVisitResult.CONTINUE;
					}

				});
		files.sort(Comparator.comparing(SourceFile::name));
		return new ImageTree(root, files, unreadable);
	}

	private static String name(Path root, Path file) {
		return root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), "/");
	}

	Path path(SourceFile file) {
		return this.root.resolve(file.name());
	}

}
