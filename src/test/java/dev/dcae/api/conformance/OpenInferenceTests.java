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
package dev.dcae.api.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import dev.dcae.api.Answer;
import dev.dcae.api.HttpTest;
import dev.dcae.api.Latents;
import dev.dcae.api.TestImages;
import dev.dcae.api.Service;
import dev.dcae.api.oip.InferBody;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Open Inference Protocol, call by call.
 */
@HttpTest
class OpenInferenceTests extends ConformanceTest {

	private static final String MODEL = "/v2/models/tiny-mix.decode";

	/**
	 * 4 MB, the largest body here, and what it inflates from.
	 */
	private static final int LIMIT = 4 << 20;

	private static final Tensor LATENT = Latents.golden("tiny-mix");

	private static final String SHAPE = LATENT.shape().toString();

	private static final int SIZE = (int) LATENT.data().byteSize();

	OpenInferenceTests(Service service) {
		super(service, "open-inference-protocol");
	}

	@Override
	protected List<Call> calls() {
		List<Call> calls = new ArrayList<>();
		calls.addAll(server());
		calls.addAll(models());
		calls.addAll(inference());
		calls.addAll(malformed());
		calls.addAll(tooMuch());
		return calls;
	}

	private static List<Call> server() {
		return List.of(get("/v2", "200: `name`, `version`, `extensions`",
				"`binary_tensor_data`, `schedule_policy`, `model_configuration`, `statistics`", (json) -> {
					assertThat(json.path("name").asString()).isEqualTo("dcae");
					assertThat(json.path("version").asString()).isNotBlank();
					assertThat(texts(json.path("extensions"))).containsExactly("binary_tensor_data", "schedule_policy",
							"model_configuration", "statistics");
				}),
				get("/v2/", "the path of the OpenAPI file; the text has it without the slash", "the same",
						(json) -> assertThat(json.path("name").asString()).isEqualTo("dcae")),
				get("/v2/health/live", "200: `live`", "`live`, `ready`",
						(json) -> assertThat(json.path("live").asBoolean()).isTrue()),
				get("/v2/health/ready", "200 only if all models can infer", "`live`, `ready`",
						(json) -> assertThat(json.path("ready").asBoolean()).isTrue()));
	}

