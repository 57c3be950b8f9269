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

import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Queries and headers that make no sense.
 */
@HttpTest
class BadParameterTests extends RefusalTests {

	BadParameterTests(Service service) {
		super(service);
	}

	@ParameterizedTest
	@CsvSource({ "fit=stretch, pad", "fit=PAD, pad", "dtype=int8, bfloat16", "dtype=float64, float32",
			"dtype=fp8, float32", "scaled=maybe, true or false", "scaled=2, true or false" })
	void encodeNamesWhatAParameterCanBe(String query, String named) {
		String detail = this.service.post("/v1/encode?model=tiny-mix&" + query, TestImages.noise(8, 8))
			.refusal(400, "bad-parameter");
		assertThat(detail).contains(query.substring(0, query.indexOf('=')), named);
	}

	@ParameterizedTest
	@CsvSource({ "POST, encode?scale=true, scale, scaled", "POST, encode?modle=x, modle, model",
			"POST, encode?model=tiny-mix&Scaled=true, Scaled, scaled", "POST, decode?widht=8, widht, width",
			"POST, reconstruct?seed=1, seed, model", "POST, compare?models=tiny-mix, models, model",
			"POST, compare?channels=1, channels, shape", "POST, interpolate?alphas=0.5, alphas, alpha",
			"GET, models?with=8&height=8, with, width", "GET, models/tiny-mix?heigth=8&width=8, heigth, height",
			"GET, status?model=tiny-mix, model, format", "HEAD, models?with=8, with, width" })
	void anUnknownParameterIsNamedWithTheNearest(String method, String path, String unknown, String nearest) {
		Answer answer = switch (method) {
			case "GET" -> this.service.get("/v1/" + path);
			case "HEAD" -> this.service.send("HEAD", "/v1/" + path, BodyPublishers.noBody());
			default -> path.startsWith("decode")
					? this.service.post("/v1/" + path, "application/json", Wire.JSON.write(Latents.golden("tiny-mix")))
					: path.startsWith("interpolate")
							? this.service.multipart("/v1/" + path, Multipart.form().file("image", new byte[1]))
							: this.service.post("/v1/" + path, TestImages.noise(8, 8));
		};
		if (method.equals("HEAD")) {
			assertThat(answer.status()).isEqualTo(400);
		}
		else {
			assertThat(answer.refusal(400, "bad-parameter")).contains("'" + unknown + "'", nearest);
		}
	}

