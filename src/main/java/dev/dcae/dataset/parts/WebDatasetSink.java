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
package dev.dcae.dataset.parts;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.store.Store;
import dev.dcae.dataset.store.StoreOutput;
import dev.dcae.tensor.Npy;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tar of samples by WebDataset's rules: {@code KEY.npy} with the latent,
 * {@code KEY.flip.npy} with that of the mirrored image, then the sample's other files as
 * they are, or {@code KEY.json} with the image's size if it has none. The shard's
 * metadata are a global header of the tar, which readers of samples pass over.
 */
final class WebDatasetSink implements UnitSink {

	private static final String LATENT = "npy";

	private static final String FLIP = "flip.npy";

	private static final String JSON = "json";

	private final Store store;

	private final String source;

	private final String name;

	private final Map<String, String> metadata;

	private final Set<String> keys = new HashSet<>();

	private final List<SampleLine> lines = new ArrayList<>();

	private final List<UnitRecord.Output> outputs = new ArrayList<>();

	private @Nullable Open open;

	private record Open(StoreOutput out, TarArchiveOutputStream tar) {
	}

	/**
	 * A sink.
	 * @param earlier files that the unit has already, which stay
	 * @param taken the keys in those
	 */
	WebDatasetSink(Store store, String unit, String source, Map<String, String> metadata,
			List<UnitRecord.Output> earlier, Collection<String> taken) {
		this.keys.addAll(taken);
		this.store = store;
		this.source = source;
		this.name = earlier.isEmpty() ? unit + ".tar" : "%s-%d.tar".formatted(unit, earlier.size());
		this.metadata = metadata;
	}

	@Override
	public Optional<String> refusal(Sample sample) {
		for (Sample.Member member : sample.members()) {
			if (member.ending().equals(LATENT) || member.ending().equals(FLIP)) {
				return Optional
					.of("It has a file .%s of its own, where its latent would be".formatted(member.ending()));
			}
		}
		return this.keys.add(key(sample)) ? Optional.empty()
				: Optional.of("Another image is called %s, too, up to its ending".formatted(key(sample)));
	}

	/**
	 * The key of a sample in the tar, in which the last part has no dot.
	 */
	private static String key(Sample sample) {
		String key = sample.key();
		int folder = key.lastIndexOf('/') + 1;
		if (!key.equals(sample.file()) || key.indexOf('.', folder) < 0) {
			return key;
		}
		int dot = key.lastIndexOf('.');
		String stem = (dot > folder) ? key.substring(folder, dot) : key.substring(folder);
		return key.substring(0, folder) + stem.replace('.', '_');
	}

	@Override
	public void add(Sample sample, EncodedImage image) throws IOException {
		TarArchiveOutputStream tar = tar();
		String key = key(sample);
		put(tar, key + "." + LATENT, Npy.toBytes(image.values()));
		if (image.mirrored().isPresent()) {
			put(tar, key + "." + FLIP, Npy.toBytes(image.mirrored().get()));
		}
		boolean described = false;
		for (Sample.Member member : sample.members()) {
			put(tar, key + "." + member.ending(), member.content());
			described |= member.ending().equals(JSON);
		}
		if (!described) {
			put(tar, key + "." + JSON, JsonMapper.shared().writeValueAsBytes(sizes(sample, image)));
		}
		this.lines.add(new SampleLine(sample.file(), this.source, sample.bytes(), sample.modified(), image.width(),
				image.height(), image.originalWidth(), image.originalHeight(), image.values().shape().sizes(),
				this.name, key, image.mirrored().isPresent() ? key + "." + FLIP : null, null,
				image.note().orElse(null)));
	}

	/**
	 * The size of the image as it was found, called as SANA's data sets ask for it, and
	 * that of what the latent shows.
	 */
	private static Map<String, Object> sizes(Sample sample, EncodedImage image) {
		Map<String, Object> sizes = new LinkedHashMap<>();
		sizes.put("file", sample.file());
		sizes.put("width", image.originalWidth());
		sizes.put("height", image.originalHeight());
		sizes.put("crop_width", image.width());
		sizes.put("crop_height", image.height());
		return sizes;
	}

	private TarArchiveOutputStream tar() throws IOException {
		if (this.open == null) {
			StoreOutput out = this.store.create(this.name);
			TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
			tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
			tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
			tar.setAddPaxHeadersForNonAsciiNames(true);
			this.open = new Open(out, tar);
			putMetadata(tar);
		}
		return this.open.tar();
	}

	private void putMetadata(TarArchiveOutputStream tar) throws IOException {
		TarArchiveEntry entry = new TarArchiveEntry("pax_global_header", TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER);
		entry.setModTime(0);
		this.metadata.forEach((key, value) -> entry.addPaxHeader("DCAE." + key, value));
		tar.putArchiveEntry(entry);
	}

	private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
		TarArchiveEntry entry = new TarArchiveEntry(name);
		// The same samples are the same bytes.
		entry.setModTime(0);
		entry.setSize(content.length);
		tar.putArchiveEntry(entry);
		tar.write(content);
		tar.closeArchiveEntry();
	}

	@Override
	public void finish() throws IOException {
		if (this.open != null) {
			this.open.tar().finish();
			long size = this.open.tar().getBytesWritten();
			this.open.tar().flush();
			this.open.out().commit();
			this.open.out().close();
			this.open = null;
			this.outputs.add(new UnitRecord.Output(this.name, this.lines.size(), size));
		}
	}

	@Override
	public List<SampleLine> lines() {
		return this.lines;
	}

	@Override
	public List<UnitRecord.Output> outputs() {
		return this.outputs;
	}

	@Override
	public void close() throws IOException {
		if (this.open != null) {
			this.open.out().close();
			this.open = null;
		}
	}

}
