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
package dev.dcae.engine;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.jspecify.annotations.Nullable;

/**
 * A folder for {@code PYTORCH_LIBRARY_PATH}: libtorch's libraries and, beside them, the
 * one that joins them to Java. With it a start unpacks nothing.
 */
public final class LibtorchFolder {

	/**
	 * The flavour whose libtorch is in the jar.
	 */
	public static final String CPU = "cpu";

	private static final String JNI = "libdjl_torch.so";

	private static final Predicate<String> LIBRARY = Pattern.compile("lib.+\\.so(\\.\\d+)*").asMatchPredicate();

	/**
	 * Libraries that only tests, training, Python and phones need. DJL would load them,
	 * too.
	 */
	private static final Predicate<String> UNUSED_LIBRARY = Pattern.compile("test|python|backend|custom_ops|shm")
		.asPredicate();

	private static final Predicate<String> CUDA_RUNTIME = Pattern.compile("libcudart[-.].+").asMatchPredicate();

	private LibtorchFolder() {
	}

	/**
	 * The address at which PyTorch publishes this version's libtorch of a flavour, such
	 * as cu128, for Linux.
	 */
	public static String published(String flavor) throws IOException {
		String version = properties("pytorch-engine.properties").getProperty("pytorch_version");
		return "https://download.pytorch.org/libtorch/%s/libtorch-cxx11-abi-shared-with-deps-%s%%2B%s.zip"
			.formatted(flavor, version, flavor);
	}

	/**
	 * Unpacks the libtorch that is in the jar.
	 * @param folder that is made
	 * @return the names of the libraries
	 * @throws IOException if the folder exists or cannot be written, or if the jar's
	 * libtorch is for another platform
	 */
	public static List<String> unpack(Path folder) throws IOException {
		Properties bundled = properties("native/lib/pytorch.properties");
		String platform = platform();
		if (!bundled.getProperty("classifier").equals(platform)) {
			throw new IOException("The libtorch of this jar is for %s, and this machine is %s"
				.formatted(bundled.getProperty("classifier"), platform));
		}
		return fill(folder, CPU, (part) -> {
			for (String library : bundled.getProperty("libraries").split(",")) {
				try (InputStream content = resource("pytorch/%s/%s/%s".formatted(CPU, platform, library))) {
					Files.copy(content, part.resolve(library));
				}
			}
		});
	}

	/**
	 * Unpacks the libraries of a zip as PyTorch publishes it.
	 * @param zip that is read to its end
	 * @param sha256 that the zip must have, in hexadecimal digits; null for any
	 * @param flavor of the libtorch, such as cu128
	 * @param folder that is made
	 * @return the names of the libraries
	 * @throws IOException if the folder exists or cannot be written, if the zip is not
	 * the wanted one or none of libtorch, or if the flavour is not known here
	 */
	public static List<String> unpack(InputStream zip, @Nullable String sha256, String flavor, Path folder)
			throws IOException {
		return fill(folder, flavor, (part) -> {
			DigestInputStream digested = new DigestInputStream(zip, sha256());
			// Not closed, for it would close the other.
			ZipInputStream entries = new ZipInputStream(digested);
			for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
				Path path = Path.of(entry.getName());
				String name = path.getFileName().toString();
				if (!entry.isDirectory() && path.getParent() != null && path.getParent().endsWith("lib")
						&& LIBRARY.test(name) && !UNUSED_LIBRARY.test(name)) {
					Files.copy(entries, part.resolve(name));
				}
			}
			// A zip that was cut short after its files is noticed no other way.
			digested.transferTo(OutputStream.nullOutputStream());
			String found = HexFormat.of().formatHex(digested.getMessageDigest().digest());
			if (sha256 != null && !sha256.equalsIgnoreCase(found)) {
				throw new IOException("The SHA-256 of the zip is %s, not %s".formatted(found, sha256));
			}
			linkCudaRuntime(part);
		});
	}

	private static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * DJL looks for GPUs with the CUDA runtime, under a name without the hash that
	 * PyTorch gives it.
	 */
	private static void linkCudaRuntime(Path folder) throws IOException {
		for (String name : names(folder)) {
			if (CUDA_RUNTIME.test(name)) {
				Files.createSymbolicLink(folder.resolve("libcudart.so"), Path.of(name));
				return;
			}
		}
	}

	private interface Filling {

		void into(Path folder) throws IOException;

	}

	/**
	 * The folder has its name only when it is whole. What a signal ends leaves nothing of
	 * it.
	 */
	private static List<String> fill(Path folder, String flavor, Filling filling) throws IOException {
		if (Files.exists(folder)) {
			throw new FileAlreadyExistsException(folder.toString(), null, "exists already");
		}
		Path whole = folder.toAbsolutePath();
		try (InputStream jni = resource("jnilib/%s/%s/%s".formatted(platform(), flavor, JNI))) {
			Path part = Files.createTempDirectory(Files.createDirectories(whole.getParent()),
					whole.getFileName() + "-");
			Thread signalled = Thread.ofPlatform().unstarted(() -> deleteIfPossible(part));
			Runtime.getRuntime().addShutdownHook(signalled);
			try {
				filling.into(part);
				if (!Files.exists(part.resolve("libtorch.so"))) {
					throw new IOException("There is no lib/libtorch.so in it: it is not libtorch for Linux");
				}
				Files.copy(jni, part.resolve(JNI));
				List<String> libraries = names(part);
				// Temporary folders are for their maker alone.
				part.toFile().setReadable(true, false);
				part.toFile().setExecutable(true, false);
				Files.move(part, whole);
				return libraries;
			}
			finally {
				delete(part);
				forget(signalled);
			}
		}
	}

	private static void delete(Path folder) throws IOException {
		if (Files.exists(folder)) {
			for (String name : names(folder)) {
				Files.deleteIfExists(folder.resolve(name));
			}
			Files.deleteIfExists(folder);
		}
	}

	private static void deleteIfPossible(Path folder) {
		try {
			delete(folder);
		}
		catch (IOException ex) {
			// The process is ending, and nobody reads of it.
		}
	}

	private static void forget(Thread signalled) {
		try {
			Runtime.getRuntime().removeShutdownHook(signalled);
		}
		catch (IllegalStateException ex) {
			// The process is ending.
		}
	}

	private static List<String> names(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private static Properties properties(String name) throws IOException {
		Properties properties = new Properties();
		try (InputStream content = resource(name)) {
			properties.load(content);
		}
		return properties;
	}

	private static InputStream resource(String name) throws IOException {
		@Nullable InputStream content = LibtorchFolder.class.getClassLoader().getResourceAsStream(name);
		if (content == null) {
			throw new FileNotFoundException("This jar has no " + name);
		}
		return content;
	}

	/**
	 * The name of this platform, as DJL calls it.
	 */
	private static String platform() {
		String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
		String processor = System.getProperty("os.arch");
		return system + "-" + (processor.equals("amd64") ? "x86_64" : processor);
	}

}
