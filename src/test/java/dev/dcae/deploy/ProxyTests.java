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
package dev.dcae.deploy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.testcontainers.containers.Network;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The service behind nginx, with the limits that the chart gives an ingress.
 */
@DockerTest
@Timeout(600)
class ProxyTests {

	private static final int LIMIT_SECONDS = 3;

	/**
	 * Values of the chart and, in the words of the environment, of the service.
	 */
	private static final String VALUES = """
			dcae: { limits: { max-body: 64MB, request-timeout: %ss } }
			ingress: { enabled: true, host: dcae.example, path: /vae }
			""";

	private static final String RAW = "application/octet-stream";

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Network network = Network.newNetwork();

	private final ServiceContainer service = new ServiceContainer(Image.cpu()).withNetwork(this.network)
		.withNetworkAliases("dcae");

	@BeforeEach
	void hasTheNetwork() {
		assertThat(this.network.getId()).isNotBlank();
	}

	@AfterEach
	void stop() {
		this.service.stop();
		this.network.close();
	}

	private Nginx start(int limitSeconds) throws IOException {
		this.service.withEnv("DCAE_LIMITS_REQUESTTIMEOUT", limitSeconds + "s").withEnv("DCAE_LIMITS_MAXBODY", "64MB");
		this.service.start();
		Nginx nginx = new Nginx(this.network, VALUES.formatted(limitSeconds), "dcae:" + ServiceContainer.PORT);
		nginx.start();
		return nginx;
	}

	@Test
	void whatTheServiceTakesTheProxyLetsThrough() throws Exception {
		try (Nginx nginx = start(300)) {
			// 50 MB, and the largest image that is taken.
			byte[] pixels = new byte[4096 * 4096 * 3];
			HttpResponse<byte[]> latent = send(
					post(nginx.address("/vae/v1/encode?shape=4096,4096,3"), pixels).header("Accept", RAW).build());
			assertThat(latent.statusCode()).isEqualTo(200);
			assertThat(latent.headers().firstValue("X-Tensor-Shape")).contains("1,32,128,128");
			assertThat(latent.body()).hasSize(4 * 32 * 128 * 128);

			HttpResponse<byte[]> refused = send(
					post(nginx.address("/vae/v1/encode?shape=1,1,3"), new byte[(64 << 20) + 1]).build());
			assertThat(refused.statusCode()).isEqualTo(413);

			anIdPassesBothWays(nginx);
			theDocumentNamesTheAddressThatClientsKnow(nginx);
			whoHangsUpLeavesTheQueue(nginx);
			aDrainLosesNothing(nginx);
		}
	}

