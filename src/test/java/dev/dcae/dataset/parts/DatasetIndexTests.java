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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

import dev.dcae.dataset.source.Sources;
import dev.dcae.dataset.store.FailingStore;
import dev.dcae.dataset.store.StoreException;
import dev.dcae.dataset.store.StoredFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The index over all parts.
 */
class DatasetIndexTests {

	@TempDir
	private Path folder;

	@Test
	void whoeverMayNotTidyUpWritesItAllTheSame() throws IOException {
		Ledger ledger = new Ledger(new FailingStore(this.folder) {

			@Override
			public void discardUnfinished(Predicate<StoredFile> which) throws IOException {
				throw new StoreException("s3://latents: Access Denied");
			}

		});
		ledger.begin(Map.of(), Map.of(), OutputFormat.SAFETENSORS);
		ledger.agree(new Sources.DataSet(List.of(), new TreeMap<>(), 0, List.of()), OutputFormat.SAFETENSORS);
		DatasetIndex.Summary all = new DatasetIndex(ledger).write();
		assertThat(all.isComplete()).isTrue();
		assertThat(all.notRemoved()).hasValue("s3://latents: Access Denied");
		assertThat(this.folder.resolve(Ledger.MANIFEST)).exists();
	}

}
