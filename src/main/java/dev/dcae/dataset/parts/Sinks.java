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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import dev.dcae.dataset.source.WorkUnit;
import dev.dcae.dataset.store.Store;
import dev.dcae.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The sinks of a run's units.
 *
 * @param format of what they write
 * @param metadata of every file
 * @param perShard latents of a file of tensors, at least 1
 * @param shape of all latents where there is one; null before the first
 */
record Sinks(OutputFormat format, Map<String, String> metadata, int perShard, AtomicReference<@Nullable Shape> shape) {

	/**
	 * Sinks for what is added to a place.
	 * @param ledger of what is there
	 * @throws IOException if that cannot be read
	 */
	static Sinks of(Ledger ledger, OutputFormat format, Map<String, String> metadata, int perShard) throws IOException {
		Shape shape = null;
		if (format == OutputFormat.LIGHTNINGDIT) {
			for (String unit : ledger.done().keySet()) {
				List<SampleLine> lines = ledger.samples(ledger.record(unit));
				if (!lines.isEmpty()) {
					shape = new Shape(lines.getFirst().shape());
					break;
				}
			}
		}
		return new Sinks(format, metadata, perShard, new AtomicReference<@Nullable Shape>(shape));
	}

	/**
	 * The sink for what is added to a unit.
	 * @param earlier files that it has already
	 * @param keys of the samples in those
	 */
	UnitSink of(Store store, WorkUnit unit, List<UnitRecord.Output> earlier, List<String> keys) {
		return switch (this.format) {
			case SAFETENSORS ->
				new SafetensorsSink(store, unit.id(), unit.shard(), this.metadata, this.perShard, earlier);
			case WEBDATASET -> new WebDatasetSink(store, unit.id(), unit.shard(), this.metadata, earlier, keys);
			case LIGHTNINGDIT ->
				new LightningDitSink(store, unit.id(), unit.shard(), this.metadata, this.perShard, earlier, this.shape);
		};
	}

}
