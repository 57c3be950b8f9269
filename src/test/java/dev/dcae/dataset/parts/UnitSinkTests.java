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
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.dcae.dataset.EncodedImage;
import dev.dcae.dataset.source.Sample;
import dev.dcae.dataset.store.LocalStore;
import dev.dcae.dataset.store.Store;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The bounds on what waits for a file of tensors.
 */
class UnitSinkTests {

	private static final int MANY = 1_000_000;

	@TempDir
	private Path folder;

	@ParameterizedTest
	@EnumSource(names = { "SAFETENSORS", "LIGHTNINGDIT" })
	void filesOfImagesDoNotWaitWithTheirLatents(OutputFormat format) throws IOException {
		int bytes = 16 << 20;
		int count = 3;
		try (UnitSink sink = sink(format)) {
			List<WeakReference<byte[]>> files = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				byte[] file = new byte[bytes];
				files.add(new WeakReference<>(file));
				sink.add(
						new Sample("key" + i, "key" + i, () -> file, bytes, 0, 0,
								List.of(new Sample.Member("mask", file)), OptionalLong.of(i)),
						image(new Shape(1, 1, 1)));
			}
			// The last may still be in a slot of this method's frame.
			await().until(() -> {
				System.gc();
				return files.subList(0, count - 1).stream().allMatch((file) -> file.get() == null);
			});
			sink.finish();
			assertThat(sink.lines()).hasSize(count)
				.last()
				.satisfies((line) -> assertThat(line.key()).isEqualTo("key" + (count - 1)));
			assertThat(sink.lines()).extracting(SampleLine::shard).containsOnly(sink.outputs().getFirst().name());
		}
	}

	@Test
	void latentsOfOneShapeAreWrittenBeforeTheyAreTooManyBytes() throws IOException {
		Shape shape = new Shape(1, 1 << 10, 1 << 12);
		try (UnitSink sink = sink(OutputFormat.LIGHTNINGDIT)) {
			for (int i = 0; i < 6; i++) {
				sink.add(new Sample("key" + i, "key" + i, () -> new byte[0], 0, 0, 0, List.of(), OptionalLong.of(i)),
						image(shape));
			}
			sink.finish();
			assertThat(sink.outputs()).extracting(UnitRecord.Output::latents).containsExactly(5L, 1L);
			assertThat(sink.lines()).extracting(SampleLine::index).containsExactly(0, 1, 2, 3, 4, 0);
			assertThat(sink.lines()).extracting(SampleLine::shard)
				.endsWith("latents/a-000.safetensors", "latents/a-001.safetensors");
		}
	}

	private static EncodedImage image(Shape shape) {
		Tensor latent = Tensor.of(shape, new float[(int) shape.elements()]);
		return new EncodedImage(latent, Optional.of(latent), 8, 8, 8, 8, Optional.empty());
	}

	private UnitSink sink(OutputFormat format) {
		Store store = new LocalStore(this.folder);
		return (format == OutputFormat.SAFETENSORS)
				? new SafetensorsSink(store, "a", "a.tar", Map.of(), MANY, List.of()) : new LightningDitSink(store, "a",
						"a.tar", Map.of(), MANY, List.of(), new AtomicReference<@Nullable Shape>());
	}

}
