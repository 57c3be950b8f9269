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
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.store.Store;
import dev.dcae.dataset.store.StoreOutput;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Files of named tensors, {@code SHAPE/UNIT-N.safetensors}: a tensor {@code KEY} for each
 * sample, and {@code KEY.flip} of the mirrored image.
 */
final class SafetensorsSink implements UnitSink {

	static final String FLIP = ".flip";

	private final Store store;

	private final String unit;

	private final String source;

	private final Map<String, String> metadata;

	private final int perShard;

	private final Map<Shape, List<Item>> waiting = new LinkedHashMap<>();

	private final Map<String, Integer> numbers = new HashMap<>();

	private final List<SampleLine> lines = new ArrayList<>();

	private final List<UnitRecord.Output> outputs = new ArrayList<>();

	private long bytes;

	private record Item(SampleLine line, EncodedImage image) {

		long bytes() {
			return this.image.values().data().byteSize() * (this.image.mirrored().isPresent() ? 2 : 1);
		}

	}

	/**
	 * A sink.
	 * @param earlier files that the unit has already, which stay
	 */
	SafetensorsSink(Store store, String unit, String source, Map<String, String> metadata, int perShard,
			List<UnitRecord.Output> earlier) {
		this.store = store;
		this.unit = unit;
		this.source = source;
		this.metadata = metadata;
		this.perShard = perShard;
		earlier.forEach((output) -> this.numbers.merge(output.name().substring(0, output.name().indexOf('/')), 1,
				Integer::sum));
	}

	@Override
	public Optional<String> refusal(Sample sample) {
		return Optional.empty();
	}

	@Override
	public void add(Sample sample, EncodedImage image) throws IOException {
		Item item = new Item(line(sample, image), image);
		List<Item> group = this.waiting.computeIfAbsent(image.values().shape(), (shape) -> new ArrayList<>());
		group.add(item);
		this.bytes += item.bytes();
		if (group.size() >= this.perShard) {
			write(image.values().shape());
		}
		while (this.bytes > MOST_WAITING) {
			write(largest());
		}
	}

	private Shape largest() {
		return this.waiting.entrySet()
			.stream()
			.max(Comparator.comparingLong((group) -> group.getKey().elements() * group.getValue().size()))
			.orElseThrow()
			.getKey();
	}

	@Override
	public void finish() throws IOException {
		for (Shape shape : List.copyOf(this.waiting.keySet())) {
			write(shape);
		}
	}

	private void write(Shape shape) throws IOException {
		List<Item> group = this.waiting.getOrDefault(shape, List.of());
		String name = name(shape);
		this.numbers.merge(folder(shape), 1, Integer::sum);
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		for (Item item : group) {
			tensors.put(item.line().key(), item.image().values());
			item.image().mirrored().ifPresent((mirrored) -> tensors.put(item.line().key() + FLIP, mirrored));
		}
		try (StoreOutput out = this.store.create(name)) {
			Safetensors.write(tensors, this.metadata, Channels.newChannel(out));
			out.commit();
		}
		long size = group.stream().mapToLong(Item::bytes).sum();
		this.outputs.add(new UnitRecord.Output(name, group.size(), size));
		group.forEach((item) -> this.lines.add(item.line()));
		this.waiting.remove(shape);
		this.bytes -= size;
	}

	private static String folder(Shape shape) {
		return Arrays.stream(shape.sizes()).mapToObj(Long::toString).collect(Collectors.joining("x"));
	}

	/**
	 * The file that latents of a shape wait for.
	 */
	private String name(Shape shape) {
		String folder = folder(shape);
		return "%s/%s-%03d.safetensors".formatted(folder, this.unit, this.numbers.getOrDefault(folder, 0));
	}

	private SampleLine line(Sample sample, EncodedImage image) {
		return new SampleLine(sample.file(), this.source, sample.bytes(), sample.modified(), image.width(),
				image.height(), image.originalWidth(), image.originalHeight(), image.values().shape().sizes(),
				name(image.values().shape()), sample.key(), image.mirrored().isPresent() ? sample.key() + FLIP : null,
				null, image.note().orElse(null));
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
