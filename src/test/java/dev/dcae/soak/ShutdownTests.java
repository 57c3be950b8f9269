package dev.dcae.soak;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real process that is told to end while it has work.
 */
@Tag("slow")
@Timeout(120)
class ShutdownTests {

	private static final int REQUESTS = 40;

	private static final Pattern OUTSTANDING = Pattern.compile("\"outstanding\":(\\d+)");

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	@Test
	void sigtermUnderLoadLosesNoAcceptedRequest() throws Exception {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
				"dev.dcae.DcaeApplication", "--server.port=0", "--management.server.port=0",
				"--dcae.cache-dir=target/cache")
			.redirectErrorStream(true)
			.start();
		try {
			int port = port(process);
			// Drained by this thread from here on, or the process would stop at a full
			// pipe.
			Thread.ofVirtual().start(() -> process.inputReader().lines().forEach((line) -> {
			}));
			byte[] pixels = new byte[3 * 256 * 256];
			List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
			for (int i = 0; i < REQUESTS; i++) {
				answers.add(this.client.sendAsync(HttpRequest.newBuilder(uri(port, "/v1/reconstruct?shape=256,256,3"))
					.header("Content-Type", "application/octet-stream")
					.POST(HttpRequest.BodyPublishers.ofByteArray(pixels))
					.build(), HttpResponse.BodyHandlers.ofByteArray()));
			}
			long done = 0;
			while (outstanding(port) + done < REQUESTS) {
				Thread.sleep(10);
				done = answers.stream().filter(CompletableFuture::isDone).count();
			}
			CompletableFuture<HttpResponse<Stream<String>>> follower = this.client.sendAsync(
					HttpRequest.newBuilder(uri(port, "/v1/status")).header("Accept", "text/event-stream").build(),
					HttpResponse.BodyHandlers.ofLines());
			Stream<String> told = follower.get(60, TimeUnit.SECONDS).body();
			process.destroy();
			assertThat(told.filter((line) -> line.startsWith("data:"))).isNotEmpty();
			for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
				assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
			}
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).isEqualTo(143);
			System.out.printf("%d requests accepted, %d of them done before SIGTERM, 0 lost%n", REQUESTS, done);
			assertThat(done).as("answers before the signal").isLessThan(REQUESTS);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static int port(Process process) throws Exception {
		Pattern started = Pattern.compile("Tomcat started on port (\\d+)");
		for (String line = process.inputReader().readLine(); line != null; line = process.inputReader().readLine()) {
			Matcher matcher = started.matcher(line);
			if (matcher.find()) {
				return Integer.parseInt(matcher.group(1));
			}
		}
		throw new IllegalStateException("The service did not start");
	}

	private long outstanding(int port) throws Exception {
		String status = this.client
			.send(HttpRequest.newBuilder(uri(port, "/v1/status")).build(), HttpResponse.BodyHandlers.ofString())
			.body();
		Matcher matcher = OUTSTANDING.matcher(status);
		assertThat(matcher.find()).isTrue();
		return Long.parseLong(matcher.group(1));
	}

	private static URI uri(int port, String path) {
		return URI.create("http://localhost:" + port + path);
	}

}