	private static List<Call> models() {
		List<Call> calls = new ArrayList<>();
		for (String version : new String[] { "", "/versions/1" }) {
			String path = MODEL + version;
			calls.add(get(path, "200: `name`, `versions`, `platform`, `inputs`, `outputs`",
					"-1 stands for any size, `versions` is `[\"1\"]`", (json) -> {
						assertThat(json.path("name").asString()).isEqualTo("tiny-mix.decode");
						assertThat(json.path("platform").asString()).isEqualTo("pytorch_torchscript");
						assertThat(texts(json.path("versions"))).containsExactly("1");
						assertThat(json.path("inputs").toString())
							.isEqualTo("[{\"name\":\"latent\",\"datatype\":\"FP32\",\"shape\":[-1,8,-1,-1]}]");
						assertThat(json.path("outputs").toString())
							.isEqualTo("[{\"name\":\"image\",\"datatype\":\"FP32\",\"shape\":[-1,3,-1,-1]}]");
					}));
			calls.add(get(path + "/ready", "200: `name`, `ready`", "", (json) -> {
				assertThat(json.path("name").asString()).isEqualTo("tiny-mix.decode");
				assertThat(json.path("ready").asBoolean()).isTrue();
			}));
			calls.add(get(path + "/config", "model configuration extension: Triton's fields",
					"`max_batch_size`, `dynamic_batching`, `input`, `output`", (json) -> {
						assertThat(json.path("max_batch_size").asInt()).isEqualTo(32);
						assertThat(json.path("dynamic_batching").isObject()).isTrue();
						assertThat(json.path("input").toString())
							.isEqualTo("[{\"name\":\"latent\",\"data_type\":\"TYPE_FP32\",\"dims\":[8,-1,-1]}]");
					}));
			calls.add(get(path + "/stats", "statistics extension: `model_stats`",
					"requests are those of this protocol; items and batches those of the device", (json) -> {
						JsonNode stats = json.path("model_stats").get(0);
						assertThat(stats.path("name").asString()).isEqualTo("tiny-mix.decode");
						assertThat(stats.path("version").asString()).isEqualTo("1");
						for (String kind : List.of("success", "fail", "queue", "compute_input", "compute_infer",
								"compute_output", "cache_hit", "cache_miss")) {
							JsonNode total = stats.path("inference_stats").path(kind);
							assertThat(total.path("count").isIntegralNumber()).as(kind).isTrue();
							assertThat(total.path("ns").isIntegralNumber()).as(kind).isTrue();
						}
					}));
		}
		calls.add(get("/v2/models/stats", "statistics of all models", "",
				(json) -> assertThat(json.path("model_stats").size()).isEqualTo(7 * 4)));
		calls.add(new Call("the same, `Accept-Encoding: gzip`", "tritonclient inflates what was inferred alone",
				"as it is, since clients expect no more",
				(service) -> service.get("/v2/models/stats", "Accept-Encoding", "gzip"), (answer) -> {
					assertThat(answer.ok().header("Content-Encoding")).isEmpty();
					assertThat(answer.body()).hasSizeGreaterThan(2048);
				}));
		calls.add(get("/v2/models/tiny-mix.encode_file/config", "as above",
				"`TYPE_STRING`; `max_batch_size` 0, as a request has one file", (json) -> {
					assertThat(json.path("max_batch_size").asInt()).isZero();
					assertThat(json.path("input").toString())
						.isEqualTo("[{\"name\":\"file\",\"data_type\":\"TYPE_STRING\",\"dims\":[1]}]");
				}));
		calls.add(new Call("POST `/v2/repository/index`",
				"model repository extension: `name`, `version`, `state`, `reason`",
				"the list; the extension is not advertised, as nothing is loaded or unloaded by it",
				(service) -> service.send("POST", "/v2/repository/index", BodyPublishers.noBody()), (answer) -> {
					assertThat(answer.ok().json().size()).isEqualTo(7 * 4);
					assertThat(answer.json().get(0).path("state").asString()).isEqualTo("READY");
				}));
		calls.add(new Call("the same, `{\"ready\": true}`", "only those that are ready", "",
				(service) -> service.post("/v2/repository/index", "application/json", "{\"ready\": true}".getBytes()),
				(answer) -> assertThat(answer.ok().json().size()).isEqualTo(7 * 4)));
		calls.add(error("POST `/v2/repository/models/{name}/load`", "model repository extension", 404, "",
				(service) -> service.post("/v2/repository/models/tiny-mix.decode/load", "application/json",
						new byte[] { '{', '}' })));
		calls.add(error("GET an unknown model", "an error", 404, "",
				(service) -> service.get("/v2/models/tiny-mix.paint")));
		calls.add(error("GET an unknown version", "an error", 404, "",
				(service) -> service.get(MODEL + "/versions/2/ready")));
		calls.add(error("GET `/v2/nothing`", "an error, `{\"error\": …}`", 404, "",
				(service) -> service.get("/v2/nothing")));
		calls.add(error("GET `…/infer`", "an error", 405, "with `Allow`", (service) -> {
			Answer answer = service.get(MODEL + "/infer");
			assertThat(answer.header("Allow")).isEqualTo("POST");
			return answer;
		}));
		return calls;
	}

