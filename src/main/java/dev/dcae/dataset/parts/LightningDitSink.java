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

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.UnfitImageException;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.store.Store;
import dev.dcae.dataset.store.StoreOutput;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

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

	private final List<Sample> samples = new ArrayList<>();

	private final List<EncodedImage> images = new ArrayList<>();

	private final List<SampleLine> lines = new ArrayList<>();

	private final List<UnitRecord.Output> outputs = new ArrayList<>();

	private int number;

	LightningDitSink(Store store, String unit, String source, Map<String, String> metadata, int perShard,
			List<UnitRecord.Output> earlier) {
		this.store = store;
		this.unit = flat(unit);
		this.source = source;
		this.metadata = metadata;
		this.perShard = perShard;
		this.number = earlier.size();
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
		if (!this.images.isEmpty() && !this.images.getFirst().values().shape().equals(image.values().shape())) {
			throw new UnfitImageException(
					"%s has a latent of shape %s, and the one before has %s: this format has one shape, so give --resize and --crop"
						.formatted(sample.file(), image.values().shape(), this.images.getFirst().values().shape()));
		}
		this.samples.add(sample);
		this.images.add(image);
		if (this.images.size() >= this.perShard) {
			write();
		}
	}

	@Override
	public void finish() throws IOException {
		if (!this.images.isEmpty()) {
			write();
		}
	}

	private void write() throws IOException {
		String name = "%s%s-%03d.safetensors".formatted(FOLDER, this.unit, this.number++);
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		tensors.put("latents", Tensor.stack(this.images.stream().map(EncodedImage::values).toList()));
		tensors.put("latents_flip",
				Tensor.stack(this.images.stream().map((image) -> image.mirrored().orElseThrow()).toList()));
		tensors.put("labels", Tensor.ofLongs(DType.I64, new Shape(this.images.size()),
				this.samples.stream().mapToLong((sample) -> sample.label().orElseThrow()).toArray()));
		try (StoreOutput out = this.store.create(name)) {
			Safetensors.write(tensors, this.metadata, Channels.newChannel(out));
			out.commit();
		}
		long size = tensors.values().stream().mapToLong((tensor) -> tensor.data().byteSize()).sum();
		this.outputs.add(new UnitRecord.Output(name, this.images.size(), size));
		for (int i = 0; i < this.images.size(); i++) {
			Sample sample = this.samples.get(i);
			EncodedImage image = this.images.get(i);
			this.lines.add(new SampleLine(sample.file(), this.source, sample.bytes(), sample.modified(), image.width(),
					image.height(), image.originalWidth(), image.originalHeight(), image.values().shape().sizes(), name,
					sample.key(), null, i, image.note().orElse(null)));
		}
		this.samples.clear();
		this.images.clear();
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
