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
package dev.dcae.dataset.source;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

import dev.dcae.dataset.WholeFiles;
import dev.dcae.dataset.store.StoreException;
import dev.dcae.image.formats.ImageFormats;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar by WebDataset's rules: files one after the other whose names are equal up
 * to the first dot of the last part are a sample, and what follows that dot names the
 * file in it. Holds one sample at a time.
 *
 * @see <a href="https://github.com/webdataset/webdataset">WebDataset</a>
 */
final class TarReader implements SampleReader {

	private static final int BUFFER = 1 << 18;

	private final TarArchiveInputStream tar;

	private final ImageFormats formats;

	private final SortedMap<String, Integer> leftOut = new TreeMap<>();

	private final Set<String> keys = new HashSet<>();

	private @Nullable TarArchiveEntry ahead;

	TarReader(InputStream in, String name, ImageFormats formats) throws IOException {
		this.formats = formats;
		try {
			InputStream buffered = new BufferedInputStream(in, BUFFER);
			InputStream plain = name.toLowerCase(Locale.ROOT).endsWith("gz") ? new GZIPInputStream(buffered, BUFFER)
					: buffered;
			this.tar = new WholeRecords(plain);
			this.ahead = nextFile();
		}
		catch (IOException | RuntimeException ex) {
			in.close();
			throw damaged(ex);
		}
	}

	@Override
	public Optional<Found> next() throws IOException {
		try {
			while (this.ahead != null) {
				Optional<Found> found = sample();
				if (found.isPresent()) {
					return found;
				}
			}
			return Optional.empty();
		}
		catch (IOException | RuntimeException ex) {
			throw damaged(ex);
		}
	}

	/**
	 * The place's own failures stay what they are.
	 */
	private static IOException damaged(Exception ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			if (cause instanceof StoreException failed) {
				return failed;
			}
		}
		return new DamagedShardException("The tar is cut or damaged from here on: " + ex.getMessage(), ex);
	}

	/**
	 * The sample that begins with the file ahead; nothing if it has no image.
	 */
	private Optional<Found> sample() throws IOException {
		String key = key(name());
		List<Sample.Member> members = new ArrayList<>();
		Set<String> endings = new HashSet<>();
		long held = 0;
		boolean hasImage = false;
		String problem = this.keys.contains(key) ? "There is a sample of this key already" : "";
		while (this.ahead != null && key(name()).equals(key)) {
			String ending = name().substring(key.length() + 1);
			boolean again = !endings.add(ending);
			held += this.ahead.getSize();
			hasImage |= isImage(ending);
			if (held > WholeFiles.LARGEST) {
				problem = "Its files have %d bytes and more, too many to be held".formatted(held);
			}
			else if (again && problem.isEmpty()) {
				problem = "It has two files ." + ending;
			}
			else if (problem.isEmpty()) {
				// What is not used is not held.
				members.add(new Sample.Member(ending, content(this.ahead)));
			}
			this.ahead = nextFile();
		}
		if (!hasImage) {
			endings.forEach((ending) -> leaveOut("." + ending));
			return Optional.empty();
		}
		this.keys.add(key);
		return Optional.of(problem.isEmpty() ? sample(key, members) : new Found.Problem(key, problem));
	}

	private byte[] content(TarArchiveEntry entry) throws IOException {
		byte[] content = this.tar.readNBytes((int) entry.getSize());
		if (content.length < entry.getSize()) {
			throw new IOException("it ends within " + entry.getName());
		}
		return content;
	}

	private Sample sample(String key, List<Sample.Member> members) {
		Sample.Member image = image(members);
		long held = members.stream().mapToLong((member) -> member.content().length).sum();
		List<Sample.Member> others = new ArrayList<>(members);
		others.remove(image);
		byte[] content = image.content();
		return new Sample(key, key + "." + image.ending(), () -> content, content.length, 0, held, others,
				label(others));
	}

	/**
	 * The image of a sample: the first file that is called as images are, and by nothing
	 * else if there is one, so that {@code jpg} goes before {@code mask.png}.
	 */
	private Sample.Member image(List<Sample.Member> members) {
		List<Sample.Member> images = members.stream().filter((member) -> isImage(member.ending())).toList();
		return images.stream()
			.filter((member) -> member.ending().indexOf('.') < 0)
			.findFirst()
			.orElseGet(images::getFirst);
	}

	private boolean isImage(String ending) {
		return this.formats.areCalled("image." + ending);
	}

	private static OptionalLong label(List<Sample.Member> members) {
		for (Sample.Member member : members) {
			if (member.ending().equals("cls")) {
				try {
					return OptionalLong
						.of(Long.parseLong(new String(member.content(), StandardCharsets.UTF_8).strip()));
				}
				catch (NumberFormatException ex) {
					// Some other kind of class.
				}
			}
		}
		return OptionalLong.empty();
	}

	/**
	 * The next file that may belong to a sample.
	 */
	private @Nullable TarArchiveEntry nextFile() throws IOException {
		for (TarArchiveEntry entry = this.tar.getNextEntry(); entry != null; entry = this.tar.getNextEntry()) {
			String name = entry.getName();
			String last = name.substring(name.lastIndexOf('/') + 1);
			if (entry.isDirectory()) {
				continue;
			}
			if (!isFile(entry)) {
				leaveOut("(no file)");
			}
			else if (ImageFormats.isOfMacOs(last)) {
				leaveOut("._*");
			}
			else if (last.startsWith("__") || last.indexOf('.') <= 0) {
				// WebDataset's own, or without a key or an ending.
				leaveOut((last.indexOf('.') <= 0) ? "(no ending)" : last.substring(last.indexOf('.')));
			}
			else {
				return entry;
			}
		}
		return null;
	}

	/**
	 * Tells files from links, pipes and devices, all of which the entry calls files.
	 */
	private static boolean isFile(TarArchiveEntry entry) {
		return entry.isFile() && !entry.isLink() && !entry.isSymbolicLink() && !entry.isFIFO()
				&& !entry.isCharacterDevice() && !entry.isBlockDevice();
	}

	private void leaveOut(String kind) {
		this.leftOut.merge(kind.toLowerCase(Locale.ROOT), 1, Integer::sum);
	}

	private String name() {
		String name = (this.ahead != null) ? this.ahead.getName() : "";
		return name.replaceFirst("^(?:\\.?/)++", "");
	}

	private static String key(String name) {
		return name.substring(0, name.indexOf('.', name.lastIndexOf('/') + 1));
	}

	@Override
	public SortedMap<String, Integer> leftOut() {
		return Collections.unmodifiableSortedMap(this.leftOut);
	}

	@Override
	public void close() throws IOException {
		this.tar.close();
	}

	/**
	 * A tar of which a header that is cut is no end.
	 */
	private static final class WholeRecords extends TarArchiveInputStream {

		WholeRecords(InputStream in) {
			super(in, StandardCharsets.UTF_8.name());
		}

		@Override
		protected byte[] readRecord() throws IOException {
			long before = getBytesRead();
			byte[] read = super.readRecord();
			if (read == null && getBytesRead() > before) {
				throw new EOFException("it ends within a header");
			}
			return read;
		}

	}

}