	private static List<Call> inference() {
		String data = "\"data\":" + flat(LATENT);
		return List.of(infer("infer, JSON both ways", "200: `model_name`, `id` if given, `outputs` with `data`",
				"`model_version`, `data` flat",
				(service) -> InferBody.json(request(SHAPE, "FP32", data, ",\"id\":\"a\""))
					.postJson(service, "tiny-mix.decode"),
				(answer) -> {
					assertThat(answer.json().path("id").asString()).isEqualTo("a");
					assertThat(answer.json().path("model_name").asString()).isEqualTo("tiny-mix.decode");
					assertThat(answer.json().path("model_version").asString()).isEqualTo("1");
				}),
				infer("infer without `id`", "no `id` in the answer", "",
						(service) -> InferBody.json(request(SHAPE, "FP32", data, ""))
							.postJson(service, "tiny-mix.decode"),
						(answer) -> assertThat(answer.json().has("id")).isFalse()),
				infer("infer with `/versions/1`", "200", "", (service) -> service.post(MODEL + "/versions/1/infer",
						"application/json", request(SHAPE, "FP32", data, "").getBytes()), (answer) -> {
						}),
				infer("infer, binary both ways",
						"binary tensor extension: JSON, then the tensors; "
								+ "`Inference-Header-Content-Length` in both",
						"`application/octet-stream`",
						(service) -> InferBody.binary("latent", LATENT).post(service, "tiny-mix.decode"),
						(answer) -> assertThat(answer.header("Content-Type")).isEqualTo("application/octet-stream")),
				infer("infer, JSON in, binary out", "may be mixed", "",
						(service) -> InferBody
							.json(request(SHAPE, "FP32", data, ",\"parameters\":{\"binary_data_output\":true}"))
							.postJson(service, "tiny-mix.decode"),
						(answer) -> assertThat(answer.header(InferBody.LENGTH)).isNotEmpty()),
				infer("infer, binary in, JSON out", "may be mixed", "",
						(service) -> binary("FP32", LATENT, "").post(service, "tiny-mix.decode"),
						(answer) -> assertThat(answer.headers().firstValue(InferBody.LENGTH)).isEmpty()),
				infer("infer, `FP16` or `BF16` in binary", "the model's datatype; others at the server's choice",
						"taken as FP32",
						(service) -> binary("BF16", LATENT.to(DType.BF16), "").post(service, "tiny-mix.decode"),
						(answer) -> {
						}),
				infer("infer, header 0 and an image file as the body",
						"raw binary request: one input, all outputs binary", "for `{id}.encode_file`",
						(service) -> service.post("/v2/models/tiny-mix.encode_file/infer", "image/png",
								TestImages.png(TestImages.noise(16, 16)), InferBody.LENGTH, "0"),
						(answer) -> assertThat(InferBody.tensor(answer).shape()).isEqualTo(new Shape(1, 8, 2, 2))),
				error("infer, header 0 and a latent as the body", "one variable dimension at most", 400, "",
						(service) -> service.post(MODEL + "/infer", "application/octet-stream", LATENT.toBytes(),
								InferBody.LENGTH, "0")),
				infer("infer, `priority` and `timeout`", "schedule policy extension: 1 is the highest; microseconds",
						"1, 2, 3 are `X-Priority` 3, 2, 1; more is 0; the timeout ends at the service's own",
						(service) -> binary("FP32", LATENT, ",\"parameters\":{\"priority\":2,\"timeout\":99000000000}")
							.post(service, "tiny-mix.decode"),
						(answer) -> {
						}),
				infer("infer, unknown parameters and fields", "parameters are the server's own", "ignored",
						(service) -> binary("FP32", LATENT, ",\"model_name\":\"x\",\"parameters\":{\"own\":1.5}")
							.post(service, "tiny-mix.decode"),
						(answer) -> {
						}),
				infer("infer in 20 000 chunks of a byte", "HTTP: chunks may be as small", "in memory for one body",
						(service) -> {
							String json = request("[1,8,1,1]", "FP32", "\"data\":[1,2,3,4,5,6,7,8]", "");
							String body = json + " ".repeat(20_000 - json.length());
							return service.raw("POST " + MODEL
									+ "/infer HTTP/1.1\nHost: localhost\nConnection: close\nTransfer-Encoding: chunked\n\n",
									body.replaceAll(".", "1\r\n$0\r\n") + "0\r\n\r\n");
						}, (answer) -> {
						}),
				infer("infer, gzip", "Triton takes gzip and deflate; limits are those of what it inflates to",
						"both taken", (service) -> {
							InferBody body = InferBody.binary("latent", LATENT);
							return service.post(MODEL + "/infer", "application/octet-stream", gzip(body.bytes()),
									InferBody.LENGTH, Integer.toString(body.json().length()), "Content-Encoding",
									"gzip");
						},
						(answer) -> assertThat(InferBody.tensor(answer).shape()).isEqualTo(new Shape(1, 3, 64, 48))));
	}

