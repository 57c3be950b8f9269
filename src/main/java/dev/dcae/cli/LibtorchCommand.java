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

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

import dev.dcae.checkpoint.hub.GuardedBody;
import dev.dcae.checkpoint.hub.HubNetwork;
import dev.dcae.engine.LibtorchFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Puts the native libraries of a flavour into a folder: those of the CPU are in the jar,
 * those of CUDA are too large for Maven's repositories and come from PyTorch.
 */
@Command(name = "libtorch", mixinStandardHelpOptions = true, versionProvider = Version.class,
		description = { "Puts libtorch into a folder, from the jar or from PyTorch's own site.",
				"The service uses it with PYTORCH_LIBRARY_PATH=FOLDER and PYTORCH_FLAVOR=FLAVOR, and finds GPUs with"
						+ " -Djna.library.path=FOLDER." })
final class LibtorchCommand implements Callable<Integer> {

	private static final List<String> FLAVORS = List.of(LibtorchFolder.CPU, "cu128");

	/**
	 * For a connection, for an answer and for its next bytes.
	 */
	private final Duration patience;

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Parameters(index = "0", paramLabel = "FLAVOR", description = "cpu or cu128.")
	private String flavor = "";

	@Parameters(index = "1", paramLabel = "FOLDER", description = "The folder, which must not exist.")
	private Path folder = Path.of("");

	@Option(names = "--url", description = "Where the zip is; PyTorch's site if not given. Not for cpu.")
	private @Nullable URI url;

	@Option(names = "--sha256", description = "What the zip must be, in 64 hexadecimal digits. Not for cpu.")
	private @Nullable String sha256;

	LibtorchCommand() {
		this(Duration.ofSeconds(30));
	}

	LibtorchCommand(Duration patience) {
		this.patience = patience;
	}

	@Override
	public Integer call() throws IOException, InterruptedException {
		if (this.url == null && !FLAVORS.contains(this.flavor)) {
			throw new ParameterException(this.spec.commandLine(),
					"There is no libtorch %s; there are %s".formatted(this.flavor, String.join(" and ", FLAVORS)));
		}
		if (this.flavor.equals(LibtorchFolder.CPU) && (this.url != null || this.sha256 != null)) {
			this.spec.commandLine()
				.getErr()
				.println("--url and --sha256 are not looked at: the libtorch of cpu is in the jar");
		}
		List<String> libraries = this.flavor.equals(LibtorchFolder.CPU) ? LibtorchFolder.unpack(this.folder)
				: download((this.url != null) ? this.url : URI.create(LibtorchFolder.published(this.flavor)));
		libraries.forEach((library) -> this.spec.commandLine().getOut().println(this.folder.resolve(library)));
		return 0;
	}

	private List<String> download(URI address) throws IOException, InterruptedException {
		this.spec.commandLine().getErr().println("Downloading " + address);
		try (HttpClient client = HubNetwork.ofEnvironment()
			.client()
			.followRedirects(HttpClient.Redirect.NORMAL)
			.connectTimeout(this.patience)
			.build()) {
			HttpResponse<InputStream> response = answer(client, address);
			try (InputStream body = new GuardedBody(response.body(), this.patience)) {
				if (response.statusCode() != 200) {
					throw new IOException("%s answered %d".formatted(address, response.statusCode()));
				}
				return LibtorchFolder.unpack(body, this.sha256, this.flavor, this.folder);
			}
		}
	}

	private HttpResponse<InputStream> answer(HttpClient client, URI address) throws IOException, InterruptedException {
		try {
			return client.send(HttpRequest.newBuilder(address).timeout(this.patience).build(),
					HttpResponse.BodyHandlers.ofInputStream());
		}
		catch (ConnectException | HttpConnectTimeoutException ex) {
			throw new IOException(
					"%s cannot be reached; HTTPS_PROXY names a proxy, --url another place".formatted(address.getHost()),
					ex);
		}
		catch (HttpTimeoutException ex) {
			throw new IOException("%s did not answer for %d s".formatted(address, this.patience.toSeconds()), ex);
		}
	}

}
