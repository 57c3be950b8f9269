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
package dev.dcae.bench;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;

/**
 * Requests that the embedded model takes: one for each operation and media type of the service's own description.
 */
final class GoodRequests {

	private static final int SIDE = 32;

	private static final String MODEL = "dc-ae-tiny-f32c32";

	private static final Tensor LATENT = Tensor.of(new Shape(1, 32, 1, 1), new float[32]);

	private static final String BOUNDARY = "between";

	private static final byte[] PNG = png();

	private final List<RawRequest> all = new ArrayList<>();

	private GoodRequests() {
	}

	/**
	 * The requests of a description.
	 * @param description as {@code /v3/api-docs} answers it
	 */
	static List<RawRequest> of(JsonNode description) {
		GoodRequests requests = new GoodRequests();
		description.path("paths").propertyStream().forEach((path) -> path.getValue().propertyStream()
			.forEach((operation) -> requests.add(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue())));
		for (String page : List.of("/", "/index.html", "/playground/one.js", "/playground/formats.js", "/samples/nothing.png",
				"/favicon.ico", "/v3/api-docs", "/v3/api-docs.yaml", "/swagger-ui.html", "/swagger-ui/index.html", "/nothing",
				"/error", "/v1/models/", "/actuator/health")) {
			requests.all.add(new RawRequest("GET", page, "", "", new byte[0]));
		}
		return requests.all;
	}

	/**
	 * The requests of the management port.
	 */
	static List<RawRequest> ofManagement() {
		List<RawRequest> requests = new ArrayList<>();
		for (String path : List.of("/actuator", "/actuator/health", "/actuator/health/readiness", "/actuator/health/liveness",
				"/actuator/info", "/actuator/metrics", "/actuator/metrics/dcae.request", "/actuator/prometheus",
				"/actuator/models", "/actuator/sbom", "/nothing")) {
			requests.add(new RawRequest("GET", path, "", "", new byte[0]));
		}
		return requests;
	}

	private void add(String method, String path, JsonNode operation) {
		String target = path.replace("{version}", "1")
			.replaceAll("\\{\\w+}", path.startsWith("/v2") ? MODEL + ".encode" : MODEL);
		JsonNode content = operation.path("requestBody").path("content");
		if (content.isEmpty()) {
			this.all.add(new RawRequest(method, target, "application/json", "", new byte[0]));
		}
		content.propertyNames().forEach((type) -> {
			String query = query(path, type);
			String contentType = type.startsWith("multipart") ? type + "; boundary=" + BOUNDARY : type;
			this.all.add(new RawRequest(method, target + query, "*/*", contentType, body(path, type)));
		});
	}

	private static String query(String path, String type) {
		boolean latent = path.endsWith("decode");
		if (path.startsWith("/remote-vae") && (latent || type.equals("tensor/binary"))) {
			return "?dtype=float32&shape=1&" + (latent ? "shape=32&shape=1&shape=1" : "shape=3&shape=32&shape=32");
		}
		if (!path.startsWith("/v1") || !type.equals("application/octet-stream")) {
			return "";
		}
		return latent ? "?shape=1,32,1,1&dtype=float32" : "?shape=%d,%d,3".formatted(SIDE, SIDE);
	}

	private static byte[] body(String path, String type) {
		boolean latent = path.endsWith("decode");
		if (path.startsWith("/remote-vae") && !latent) {
			return type.equals("tensor/binary") ? new byte[SIDE * SIDE * 3 * 4] : PNG;
		}
		if (path.endsWith("/index")) {
			return "{}".getBytes(StandardCharsets.UTF_8);
		}
		return switch (type) {
			case "image/png" -> PNG;
			case "image/jpeg" -> Formats.JPEG.encode(Formats.decode(PNG), Formats.JPEG.usualQuality());
			case "image/webp" -> Formats.WEBP.encode(Formats.decode(PNG), Formats.WEBP.usualQuality());
			case "application/x-npy" -> Npy.toBytes(latent ? LATENT
					: Tensor.ofBytes(new Shape(SIDE, SIDE, 3), new byte[SIDE * SIDE * 3]));
			case "application/x-safetensors" -> Safetensors.toBytes(Map.of("latent", LATENT), Map.of());
			case "application/json" -> (path.startsWith("/v2") ? infer() : json()).getBytes(StandardCharsets.UTF_8);
			case "multipart/form-data" -> form();
			default -> latent ? LATENT.toBytes() : new byte[SIDE * SIDE * 3];
		};
	}

	private static String json() {
		return "{\"shape\": [1, 32, 1, 1], \"dtype\": \"float32\", \"data\": \"%s\", \"width\": 32, \"scaled\": false}"
			.formatted(Base64.getEncoder().encodeToString(LATENT.toBytes()));
	}

	private static String infer() {
		return "{\"inputs\": [{\"name\": \"image\", \"shape\": [1, 32, 32, 3], \"datatype\": \"UINT8\", \"data\": [%s]}]}"
			.formatted("7, ".repeat(SIDE * SIDE * 3 - 1) + "7");
	}

	private static byte[] form() {
		ByteArrayOutputStream form = new ByteArrayOutputStream();
		for (String name : List.of("a.png", "b.png")) {
			form.writeBytes("--%s\r\nContent-Disposition: form-data; name=\"image\"; filename=\"%s\"\r\nContent-Type: image/png\r\n\r\n"
				.formatted(BOUNDARY, name)
				.getBytes(StandardCharsets.US_ASCII));
			form.writeBytes(PNG);
			form.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		form.writeBytes("--%s--\r\n".formatted(BOUNDARY).getBytes(StandardCharsets.US_ASCII));
		return form.toByteArray();
	}

	private static byte[] png() {
		byte[] pixels = new byte[SIDE * SIDE * 3];
		new Random(SIDE).nextBytes(pixels);
		return Formats.PNG.encode(new RgbImage(SIDE, SIDE, pixels));
	}

}
