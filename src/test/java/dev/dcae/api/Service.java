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
package dev.dcae.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;

import org.springframework.core.env.Environment;

/**
 * The service under test, as its clients reach it.
 */
public class Service {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final Environment environment;

	/**
	 * A client of the ports that the environment comes to know.
	 */
	public Service(Environment environment) {
		this.environment = environment;
	}

	public int port() {
		return this.environment.getRequiredProperty("local.server.port", Integer.class);
	}

	public int managementPort() {
		return this.environment.getRequiredProperty("local.management.port", Integer.class);
	}

	/**
	 * The service's word about itself.
	 */
	JsonNode described() {
		return get("/v3/api-docs").ok().json();
	}

	/**
	 * A GET.
	 * @param headers names and values in turn
	 */
	public Answer get(String path, String... headers) {
		return get(port(), path, headers);
	}

	public Answer get(int port, String path, String... headers) {
		return send(request(port, path, headers).GET().build());
	}

	/**
	 * A POST of a body that says what it is.
	 * @param headers names and values in turn
	 */
	public Answer post(String path, String contentType, byte[] body, String... headers) {
		return send("POST", path, BodyPublishers.ofByteArray(body), with("Content-Type", contentType, headers));
	}

	/**
	 * A POST of an image as PNG.
	 * @param headers names and values in turn
	 */
	public Answer post(String path, RgbImage image, String... headers) {
		return post(path, "image/png", TestImages.png(image), headers);
	}

	/**
	 * Encodes an image to a float32 latent.
	 */
	public Tensor encode(String query, RgbImage image) {
		return Wire.JSON.read(post("/v1/encode?" + query, image).ok());
	}

	/**
	 * Decodes a latent.
	 */
	public RgbImage decode(String query, Tensor latent) {
		return post("/v1/decode?" + query, "application/json", Wire.JSON.write(latent)).image();
	}

	public Answer multipart(String path, Multipart body, String... headers) {
		return post(path, body.contentType(), body.bytes(), headers);
	}

	/**
	 * Any request.
	 * @param headers names and values in turn
	 */
	public Answer send(String method, String path, BodyPublisher body, String... headers) {
		return send(request(port(), path, headers).method(method, body).build());
	}

	/**
	 * A request without a body to any port.
	 */
	public Answer send(String method, int port, String path) {
		return send(request(port, path).method(method, BodyPublishers.noBody()).build());
	}

	private Answer send(HttpRequest request) {
		try {
			HttpResponse<byte[]> response = this.client.send(request, HttpResponse.BodyHandlers.ofByteArray());
			return new Answer(response.statusCode(), response.headers(), response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sends what no client would, byte by byte; the answer is read to its end.
	 * @param request with {@code \n} for the ends of its lines
	 */
	public Answer raw(String request) {
		return raw(request, "");
	}

	/**
	 * Sends what no client would, byte by byte, with a body of any bytes.
	 * @param head with {@code \n} for the ends of its lines
	 * @param body in Latin-1
	 */
	public Answer raw(String head, String body) {
		return raw(port(), head, body);
	}

	/**
	 * Sends what no client would to any port, byte by byte, with a body of any bytes.
	 * @param head with {@code \n} for the ends of its lines
	 * @param body in Latin-1
	 */
	public Answer raw(int port, String head, String body) {
		return raw(port, (head.replace("\n", "\r\n") + body).getBytes(StandardCharsets.ISO_8859_1), true);
	}

	/**
	 * A request byte by byte; the answer is read to its end.
	 * @param request that asks for the connection to be closed
	 */
	public Answer raw(byte[] request) {
		return raw(port(), request, false);
	}

	/**
	 * The answer to what no client would send, in Latin-1, be it HTTP or not.
	 * @param request with {@code \n} for the ends of its lines
	 */
	public String text(String request) {
		byte[] bytes = request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
		return new String(bytes(port(), bytes, true), StandardCharsets.ISO_8859_1);
	}

	private static Answer raw(int port, byte[] request, boolean nothingMoreFollows) {
		return Answer.parse(bytes(port, request, nothingMoreFollows));
	}

	private static byte[] bytes(int port, byte[] request, boolean nothingMoreFollows) {
		try (Socket socket = new Socket("localhost", port)) {
			socket.setSoTimeout((int) PATIENCE.toMillis());
			socket.getOutputStream().write(request);
			socket.getOutputStream().flush();
			if (nothingMoreFollows) {
				socket.shutdownOutput();
			}
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			socket.getInputStream().transferTo(answer);
			return answer.toByteArray();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static HttpRequest.Builder request(int port, String path, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.timeout(PATIENCE);
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private static String[] with(String name, String value, String... headers) {
		String[] all = new String[headers.length + 2];
		all[0] = name;
		all[1] = value;
		System.arraycopy(headers, 0, all, 2, headers.length);
		return all;
	}

}