	private static List<Call> malformed() {
		String data = "\"data\":" + flat(LATENT);
		String binary = "\"parameters\":{\"binary_data_size\":%d}";
		InferBody good = binary("FP32", LATENT, "");
		int length = good.json().length();
		Stream<Call> headers = Stream.of("many", "-5", "99999999999999999999", Integer.toString(length + SIZE + 1))
			.map((header) -> bad(
					"header `%s`".formatted(
							header.equals(Integer.toString(length + SIZE + 1)) ? "larger than the body" : header),
					(service) -> good.post(service, "tiny-mix.decode", header)));
		Stream<Call> bodies = Stream
			.of(bad("binary without the header",
					(service) -> service.post(MODEL + "/infer", "application/octet-stream", good.bytes())),
					bad("header that cuts the JSON",
							(service) -> good.post(service, "tiny-mix.decode", Integer.toString(length - 1))),
					json("`binary_data_size` without the header", request(SHAPE, "FP32", binary.formatted(SIZE), "")),
					sized("`binary_data_size` other than shape × datatype", SHAPE, SIZE - 4, SIZE - 4),
					sized("`binary_data_size` beyond the body", "[1,8,8,7]", 8 * 8 * 7 * 4, SIZE),
					sized("more bytes than `binary_data_size`", SHAPE, SIZE, SIZE + 1),
					sized("an empty binary tensor", SHAPE, 0, 0),
					json("negative `binary_data_size`", request(SHAPE, "FP32", binary.formatted(-1), "")),
					json("fractional `binary_data_size`",
							request(SHAPE, "FP32", "\"parameters\":{\"binary_data_size\":1.5}", "")),
					json("both `data` and `binary_data_size`",
							request(SHAPE, "FP32", data + "," + binary.formatted(SIZE), "")),
					json("neither `data` nor `binary_data_size`",
							"{\"inputs\":[{\"name\":\"latent\",\"shape\":" + SHAPE + ",\"datatype\":\"FP32\"}]}"),
					json("a shared memory region",
							request(SHAPE, "FP32", "\"parameters\":{\"shared_memory_region\":\"r\"}", "")),
					json("a negative dimension", request("[1,-8,-8,6]", "FP32", data, "")),
					json("a shape whose product overflows",
							request("[4294967296,4294967296,4294967296,1]", "FP32", data, "")),
					sized("the same in binary", "[4294967296,4294967296,1,1]", SIZE, SIZE),
					json("a dimension beyond 64 bits", request("[99999999999999999999]", "FP32", data, "")),
					json("a thousand dimensions", request("[1" + ",1".repeat(999) + "]", "FP32", data, "")),
					json("a zero dimension", request("[0,8,8,6]", "FP32", "\"data\":[]", "")),
					json("other than four dimensions", request("[8,8,6]", "FP32", data, "")),
					json("fewer elements than the shape", request(SHAPE, "FP32", "\"data\":[1,2,3]", "")),
					json("more elements than the shape", request("[1,8,2,2]", "FP32", data, "")),
					json("`data` nested unlike the shape",
							request("[1,8,1,1]", "FP32", "\"data\":[[1,2],[3,4],[5,6],[7,8]]", "")),
					json("ragged `data`", request("[1,8,1,1]", "FP32", "\"data\":[[1,2,3],[4],[5,6,7,8]]", "")),
					json("`data` that is no array", request("[1,8,1,1]", "FP32", "\"data\":1", "")),
					json("texts for numbers", request("[1,8,1,1]", "FP32", "\"data\":[\"1\",2,3,4,5,6,7,8]", "")),
					json("`null` or `true` for numbers",
							request("[1,8,1,1]", "FP32", "\"data\":[null,true,3,4,5,6,7,8]", "")),
					json("numbers beyond FP32", request("[1,8,1,1]", "FP32", "\"data\":[1e39,2,3,4,5,6,7,8]", "")),
					json("`NaN`", request("[1,8,1,1]", "FP32", "\"data\":[NaN,2,3,4,5,6,7,8]", "")),
					bad("an infinite element in binary",
							(service) -> binary("FP32", Latents.filled(Float.POSITIVE_INFINITY, 1, 8, 2, 2), "")
								.post(service, "tiny-mix.decode")),
					json("an unknown datatype", request(SHAPE, "FP31", data, "")),
					json("a datatype that the model does not take", request(SHAPE, "INT32", data, "")),
					json("FP16 in JSON", request(SHAPE, "FP16", data, "")),
					json("BF16 in JSON", request(SHAPE, "BF16", data, "")),
					json("too many channels", request("[1,9,1,1]", "FP32", "\"data\":[1,2,3,4,5,6,7,8,9]", "")),
					json("no inputs", "{\"inputs\":[]}"), json("`inputs` missing", "{}"),
					json("`null` among the inputs", "{\"inputs\":[null]}"),
					json("an unknown input", request(SHAPE, "FP32", data, "").replace("\"latent\"", "\"image\"")),
					json("an input twice",
							"{\"inputs\":[%1$s,%1$s]}"
								.formatted(input("[1,8,1,1]", "FP32", "\"data\":[1,2,3,4,5,6,7,8]"))),
					json("an input without shape, datatype or name",
							"{\"inputs\":[{\"name\":\"latent\",\"data\":[1]}]}"),
					json("an unknown output", request(SHAPE, "FP32", data, ",\"outputs\":[{\"name\":\"latent\"}]")),
					json("an output twice",
							request(SHAPE, "FP32", data, ",\"outputs\":[{\"name\":\"image\"},{\"name\":\"image\"}]")),
					json("an output with `classification`",
							request(SHAPE, "FP32", data,
									",\"outputs\":[{\"name\":\"image\",\"parameters\":{\"classification\":2}}]")),
					json("`binary_data` that is no flag",
							request(SHAPE, "FP32", data,
									",\"outputs\":[{\"name\":\"image\",\"parameters\":{\"binary_data\":1}}]")),
					json("a negative `priority`", request(SHAPE, "FP32", data, ",\"parameters\":{\"priority\":-1}")),
					json("a `timeout` that is a text",
							request(SHAPE, "FP32", data, ",\"parameters\":{\"timeout\":\"1s\"}")),
					json("an `id` that is no text", request(SHAPE, "FP32", data, ",\"id\":5")),
					json("a field twice", request(SHAPE, "FP32", data, ",\"id\":\"a\",\"id\":\"b\"")),
					json("`data` nested 10 000 deep",
							request(SHAPE, "FP32", "\"data\":" + "[".repeat(10_000) + "]".repeat(10_000), "")),
					json("an unknown field nested 10 000 deep",
							"{\"x\":" + "{\"x\":".repeat(10_000) + "1" + "}".repeat(10_001)),
					json("what is not JSON", "latent"), json("`null`", "null"), json("an array", "[]"),
					json("something after the JSON", request(SHAPE, "FP32", data, "") + "x"),
					bad("an empty body", (service) -> service.post(MODEL + "/infer", "application/json", new byte[0])),
					bad("a file that is no image",
							(service) -> service.post("/v2/models/tiny-mix.encode_file/infer", "image/png",
									"GIF89a".getBytes(), InferBody.LENGTH, "0")),
					bad("an image that is cut short",
							(service) -> service
								.post("/v2/models/tiny-mix.encode_file/infer", "image/png",
										Arrays.copyOf(TestImages.png(TestImages.noise(16, 16)), 300), InferBody.LENGTH,
										"0")),
					bad("an element of BYTES whose length is wrong",
							(service) -> InferBody
								.binary("file", "BYTES", new Shape(1), new byte[] { 9, 0, 0, 0, 1 }, "")
								.post(service, "tiny-mix.encode_file")),
					bad("an element of BYTES shorter than its length",
							(service) -> InferBody
								.binary("file", "BYTES", new Shape(1), new byte[] { 1, 0 }, "")
								.post(service, "tiny-mix.encode_file")),
					bad("a file in JSON that is no base64", (service) -> InferBody.json(
							"{\"inputs\":[{\"name\":\"file\",\"shape\":[1],\"datatype\":\"BYTES\",\"data\":[\"*\"]}]}")
						.postJson(service, "tiny-mix.encode_file")),
					bad("two files", (service) -> InferBody.json(
							"{\"inputs\":[{\"name\":\"file\",\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"\",\"\"]}]}")
						.postJson(service, "tiny-mix.encode_file")),
					bad("an image whose sides are no multiples of the ratio",
							(service) -> InferBody.binary("image", Latents.filled(0, 1, 3, 17, 16))
								.post(service, "tiny-mix.encode")),
					bad("gzip that is none",
							(service) -> service.post(MODEL + "/infer", "application/json", "hello".getBytes(),
									"Content-Encoding", "gzip")),
					bad("gzip that is cut short",
							(service) -> service.post(MODEL + "/infer", "application/json",
									Arrays.copyOf(gzip(request(SHAPE, "FP32", data, "").getBytes()), 100),
									"Content-Encoding", "gzip")),
					malformedHttp(),
					error("infer, an unknown Content-Encoding", "an error", 415, "with `Accept-Encoding`",
							(service) -> service.post(MODEL + "/infer", "application/json", new byte[] { 1 },
									"Content-Encoding", "br")),
					error("infer, a form", "an error", 415, "", (service) -> service.post(MODEL + "/infer",
							"multipart/form-data; boundary=x", "--x--\r\n".getBytes())));
		return Stream.concat(headers, bodies).toList();
	}

