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
package dev.dcae.api.v1.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.dcae.api.v1.BulkFormat;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.SafetensorsWriter;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.tensor.TensorType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes many latents into one body, in the order of their names.
 */
sealed interface LatentSink {

	/**
	 * The entry of a zip that says what the .npy files do not.
	 */
	String DESCRIPTION = "latents.json";

	/**
	 * Writes the next latent, {@code [1, c, h, w]}.
	 */
	void take(Tensor latent) throws IOException;

	/**
	 * Ends the body, once all latents are written.
	 */
	void finish() throws IOException;

	static LatentSink open(BulkFormat format, NamedImages images, LatentOptions options, OutputStream out)
			throws IOException {
		return switch (format) {
			case SAFETENSORS -> new OfTensors(new SafetensorsWriter(types(images, options),
					description(images, options), Channels.newChannel(out)));
			case ZIP -> OfFiles.open(images, options, out);
		};
	}

	private static SequencedMap<String, TensorType> types(NamedImages images, LatentOptions options) {
		SequencedMap<String, TensorType> types = new LinkedHashMap<>();
		images.images().forEach((name, image) -> {
			Shape whole = image.geometry().latent();
			Shape kept = new Shape(options.channels().kept(), whole.size(1), whole.size(2));
			Shape answered = options.scaled() ? options.model().scaling().scaledShape(kept) : kept;
			types.put(name, new TensorType(options.dtype(), answered.prepend(1)));
		});
		return types;
	}

	/**
	 * The facts that decoding them needs: texts, as a safetensors file has no others.
	 */
	private static Map<String, String> description(NamedImages images, LatentOptions options) {
		Map<String, List<Integer>> sizes = new LinkedHashMap<>();
		images.images()
			.forEach((name, image) -> sizes.put(name, List.of(image.geometry().width(), image.geometry().height())));
		Map<String, String> description = new LinkedHashMap<>();
		description.put("model", options.model().id());
		options.model().encoder().ifPresent((digest) -> description.put("encoder", digest));
		description.put("scaled", Boolean.toString(options.scaled()));
		description.put("sizes", JsonMapper.shared().writeValueAsString(sizes));
		Map<String, String> warnings = new LinkedHashMap<>();
		images.images().forEach((name, image) -> image.note().ifPresent((note) -> warnings.put(name, note)));
		if (!warnings.isEmpty()) {
			description.put("warnings", JsonMapper.shared().writeValueAsString(warnings));
		}
		return description;
	}

	/**
	 * One safetensors file. Its header is written at once, since the shapes are known
	 * before the values.
	 */
	record OfTensors(SafetensorsWriter writer) implements LatentSink {

		@Override
		public void take(Tensor latent) throws IOException {
			this.writer.write(latent);
		}

		@Override
		public void finish() {
			// The file has no end but that of its last tensor.
		}

	}

	/**
	 * An .npy file each, in a zip.
	 */
	record OfFiles(ZipOutputStream zip, Iterator<String> names) implements LatentSink {

		static OfFiles open(NamedImages images, LatentOptions options, OutputStream out) throws IOException {
			ZipOutputStream zip = new ZipOutputStream(out);
			// Latents do not shrink.
			zip.setLevel(Deflater.NO_COMPRESSION);
			OfFiles sink = new OfFiles(zip, images.images().keySet().iterator());
			sink.write(DESCRIPTION, JsonMapper.shared().writeValueAsBytes(description(images, options)));
			return sink;
		}

		@Override
		public void take(Tensor latent) throws IOException {
			write(this.names.next() + ".npy", Npy.toBytes(latent));
		}

		private void write(String name, byte[] content) throws IOException {
			this.zip.putNextEntry(new ZipEntry(name));
			this.zip.write(content);
			this.zip.closeEntry();
		}

		@Override
		public void finish() throws IOException {
			this.zip.finish();
		}

	}

}
