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
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A folder of which some things fail.
 */
public class FailingStore implements Store {

	private final LocalStore folder;

	public FailingStore(Path folder) {
		this.folder = new LocalStore(folder);
	}

	@Override
	public String place() {
		return this.folder.place();
	}

	@Override
	public List<StoredFile> list(String beginning) throws IOException {
		return this.folder.list(beginning);
	}

	@Override
	public Optional<byte[]> read(String name) throws IOException {
		return this.folder.read(name);
	}

	@Override
	public InputStream open(String name) throws IOException {
		return this.folder.open(name);
	}

	@Override
	public byte[] range(String name, long offset, int length) throws IOException {
		return this.folder.range(name, offset, length);
	}

	@Override
	public StoreOutput create(String name) throws IOException {
		return this.folder.create(name);
	}

	@Override
	public void delete(String name) throws IOException {
		this.folder.delete(name);
	}

	@Override
	public void discardUnfinished(Predicate<StoredFile> which) throws IOException {
		this.folder.discardUnfinished(which);
	}

}
