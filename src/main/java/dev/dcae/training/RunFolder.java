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
package dev.dcae.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that a run writes, one run at a time.
 */
final class RunFolder {

	private static final String LOCK = ".lock";

	private RunFolder() {
	}

	/**
	 * Makes the folder if it is not there, and keeps other runs out.
	 * @return a lock, until it is closed
	 * @throws TrainingException if another run has it
	 */
	static FileChannel lock(Path folder) throws IOException {
		Files.createDirectories(folder);
		FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE,
				StandardOpenOption.WRITE);
		try {
			if (channel.tryLock() != null) {
				return channel;
			}
		}
		catch (OverlappingFileLockException ex) {
			// Held by this very process.
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
		channel.close();
		throw new TrainingException(
				"Another run writes into %s; wait for its end, or choose another output".formatted(folder));
	}

}
