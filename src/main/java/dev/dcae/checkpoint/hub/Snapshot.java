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
package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Files of a repository's folder on this machine.
 *
 * @param reference to the folder at its commit
 * @param folder where they are
 */
public record Snapshot(HubReference reference, Path folder) {

	/**
	 * Tells whether a file has other bytes than when it came: those of the hash that the
	 * cache knows it by. A file that was copied for lack of links does not tell.
	 * @throws IOException if it cannot be read
	 */
	public boolean isDamaged(String file) throws IOException {
		return RepoCache.isDamaged(this.folder.resolve(file));
	}

	/**
	 * Tells whether a file has the bytes of the hash that the cache knows it by. One that
	 * was copied for lack of links does not tell.
	 * @throws IOException if it cannot be read
	 */
	public boolean isWhole(String file) throws IOException {
		return RepoCache.isWhole(this.folder.resolve(file));
	}

}
