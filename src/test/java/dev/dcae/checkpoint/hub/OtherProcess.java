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
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;

/**
 * A fetch in another process: a lock is seen by others only. It prints its progress, and
 * at last where the files are.
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

	/**
	 * Fetches.
	 * @param arguments the hub's address, the cache, and what to fetch
	 */
	public static void main(String[] arguments) {
		Path cache = Path.of(arguments[1]);
		HubSettings settings = new HubSettings(URI.create(arguments[0]), cache, false,
				new HubToken("", cache.resolve("token")), HubNetwork.PLAIN);
		Snapshot snapshot = new CheckpointHub(new Hub(settings, new LoggedProgress()))
			.fetch(new CheckpointSource.OnHub(HubReference.of(arguments[2])));
		System.out.println(snapshot.folder());
	}

}