	private void anIdPassesBothWays(Nginx nginx) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(nginx.address("/vae/v1/models"));
		assertThat(send(request.copy().header("X-Request-Id", "mine-7").build()).headers().firstValue("X-Request-Id"))
			.contains("mine-7");
		assertThat(send(request.build()).headers().firstValue("X-Request-Id").orElseThrow()).matches("[0-9a-f]{32}");
		HttpResponse<byte[]> problem = send(
				HttpRequest.newBuilder(nginx.address("/vae/v1/models/none")).header("X-Request-Id", "mine-8").build());
		assertThat(problem.statusCode()).isEqualTo(404);
		assertThat(json(problem).path("requestId").asString()).isEqualTo("mine-8");
	}

	private void theDocumentNamesTheAddressThatClientsKnow(Nginx nginx) throws Exception {
		JsonNode document = json(send(HttpRequest.newBuilder(nginx.address("/vae/v3/api-docs")).build()));
		URI server = URI.create(document.at("/servers/0/url").asString());
		assertThat(server).isEqualTo(nginx.address("/vae"));
		assertThat(send(HttpRequest.newBuilder(URI.create(server + "/v1/models")).build()).statusCode()).isEqualTo(200);
	}

	private void whoHangsUpLeavesTheQueue(Nginx nginx) throws Exception {
		int requests = 60;
		List<Socket> sockets = new ArrayList<>();
		for (int i = 0; i < requests; i++) {
			sockets.add(sendReconstruct(nginx));
		}
		await(() -> this.service.status().path("queuedItems").asInt() > requests / 2);
		for (Socket socket : sockets) {
			socket.close();
		}
		await(() -> this.service.status().path("outstanding").asInt() == 0);
		assertThat(count("dcae_items_cancelled_queued_total")).isGreaterThan(requests / 4);
	}

	/**
	 * Sends an image of 1024², for which a lane needs most of a second, and does not wait
	 * for the answer.
	 */
	private static Socket sendReconstruct(Nginx nginx) throws IOException {
		byte[] pixels = new byte[1024 * 1024 * 3];
		URI address = nginx.address("/vae/v1/reconstruct?shape=1024,1024,3");
		Socket socket = new Socket(address.getHost(), address.getPort());
		socket.getOutputStream()
			.write("POST %s?%s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
				.formatted(address.getPath(), address.getQuery(), address.getAuthority(), RAW, pixels.length)
				.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().write(pixels);
		return socket;
	}

	private void aDrainLosesNothing(Nginx nginx) throws Exception {
		int requests = 30;
		List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
		for (int i = 0; i < requests; i++) {
			answers.add(this.client.sendAsync(
					post(nginx.address("/vae/v1/reconstruct?shape=512,512,3"), new byte[512 * 512 * 3]).build(),
					HttpResponse.BodyHandlers.ofByteArray()));
		}
		await(() -> this.service.status().path("outstanding").asInt()
				+ answers.stream().filter(CompletableFuture::isDone).count() >= requests);
		long done = answers.stream().filter(CompletableFuture::isDone).count();
		Docker.docker("stop", "--time", "300", this.service.getContainerId());
		for (CompletableFuture<HttpResponse<byte[]>> answer : answers) {
			assertThat(answer.get(5, TimeUnit.MINUTES).statusCode()).isEqualTo(200);
		}
		assertThat(done).as("answers before SIGTERM").isLessThan(requests);
		assertThat(Docker.docker("inspect", "--format", "{{.State.ExitCode}}", this.service.getContainerId()).strip())
			.isEqualTo("143");
		// The next is the proxy's to refuse.
		assertThat(send(HttpRequest.newBuilder(nginx.address("/vae/v1/models")).build()).statusCode()).isBetween(502,
				504);
	}

	/**
	 * More work than can be done in time: who waits too long is told so by the service,
	 * with a problem detail, and not by the proxy, with a page.
	 */
	@Test
	void theServiceIsTheFirstToLosePatience() throws Exception {
		try (Nginx nginx = start(LIMIT_SECONDS)) {
			List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
			byte[] latent = new byte[4 * 32 * 128 * 128];
			for (int i = 0; i < 12; i++) {
				answers.add(this.client.sendAsync(
						post(nginx.address("/vae/v1/decode?shape=1,32,128,128&dtype=float32"), latent).build(),
						HttpResponse.BodyHandlers.ofByteArray()));
			}
			int late = 0;
			for (CompletableFuture<HttpResponse<byte[]>> each : answers) {
				HttpResponse<byte[]> answer = each.get(5, TimeUnit.MINUTES);
				if (answer.statusCode() != 200) {
					assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
					// Begun in vain, or known to come too late before it began.
					late += (answer.statusCode() == 504 || answer.statusCode() == 429) ? 1 : 0;
				}
			}
			assertThat(late).isPositive();
		}
	}

	private double count(String counter) {
		String metrics = new String(this.service.get(this.service.management("/actuator/prometheus")).body(),
				StandardCharsets.UTF_8);
		Matcher matcher = Pattern.compile("(?m)^%s(?:\\{.*\\})? (.+)$".formatted(counter)).matcher(metrics);
		double sum = 0;
		while (matcher.find()) {
			sum += Double.parseDouble(matcher.group(1));
		}
		return sum;
	}

	private static HttpRequest.Builder post(URI address, byte[] body) {
		return HttpRequest.newBuilder(address)
			.timeout(Duration.ofMinutes(5))
			.header("Content-Type", RAW)
			.POST(HttpRequest.BodyPublishers.ofByteArray(body));
	}

	private HttpResponse<byte[]> send(HttpRequest request) throws Exception {
		return this.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
	}

	private static JsonNode json(HttpResponse<byte[]> answer) {
		return Objects.requireNonNull(JsonMapper.shared().readTree(answer.body()));
	}

	private static void await(BooleanSupplier condition) throws InterruptedException {
		while (!condition.getAsBoolean()) {
			Thread.sleep(20);
		}
	}

}