	private static List<Call> tooMuch() {
		return List.of(
				error("infer, a body over the limit", "an error", 413, "",
						(service) -> service.post(MODEL + "/infer", "application/json", new byte[LIMIT + 1])),
				error("infer, a gzip bomb, 64 MB in 64 kB", "an error", 413, "",
						(service) -> service.post(MODEL + "/infer", "application/json", gzip(new byte[64 << 20]),
								"Content-Encoding", "gzip")),
				error("infer, more items than `max_batch_size`", "an error", 413, "",
						(service) -> binary("FP32", Latents.filled(0, 33, 8, 1, 1), "").post(service,
								"tiny-mix.decode")),
				error("infer, two latents for `decode_file`", "an error", 413, "",
						(service) -> binary("FP32", Latents.filled(0, 2, 8, 1, 1), "").post(service,
								"tiny-mix.decode_file")),
				error("infer, a latent of more pixels than the service takes", "an error", 413, "",
						(service) -> binary("FP32", Latents.filled(0, 1, 1, 520, 520), "").post(service,
								"tiny-1.5.decode")),
				error("infer, latents of more pixels together than the service takes", "an error", 413, "",
						(service) -> binary("FP32", Latents.filled(0, 2, 1, 400, 400), "").post(service,
								"tiny-1.5.decode")));
	}

