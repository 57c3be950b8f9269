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
package dev.dcae.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.Hub;
import dev.dcae.checkpoint.hub.HubException;
import dev.dcae.checkpoint.hub.HubOptions;
import dev.dcae.checkpoint.hub.HubSettings;
import dev.dcae.checkpoint.hub.Snapshot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Downloads checkpoints ahead of time, as the service would at its start.
 */
@Command(name = "fetch", mixinStandardHelpOptions = true, versionProvider = Version.class,
		description = { "Downloads checkpoints from the hub into its cache and prints where they are.",
				"Without an argument it fetches the models that the service is configured to serve, by application.yaml"
						+ " and by the environment." },
		footer = { "",
				"HF_TOKEN, HF_ENDPOINT, HF_HUB_CACHE, HF_HOME, HF_HUB_OFFLINE, HTTPS_PROXY, HTTP_PROXY, NO_PROXY,"
						+ " SSL_CERT_FILE and REQUESTS_CA_BUNDLE are honoured.",
				"The status is 0 if everything is there, 1 if something is not, 2 if the arguments are wrong." })
final class FetchCommand implements Callable<Integer> {

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Parameters(paramLabel = "hf:owner/name[@revision][/subfolder]", description = "What to fetch.")
	private List<String> references = new ArrayList<>();

	@Mixin
	private VariantOption variant = new VariantOption();

	@Option(names = "--cache-dir", description = "Where files of the hub are kept.")
	private @Nullable String cacheDir;

	@Option(names = "--endpoint", description = "The address of the hub.")
	private @Nullable String endpoint;

	@Option(names = "--offline", description = "Only look whether everything is in the cache.")
	private @Nullable Boolean offline;

	@Option(names = "--verify", negatable = true, defaultValue = "true", fallbackValue = "true",
			description = "Hold files that are in the cache already against their hashes, and download those that are"
					+ " damaged anew (default); --no-verify only looks whether they are there.")
	private boolean verify;

	@Override
	public Integer call() {
		List<CheckpointSource.OnHub> wanted = this.references.stream().map(this::source).toList();
		ServiceSettings configured = ServiceSettings.read();
		HubOptions options = new HubOptions(this.cacheDir, this.endpoint, this.offline).or(configured.hub());
		if (wanted.isEmpty()) {
			wanted = configured.ofHub();
		}
		if (wanted.isEmpty()) {
			this.spec.commandLine().getOut().println("No model is configured to come from the hub");
		}
		CheckpointHub hub = new CheckpointHub(
				new Hub(HubSettings.ofEnvironment(options), ConsoleProgress.on(this.spec.commandLine().getErr())));
		int failures = 0;
		for (CheckpointSource.OnHub source : wanted) {
			failures += fetch(hub, source) ? 0 : 1;
		}
		return (failures > 0) ? 1 : 0;
	}

	/**
	 * One that cannot be fetched is no reason to leave the others.
	 */
	private boolean fetch(CheckpointHub hub, CheckpointSource.OnHub source) {
		try {
			Snapshot snapshot = this.verify ? hub.verify(source) : hub.fetch(source);
			this.spec.commandLine().getOut().println("%s: %s".formatted(snapshot.reference(), snapshot.folder()));
			return true;
		}
		catch (HubException | CheckpointException ex) {
			this.spec.commandLine()
				.getErr()
				.println(this.spec.commandLine().getColorScheme().errorText(ex.getMessage()));
			return false;
		}
	}

	private CheckpointSource.OnHub source(String text) {
		try {
			if (CheckpointSource.of(text, this.variant.get()) instanceof CheckpointSource.OnHub source) {
				return source;
			}
		}
		catch (CheckpointException ex) {
			throw new ParameterException(this.spec.commandLine(), ex.getMessage());
		}
		throw new ParameterException(this.spec.commandLine(),
				"'%s' is not on the hub; expected hf:owner/name[@revision][/subfolder]".formatted(text));
	}

}