	@Test
	void anUnknownParameterIsNotRepeatedWhole() {
		assertThat(this.service.get("/v1/models?%s=1".formatted("x".repeat(4000))).refusal(400, "bad-parameter"))
			.hasSizeLessThan(300)
			.contains("width, height");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/index.html", "/v2", "/v2/health/ready", "/v2/models/tiny-mix.encode",
			"/v3/api-docs", "/swagger-ui/index.html" })
	void elsewhereAnUnknownParameterIsOverlooked(String path) {
		this.service.get(path + "?modle=x").ok();
	}

	@ParameterizedTest
	@CsvSource({ "encode?model=tiny-mix&model=tiny-mix, model", "encode?fit=pad&fit=crop, fit",
			"encode?scaled=false&scaled=true, scaled", "decode?width=1&width=2, width",
			"reconstruct?format=png&format=png, format", "models?width=1&width=2&height=1, width" })
	void aParameterIsTakenOnce(String path, String name) {
		Answer answer = path.startsWith("models") ? this.service.get("/v1/" + path)
				: path.startsWith("decode")
						? this.service.post("/v1/" + path, "application/json",
								Wire.JSON.write(Latents.golden("tiny-mix")))
						: this.service.post("/v1/" + path, TestImages.noise(8, 8));
		assertThat(answer.refusal(400, "bad-parameter")).contains(name + " is sent 2 times");
	}

	@Test
	void aListIsTakenAsOftenAsItIsSent() {
		this.service.post("/v1/compare?model=tiny-mix&model=tiny-sana", TestImages.noise(8, 8)).ok();
	}

	@ParameterizedTest
	@ValueSource(strings = { "encode", "decode", "reconstruct" })
	void whenToTileIsOneOfThree(String operation) {
		for (String value : new String[] { "yes", "ALWAYS", "true" }) {
			String path = "/v1/%s?model=tiny-mix&tile=%s".formatted(operation, value);
			Answer answer = operation.equals("decode")
					? this.service.post(path, "application/json", Wire.JSON.write(Latents.golden("tiny-mix")))
					: this.service.post(path, TestImages.noise(8, 8));
			assertThat(answer.refusal(400, "bad-parameter")).contains("tile", "auto, always, never");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			width=0                  | at least 1
			width=-5                 | at least 1
			width=wide               | a whole number
			width=7.5                | a whole number
			width=99999999999        | a whole number
			height=0                 | at least 1
			height=high              | a whole number
			scaled=maybe             | true or false
			force=perhaps            | true or false
			quality=0                | 1 to 100
			quality=101              | 1 to 100
			quality=-1               | 1 to 100
			quality=best             | a whole number
			format=gif               | png, jpeg, webp
			format=                  | png, jpeg, webp
			format=PNG               | png, jpeg, webp
			""")
	void decodeNamesWhatAParameterCanBe(String query, String named) {
		String detail = this.service
			.post("/v1/decode?model=tiny-mix&" + query, "application/json", Wire.JSON.write(Latents.golden("tiny-mix")))
			.refusal(400, "bad-parameter");
		assertThat(detail).contains(query.substring(0, query.indexOf('=')), named);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			dtype=float32                                    | shape
			shape=                                           | shape
			shape=1;8;1;1                                    | shape
			shape=1,8,1,one                                  | shape
			shape=1,8,1,1,                                   | shape
			shape=[1,8,1,1]                                  | shape
			shape=1,8,1,-1                                   | negative
			shape=1,8,1,99999999999999999999                 | shape
			shape=9223372036854775807,9223372036854775807    | overflows
			shape=1,1,1,1,1,1,1,1,1,8                        | dimensions
			shape=1,8,1,1&dtype=float                        | float32
			shape=1,8,1,1&dtype=                             | float32
			shape=1,8,1,1&dtype=uint16                       | float32
			""")
	void aRawLatentNeedsAShapeAndATypeThatMakeSense(String query, String named) {
		String escaped = query.replace("[", "%5B").replace("]", "%5D");
		String detail = this.service
			.post("/v1/decode?model=tiny-mix&" + escaped, "application/octet-stream", new byte[32])
			.refusal(400, "bad-parameter");
		assertThat(detail).contains(named);
	}

	@Test
	void anNpyHasNoBfloat16() {
		String detail = this.service
			.post("/v1/encode?model=tiny-mix&dtype=bfloat16", TestImages.noise(8, 8), "Accept", "application/x-npy")
			.refusal(400, "bad-parameter");
		assertThat(detail).contains("bfloat16", "application/x-safetensors");
	}

	@ParameterizedTest
	@ValueSource(strings = { "soon", "5", "-1s", "1.5s", "5m", "1e3ms", "99999999999999999999s", "s", "٣s" })
	void aTimeoutThatIsNoTimeIsRefused(String timeout) {
		Answer answer = this.service.raw("""
				POST /v1/encode HTTP/1.1
				Host: localhost
				Connection: close
				Content-Type: image/png
				Content-Length: 1
				X-Request-Timeout: %s

				x""".formatted(timeout));
		assertThat(answer.refusal(400, "bad-parameter")).contains("X-Request-Timeout", "2s", "1500ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4", "-1", "high", "1.0", "00", "" })
	void aPriorityThatIsNoneIsRefused(String priority) {
		String detail = this.service.post("/v1/encode?model=tiny-mix", TestImages.noise(8, 8), "X-Priority", priority)
			.refusal(400, "bad-parameter");
		assertThat(detail).contains("X-Priority", "0 to 3");
	}

	@ParameterizedTest
	@ValueSource(strings = { "0ms", "1ms" })
	void aTimeoutTooShortForTheWorkIsMissed(String timeout) {
		String detail = this.service.post("/v1/reconstruct", TestImages.noise(128, 128), "X-Request-Timeout", timeout)
			.refusal(504, "deadline-missed");
		assertThat(detail).contains("X-Request-Timeout");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "../../etc/passwd", "tiny-mix/", " tiny-mix", "", "TINY-MIX", "<script>",
			"tiny-mix\n" })
	void anUnknownModelIsRefusedWithThoseThatAreServed(String model) {
		String query = "?model=" + URLEncoder.encode(model, StandardCharsets.UTF_8);
		assertThat(this.service.post("/v1/encode" + query, TestImages.noise(8, 8)).refusal(404, "unknown-model"))
			.contains("tiny-mix, tiny-sana");
		this.service.post("/v1/reconstruct" + query, TestImages.noise(8, 8)).refusal(404, "unknown-model");
		this.service.post("/v1/decode" + query, "application/json", Wire.JSON.write(Latents.golden("tiny-mix")))
			.refusal(404, "unknown-model");
	}

	@Test
	void anUnknownModelOfAThousandLettersIsNotRepeated() {
		this.service.post("/v1/encode?model=" + "x".repeat(4000), TestImages.noise(8, 8)).refusal(404, "unknown-model");
	}

	@ParameterizedTest
	@ValueSource(strings = { "nothing", "%3Cscript%3E", "...", "%C3%A4" })
	void anUnknownModelInThePathIsRefused(String id) {
		assertThat(this.service.get("/v1/models/" + id).refusal(404, "unknown-model")).contains("tiny-mix, tiny-sana");
	}

	@ParameterizedTest
	@ValueSource(strings = { "..%2F", "..%2F..%2Fetc%2Fpasswd", "%2e%2e%2f", "..%5C", "tiny-mix%00", "..",
			"tiny-mix/..;/x" })
	void pathsInPathsAreRefused(String id) {
		this.service.get("/v1/models/" + id).refusal(400, "bad-request");
	}

	@Test
	void pathsDoNotLeadOut() {
		this.service.get("/v1/models/../../../etc/passwd").refusal(400, "bad-request");
	}

}