	private static Call malformedHttp() {
		return error("what is hardly HTTP", "an error", 400, "", (service) -> service
			.raw("POST " + MODEL + "/infer HTTP/1.1\nHost: localhost\nContent-Length: many\n\n"));
	}

	private static Call get(String path, String spec, String ours, Consumer<JsonNode> check) {
		return new Call("GET `%s`".formatted(path.replace("tiny-mix", "{id}")), spec, ours,
				(service) -> service.get(path), (answer) -> check.accept(answer.ok().json()));
	}

	private static Call infer(String call, String spec, String ours, Function<Service, Answer> send,
			Consumer<Answer> check) {
		return new Call(call, spec, ours, send, (answer) -> {
			assertThat(InferBody.tensor(answer).isFinite()).isTrue();
			check.accept(answer);
		});
	}

	private static Call bad(String call, Function<Service, Answer> send) {
		return error("infer, " + call, "an error", 400, "", send);
	}

	private static Call json(String call, String json) {
		return bad(call, (service) -> InferBody.json(json).postJson(service, "tiny-mix.decode"));
	}

	private static Call sized(String call, String shape, int declared, int sent) {
		return bad(call,
				(service) -> new InferBody(
						request(shape, "FP32", "\"parameters\":{\"binary_data_size\":%d}".formatted(declared), ""),
						new byte[sent])
					.post(service, "tiny-mix.decode"));
	}

	/**
	 * A call that is refused; the table has the words in which it is.
	 * @param more that is answered, as the call makes sure
	 */
	static Call error(String call, String spec, int status, String more, Function<Service, Answer> send) {
		return new Call(call, spec, send, (answer) -> {
			assertThat(answer.status()).isEqualTo(status);
			assertThat(answer.header("Content-Type")).isEqualTo("application/json");
			assertThat(answer.json().propertyNames()).containsExactly("error");
			assertThat(answer.json().path("error").asString()).isNotBlank().hasSizeLessThan(1000);
			assertThat(answer.text()).doesNotContainPattern(Answer.INSIDES);
			assertThat(answer.header("X-Request-Id")).isNotBlank();
		}, (answer) -> (more.isEmpty() ? "" : more + "; ") + "“" + answer.json().path("error").asString() + "”");
	}

	private static InferBody binary(String datatype, Tensor tensor, String more) {
		return InferBody.binary("latent", datatype, tensor.shape(), tensor.toBytes(), more);
	}

	private static String request(String shape, String datatype, String data, String more) {
		return "{\"inputs\":[%s]%s}".formatted(input(shape, datatype, data), more);
	}

	private static String input(String shape, String datatype, String data) {
		return "{\"name\":\"latent\",\"shape\":%s,\"datatype\":\"%s\",%s}".formatted(shape, datatype, data);
	}

	private static String flat(Tensor tensor) {
		return Arrays.toString(tensor.toFloats());
	}

	private static byte[] gzip(byte[] content) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
			gzip.write(content);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return out.toByteArray();
	}

	private static List<String> texts(JsonNode array) {
		List<String> texts = new ArrayList<>();
		array.forEach((text) -> texts.add(text.asString()));
		return texts;
	}

}
