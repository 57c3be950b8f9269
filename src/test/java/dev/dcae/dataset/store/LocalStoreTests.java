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
package dev.dcae.dataset.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LocalStoreTests {

	private static final byte[] SAME = "the same".getBytes(StandardCharsets.UTF_8);

	@TempDir
	private Path folder;

	@Test
	void whoeverIsLateFindsTheSameFileThere() throws IOException {
		Store store = Store.of(this.folder.toString());
		try (StoreOutput late = store.create("manifest.jsonl")) {
			late.write(SAME);
			store.write("manifest.jsonl", SAME);
			store.discardUnfinished((_) -> true);
			late.commit();
		}
		assertThat(store.read("manifest.jsonl")).hasValue(SAME);
	}

	@Test
	void whatOthersWriteMeanwhileEndsNoListing() throws Exception {
		Store store = Store.of(this.folder.toString());
		for (int i = 0; i < 500; i++) {
			// To look at them takes as long as others need to rename a file.
			Files.createFile(this.folder.resolve("a-%03d".formatted(i)));
		}
		AtomicBoolean listed = new AtomicBoolean();
		try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
			Future<?> others = threads.submit(() -> {
				for (int i = 0; !listed.get(); i++) {
					Path partial = this.folder.resolve("b-%d.partial".formatted(i));
					Files.move(Files.write(partial, SAME), this.folder.resolve("b"), StandardCopyOption.ATOMIC_MOVE);
				}
				return null;
			});
			try {
				for (int i = 0; i < 100; i++) {
					assertThat(store.list("a")).hasSize(500);
					store.discardUnfinished((_) -> false);
				}
			}
			finally {
				listed.set(true);
			}
			others.get();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "../a.tar", "b/../../a.tar", "/etc/a.tar" })
	void aNameThatLeadsOutOfTheFolderIsRefused(String name) {
		Store store = Store.of(this.folder.resolve("latents").toString());
		assertThatIllegalArgumentException().isThrownBy(() -> store.write(name, SAME))
			.withMessageContaining("leads out of");
		assertThat(this.folder).isEmptyDirectory();
	}

	@Test
	void whatIsNeitherThereNorLeftIsAnError() throws IOException {
		Store store = Store.of(this.folder.toString());
		try (StoreOutput output = store.create("a.tar")) {
			output.write(new byte[3]);
			store.discardUnfinished((_) -> true);
			assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(output::commit);
		}
	}

}
