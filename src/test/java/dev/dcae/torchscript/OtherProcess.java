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
package dev.dcae.torchscript;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.Precision;

/**
 * Work that a test has another process do: a lock is seen by others only.
 */
final class OtherProcess {

	private OtherProcess() {
	}

	static Process start(Object... arguments) throws IOException {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
				"-cp", System.getProperty("java.class.path"), OtherProcess.class.getName()));
		for (Object argument : arguments) {
			command.add(argument.toString());
		}
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}

	public static void main(String[] arguments) throws IOException {
		Path path = Path.of(arguments[1]);
		switch (arguments[0]) {
			case "lock" -> lock(path);
			case "compile" -> compile(path, Path.of(arguments[2]));
			default -> throw new IllegalArgumentException(arguments[0]);
		}
	}

	/**
	 * Holds the lock of a file until the input ends.
	 */
	private static void lock(Path file) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
			System.out.println("locked");
			while (System.in.read() >= 0) {
				// Until the test is done.
			}
		}
	}

	private static void compile(Path folder, Path cache) throws IOException {
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(folder))) {
			Compiler compiler = Compiler.of(checkpoint.config(), checkpoint::tensor, Precision.FP32);
			System.out.println("ready");
			// Both processes of a test are told to go on at once.
			System.in.read();
			System.out.println(new ArchiveCache(cache).get(checkpoint.digest(), compiler));
		}
	}

}
