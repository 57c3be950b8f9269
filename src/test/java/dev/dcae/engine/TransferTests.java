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

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import ai.djl.Device;
import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Batches by way of locked pages, as they go to a GPU and come back, on the CPU.
 */
class TransferTests {

	private final RecordedPages pages = new RecordedPages();

	@TempDir
	private Path cache;

	@Test
	void answersAreTheSameByWayOfLockedPages() throws IOException {
		Fixture fixture = Fixture.of("tiny-sana");
		List<Tensor> images = fixture.items("image");
		List<Tensor> latents = fixture.items("latent");
		try (TorchRunner plain = fixture.load(this.cache, Precision.FP32);
				TorchRunner locked = load(fixture.folder())) {
			for (int size : new int[] { 1, images.size(), 1 }) {
				assertSame(plain, locked, Operation.ENCODE, images.subList(0, size));
				assertSame(plain, locked, Operation.DECODE, latents.subList(0, size));
				assertSame(plain, locked, Operation.DECODE_IMAGE, latents.subList(0, size));
			}
			// Of the batch, and of its answers.
			assertThat(this.pages.locked).hasSize(2);
		}
		assertThat(this.pages.locked).isEmpty();
	}

	private TorchRunner load(Path folder) throws IOException {
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(folder))) {
			Compiler compiler = Compiler.of(checkpoint.config(), checkpoint::tensor, Precision.FP32);
			Path archive = new ArchiveCache(this.cache).get(checkpoint.digest(), compiler);
			return new TorchEngine(2).load(archive, checkpoint.config(), Device.cpu(), this.pages);
		}
	}

	private static void assertSame(TorchRunner plain, TorchRunner locked, Operation operation, List<Tensor> items) {
		List<ItemResult> expected = plain.run(operation, items);
		List<ItemResult> results = locked.run(operation, items);
		assertThat(results).hasSameSizeAs(items);
		for (int i = 0; i < items.size(); i++) {
			assertThat(results.get(i).finite()).isTrue();
			assertThat(results.get(i).output().shape()).isEqualTo(expected.get(i).output().shape());
			assertThat(results.get(i).output().data().mismatch(expected.get(i).output().data())).isEqualTo(-1);
		}
	}

}
