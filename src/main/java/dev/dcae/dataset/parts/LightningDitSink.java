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
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.UnfitImageException;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.store.Store;
import dev.dcae.dataset.store.StoreOutput;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The files that LightningDiT's data set of latents reads, all of those in one folder:
 * {@code latents} and {@code latents_flip} {@code [n, c, h, w]}, and int64 {@code labels}
 * {@code [n]}. Every latent has the same shape.
 *
 * @see <a href=
 * "https://github.com/hustvl/LightningDiT/blob/main/datasets/img_latent_dataset.py">its
 * data set</a>
 */
final class LightningDitSink implements UnitSink {

	/**
	 * The folder, in which there is nothing else that ends in {@code .safetensors}.
	 */
	static final String FOLDER = "latents/";

	private final Store store;

	private final String unit;

	private final String source;

	private final Map<String, String> metadata;

	private final int perShard;

	private final AtomicReference<@Nullable Shape> shape;

	private final List<Item> waiting = new ArrayList<>();

	private final List<SampleLine> lines = new ArrayList<>();

	private final List<UnitRecord.Output> outputs = new ArrayList<>();

	private int number;

	private record Item(SampleLine line, EncodedImage image, Tensor mirrored, long label) {

		long bytes() {
			return this.image.values().data().byteSize() + this.mirrored.data().byteSize();
		}

	}

	/**
	 * A sink.
	 * @param earlier files that the unit has already, which stay
	 * @param shape of all latents; null until the first has come
	 */
	LightningDitSink(Store store, String unit, String source, Map<String, String> metadata, int perShard,
			List<UnitRecord.Output> earlier, AtomicReference<@Nullable Shape> shape) {
		this.store = store;
		this.unit = flat(unit);
		this.source = source;
		this.metadata = metadata;
		this.perShard = perShard;
		this.number = earlier.size();
		this.shape = shape;
	}

	/**
	 * The name of a unit in a folder that has no folders.
	 */
	static String flat(String unit) {
		return unit.replace('/', '_');
	}

	@Override
	public Optional<String> refusal(Sample sample) {
		return sample.label().isPresent() ? Optional.empty() : Optional
			.of("It has no class: neither a file .cls with a number nor, as all others, a folder that names its class");
	}

	@Override
	public void add(Sample sample, EncodedImage image) throws IOException {
		Shape own = image.values().shape();
		this.shape.compareAndSet(null, own);
		if (!own.equals(this.shape.get())) {
			throw new UnfitImageException(
					"Its latent has the shape %s, and those before have %s: this format has one shape, so give --resize and --crop"
						.formatted(own, this.shape.get()));
		}
		Item item = new Item(line(sample, image), image, image.mirrored().orElseThrow(), sample.label().orElseThrow());
		this.waiting.add(item);
		// All have one shape.
		if (this.waiting.size() >= this.perShard || this.waiting.size() * item.bytes() > MOST_WAITING) {
			write();
		}
	}

	private SampleLine line(Sample sample, EncodedImage image) {
		return new SampleLine(sample.file(), this.source, sample.bytes(), sample.modified(), image.width(),
				image.height(), image.originalWidth(), image.originalHeight(), image.values().shape().sizes(), name(),
				sample.key(), null, this.waiting.size(), image.note().orElse(null));
	}

	/**
	 * The file that latents wait for.
	 */
	private String name() {
		return "%s%s-%03d.safetensors".formatted(FOLDER, this.unit, this.number);
	}

	@Override
	public void finish() throws IOException {
		if (!this.waiting.isEmpty()) {
			write();
		}
	}

	private void write() throws IOException {
		String name = name();
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		tensors.put("latents", Tensor.stack(this.waiting.stream().map((item) -> item.image().values()).toList()));
		tensors.put("latents_flip", Tensor.stack(this.waiting.stream().map(Item::mirrored).toList()));
		tensors.put("labels", Tensor.ofLongs(DType.I64, new Shape(this.waiting.size()),
				this.waiting.stream().mapToLong(Item::label).toArray()));
		try (StoreOutput out = this.store.create(name)) {
			Safetensors.write(tensors, this.metadata, Channels.newChannel(out));
			out.commit();
		}
		long size = tensors.values().stream().mapToLong((tensor) -> tensor.data().byteSize()).sum();
		this.outputs.add(new UnitRecord.Output(name, this.waiting.size(), size));
		this.waiting.forEach((item) -> this.lines.add(item.line()));
		this.waiting.clear();
		this.number++;
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
	public void close() {
		// What is written is whole; what is not was never begun.
	}

}
