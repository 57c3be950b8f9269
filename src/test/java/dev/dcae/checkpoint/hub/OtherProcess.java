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
