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
package dev.dcae.dataset.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Collects latents by their shape and writes those of a shape into a shard, once there
 * are enough of them or all shapes together take too much memory.
 */
final class LatentShards {

	private final LatentFolder folder;

	private final int perShard;

	private final long maxBytes;

	private final Map<String, String> metadata;

	private final Map<Shape, List<LatentItem>> waiting = new LinkedHashMap<>();

	private final Map<String, Integer> numbers = new HashMap<>();

	private long bytes;

	/**
	 * Shards in a folder.
	 * @param perShard latents of a shard, at least 1
	 * @param maxBytes of all that wait to be written
	 * @param metadata of every shard
	 */
	LatentShards(LatentFolder folder, int perShard, long maxBytes, Map<String, String> metadata) {
		this.folder = folder;
		this.perShard = perShard;
		this.maxBytes = maxBytes;
		this.metadata = metadata;
		folder.manifest()
			.shards()
			.forEach((shard) -> this.numbers.merge(shard.substring(0, shard.indexOf('/')), 1, Integer::sum));
	}

	void add(LatentItem item) throws IOException {
		List<LatentItem> group = this.waiting.computeIfAbsent(item.values().shape(), (shape) -> new ArrayList<>());
		group.add(item);
		this.bytes += item.values().data().byteSize();
		if (group.size() >= this.perShard) {
			write(item.values().shape());
		}
		while (this.bytes > this.maxBytes) {
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

	/**
	 * Writes what still waits.
	 */
	void finish() throws IOException {
		for (Shape shape : List.copyOf(this.waiting.keySet())) {
			write(shape);
		}
	}

	private void write(Shape shape) throws IOException {
		List<LatentItem> group = this.waiting.getOrDefault(shape, List.of());
		String name = Arrays.stream(shape.sizes()).mapToObj(Long::toString).collect(Collectors.joining("x"));
		Path shapeFolder = this.folder.path().resolve(name);
		Durable.createFolder(shapeFolder);
		int number = this.numbers.merge(name, 1, Integer::sum) - 1;
		String shard = "%s/%06d.safetensors".formatted(name, number);
		Map<String, Tensor> tensors = new LinkedHashMap<>();
		group.forEach((item) -> tensors.put(item.source().name(), item.values()));
		Durable.write(this.folder.path().resolve(shard), (out) -> Safetensors.write(tensors, this.metadata, out));
		this.folder.manifest().append(group.stream().map((item) -> entry(item, shard)).toList());
		this.waiting.remove(shape);
		group.forEach((item) -> this.bytes -= item.values().data().byteSize());
	}

	private static ManifestEntry entry(LatentItem item, String shard) {
		SourceFile source = item.source();
		return new ManifestEntry(source.name(), source.bytes(), source.modified(), item.width(), item.height(),
				item.values().shape().sizes(), shard, source.name(), item.note().orElse(null));
	}

}
