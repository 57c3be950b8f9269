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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.sun.net.httpserver.HttpServer;
import dev.dcae.DcaeApplication;
import dev.dcae.engine.ForkedJava;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command that puts libtorch into a folder, with a site of the test's own.
 */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LibtorchCommandTests {

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	private byte[] served = new byte[0];

	/** Of those that are announced. */
	private int missingBytes;

	private HttpServer site;

	@TempDir
	Path temp;

	@BeforeEach
	void start() throws IOException {
		this.site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.site.createContext("/moved.zip", (exchange) -> {
			exchange.getResponseHeaders().add("Location", "/libtorch.zip");
			exchange.sendResponseHeaders(302, -1);
			exchange.close();
		});
		this.site.createContext("/libtorch.zip", (exchange) -> {
			exchange.sendResponseHeaders(200, this.served.length);
			exchange.getResponseBody().write(Arrays.copyOf(this.served, this.served.length - this.missingBytes));
			exchange.close();
		});
		this.site.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
		this.site.start();
	}

	@AfterEach
	void stop() {
		this.site.stop(0);
	}

	@Test
	void theOneForTheCpuIsInTheJar() throws IOException {
		assertThat(libtorch("cpu", folder())).as(this.err::toString).isZero();
		assertThat(files()).contains("libc10.so", "libdjl_torch.so", "libtorch.so", "libtorch_cpu.so");
		assertThat(Files.size(this.temp.resolve("libtorch/libtorch_cpu.so"))).isGreaterThan(100_000_000);
		assertThat(this.out.toString().lines()).hasSameSizeAs(files()).allMatch((line) -> Files.exists(Path.of(line)));
		assertThat(this.temp.resolve("libtorch").toFile().canExecute()).isTrue();
	}

	@Test
	void thatOfTheJarIsHeldAgainstNoHash() {
		assertThat(libtorch("cpu", folder(), "--sha256", "ab".repeat(32))).as(this.err::toString).isZero();
		assertThat(this.err.toString().strip())
			.isEqualTo("--url and --sha256 are not looked at: the libtorch of cpu is in the jar");
	}

	@Test
	void thatForCudaIsDownloaded() throws IOException {
		this.served = zip("libtorch/lib/libtorch.so", "libtorch/lib/libcudart-218eec4c.so.12",
				"libtorch/lib/libcudnn_ops.so.9.7.1", "libtorch/lib/libtorch_python.so",
				"libtorch/lib/libbackend_with_compiler.so", "libtorch/lib/libtorchbind_test.so",
				"libtorch/lib/libdnnl.a", "libtorch/bin/libtool.so", "libtorch/build-version");
		assertThat(libtorch("cu128", folder(), "--url", address("moved.zip"))).as(this.err::toString).isZero();
		assertThat(files()).containsExactly("libcudart-218eec4c.so.12", "libcudart.so", "libcudnn_ops.so.9.7.1",
				"libdjl_torch.so", "libtorch.so");
		assertThat(this.temp.resolve("libtorch/libcudart.so"))
			.hasSameTextualContentAs(this.temp.resolve("libtorch/libcudart-218eec4c.so.12"));
	}

	@Test
	void oneThatIsNotPublishedIsRefusedBeforeItIsAskedFor() {
		assertThat(libtorch("cu999", folder())).isEqualTo(2);
		assertThat(this.err.toString()).contains("There is no libtorch cu999; there are cpu and cu128")
			.doesNotContain("Downloading", "others by --url");
	}

	@Test
	void aPlaceThatCannotBeReachedIsNamed() {
		String address = address("libtorch.zip");
		this.site.stop(0);
		assertThat(libtorch("cu128", folder(), "--url", address)).isEqualTo(1);
		assertThat(this.err.toString()).contains("localhost cannot be reached; HTTPS_PROXY names a proxy");
	}

	@Test
	void nothingIsWrittenOutsideOfTheFolder() throws IOException {
		this.served = zip("libtorch/lib/libtorch.so", "../../lib/libevil.so", "/lib/libevil2.so");
		assertThat(libtorch("cu128", folder(), "--url", address("libtorch.zip"))).as(this.err::toString).isZero();
		assertThat(files()).contains("libevil.so", "libevil2.so");
		assertThat(this.temp).isDirectoryContaining((file) -> file.endsWith("libtorch"))
			.isDirectoryNotContaining((file) -> !file.endsWith("libtorch"));
	}

	@Test
	void anotherZipThanTheWantedOneIsRefused() throws IOException {
		this.served = zip("libtorch/lib/libtorch.so");
		assertThat(libtorch("cu128", folder(), "--url", address("libtorch.zip"), "--sha256", "ab".repeat(32)))
			.isEqualTo(1);
		assertFailed("The SHA-256 of the zip is");
	}

	@Test
	void aZipThatIsCutShortIsNoZip() throws IOException {
		this.served = zip("libtorch/lib/libtorch.so", "libtorch/lib/libc10.so");
		for (int missing : List.of(1, 30, this.served.length / 2)) {
			this.missingBytes = missing;
			assertThat(libtorch("cu128", folder(), "--url", address("libtorch.zip"))).isEqualTo(1);
			assertFailed("");
		}
	}

	@Test
	void whatIsNotLibtorchIsRefused() throws IOException {
		this.served = zip("libtorch/lib/torch.dll");
		assertThat(libtorch("cu128", folder(), "--url", address("libtorch.zip"))).isEqualTo(1);
		assertFailed("not libtorch for Linux");
		this.served = "<html>".getBytes(StandardCharsets.UTF_8);
		assertThat(libtorch("cu128", folder(), "--url", address("libtorch.zip"))).isEqualTo(1);
		assertFailed("not libtorch for Linux");
	}

	@Test
	void aMissingFileAndAnUnknownFlavorAreNamed() throws IOException {
		assertThat(libtorch("cu128", folder(), "--url", address("none.zip"))).isEqualTo(1);
		assertFailed("/none.zip answered 404");
		this.served = zip("libtorch/lib/libtorch.so");
		assertThat(libtorch("cu55", folder(), "--url", address("libtorch.zip"))).isEqualTo(1);
		assertFailed("This jar has no jnilib/linux-x86_64/cu55/libdjl_torch.so");
	}

	@Test
	void aSiteThatFallsSilentIsNotWaitedForForEver() throws Exception {
		this.served = zip("libtorch/lib/libtorch.so", "libtorch/lib/libc10.so");
		CountDownLatch done = new CountDownLatch(1);
		serveHalf("/silent.zip", done);
		this.site.createContext("/mute.zip", (exchange) -> {
			await(done);
			exchange.close();
		});
		try {
			for (String name : List.of("silent.zip", "mute.zip")) {
				List<String> failures = new ArrayList<>();
				CommandLine command = new CommandLine(new LibtorchCommand(Duration.ofMillis(300)));
				command.setErr(new PrintWriter(this.err, true));
				command.setExecutionExceptionHandler((ex, _, _) -> {
					failures.add(ex.getMessage());
					return 1;
				});
				assertThat(command.execute("cu128", folder(), "--url", address(name))).isEqualTo(1);
				assertThat(failures).singleElement()
					.asString()
					.containsAnyOf("Nothing came for 0 s", address(name) + " did not answer for 0 s");
				assertThat(this.temp).isEmptyDirectory();
			}
		}
		finally {
			done.countDown();
		}
	}

	@Test
	void aDownloadThatASignalEndsLeavesNothing() throws Exception {
		this.served = zip("libtorch/lib/libtorch.so", "libtorch/lib/libc10.so");
		CountDownLatch done = new CountDownLatch(1);
		serveHalf("/slow.zip", done);
		Process process = ForkedJava.start(List.of("-Xmx64m"), DcaeApplication.class, "libtorch", "cu128", folder(),
				"--url", address("slow.zip"));
		try {
			awaitContent(awaitContent(this.temp));
			process.toHandle().destroy();
			assertThat(process.waitFor()).isEqualTo(128 + 15);
			assertThat(this.temp).isEmptyDirectory();
		}
		finally {
			done.countDown();
			process.destroyForcibly();
		}
	}

	/**
	 * Waits for the first file or folder in a folder, and answers it.
	 */
	private static Path awaitContent(Path folder) throws Exception {
		try (WatchService watch = folder.getFileSystem().newWatchService()) {
			folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
			if (first(folder).isEmpty()) {
				assertThat(watch.poll(1, TimeUnit.MINUTES)).as("something in " + folder).isNotNull();
			}
			return first(folder).orElseThrow();
		}
	}

	private static Optional<Path> first(Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.findFirst();
		}
	}

	/**
	 * Serves half of the zip, and nothing more until it is done with.
	 */
	private void serveHalf(String path, CountDownLatch done) {
		this.site.createContext(path, (exchange) -> {
			exchange.sendResponseHeaders(200, this.served.length);
			exchange.getResponseBody().write(this.served, 0, this.served.length / 2);
			exchange.getResponseBody().flush();
			await(done);
			exchange.close();
		});
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void aFolderThatIsThereStaysAsItIs() throws IOException {
		Files.createDirectory(this.temp.resolve("libtorch"));
		assertThat(libtorch("cpu", folder())).isEqualTo(1);
		assertThat(this.err.toString()).contains("exists already");
		assertThat(files()).isEmpty();
	}

	private void assertFailed(String message) throws IOException {
		assertThat(this.err.toString()).contains(message).doesNotContain("\tat ");
		assertThat(this.temp).isEmptyDirectory();
	}

	private String folder() {
		return this.temp.resolve("libtorch").toString();
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(this.temp.resolve("libtorch"))) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

	private String address(String name) {
		return "http://localhost:%d/%s".formatted(this.site.getAddress().getPort(), name);
	}

	private int libtorch(String... arguments) {
		CommandLine commands = Commands.commandLine();
		commands.setOut(new PrintWriter(this.out, true));
		commands.setErr(new PrintWriter(this.err, true));
		String[] all = new String[arguments.length + 1];
		all[0] = "libtorch";
		System.arraycopy(arguments, 0, all, 1, arguments.length);
		return commands.execute(all);
	}

	private static byte[] zip(String... names) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
			for (String name : names) {
				zip.putNextEntry(new ZipEntry(name));
				zip.write(name.getBytes(StandardCharsets.UTF_8));
			}
		}
		return bytes.toByteArray();
	}

}
