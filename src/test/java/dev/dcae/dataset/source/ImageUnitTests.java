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

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

import dev.dcae.dataset.store.FailingStore;
import dev.dcae.dataset.store.LocalStore;
import dev.dcae.dataset.store.Store;
import dev.dcae.dataset.store.StoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Images that lie in no shard.
 */
class ImageUnitTests {

	@TempDir
	private Path folder;

	@Test
	void anImageThatIsGoneFailsAndAPlaceThatFailsEndsTheRun() throws IOException {
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> read(true))
			.isNotInstanceOf(StoreException.class)
			.withMessage("no such key");
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> read(false));
	}

	@Test
	void aFileIsCountedAsHeldBeforeItIsRead() throws IOException {
		assertThat(held(new LocalStore(this.folder), 5_000_000)).isEqualTo(5_000_000);
		assertThat(held(new FailingStore(this.folder), 5_000_000)).as("a stream").isEqualTo(10_000_000);
		assertThat(held(new FailingStore(this.folder), 0)).as("of unknown size").isPositive();
		assertThat(held(new LocalStore(this.folder), Long.MAX_VALUE)).as("which is not read").isZero();
	}

	private static long held(Store store, long bytes) throws IOException {
		try (SampleReader reader = new ImageUnit("images-000000", "photos",
				List.of(new ListedImage("a.png", store, "a.png", bytes, 0)))
			.open()) {
			return ((Sample) reader.next().orElseThrow()).held();
		}
	}

	private byte[] read(boolean ofOneFile) throws IOException {
		Store store = new FailingStore(this.folder) {

			@Override
			public InputStream open(String name) throws IOException {
				throw new StoreException("no such key", new IOException(), ofOneFile);
			}

		};
		ImageUnit unit = new ImageUnit("images-000000", "s3://photos",
				List.of(new ListedImage("a.png", store, "a.png", 0, 0)));
		try (SampleReader reader = unit.open()) {
			Found found = reader.next().orElseThrow();
			assertThat(found).isInstanceOf(Sample.class);
			return ((Sample) found).image().read();
		}
	}

}
