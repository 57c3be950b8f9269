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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Safetensors;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Latents that do not suit the model, which takes [1, 8, h, w], and files that are no
 * latents.
 */
@HttpTest
class BadLatentTests extends RefusalTests {

	BadLatentTests(Service service) {
		super(service);
	}

	private static final String DECODE = "/v1/decode?model=tiny-mix";

	@ParameterizedTest
	@ValueSource(strings = { "8", "8,6", "1,1,8,2,2", "0,8,2,2", "1,4,2,2", "1,16,2,2", "1,8,0,2", "1,8,2,0", "7,2,2" })
	void anotherShapeIsRefusedWithTheOneThatIsTaken(String shape) {
		Tensor latent = Latents.filled(0, Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray());
		for (Wire wire : new Wire[] { Wire.JSON, Wire.NPY, Wire.SAFETENSORS }) {
			assertThat(this.service.post(DECODE, wire.contentType(), wire.write(latent)).refusal(422, "unfit-latent"))
				.contains(shape.replace(",", ", "), "[1, 8, h, w]");
		}
	}

	@ParameterizedTest
	@CsvSource({ "U8, uint8", "F64, float64", "I64, int64", "BOOL, bool", "I16, int16" })
	void anotherTypeIsRefusedWithThoseThatAreTaken(DType dtype, String name) {
		Tensor latent = Tensor.zeros(dtype, new Shape(1, 8, 2, 2));
		for (Wire wire : Wire.values()) {
			Answer answer = this.service.post(DECODE + wire.query(latent), wire.contentType(), wire.write(latent));
			assertThat(answer.refusal(422, "unfit-latent")).contains(name, "float32", "float16", "bfloat16");
		}
	}

	@ParameterizedTest
	@ValueSource(floats = { Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY })
	void aValueThatIsNotFiniteIsRefused(float value) {
		float[] values = new float[8 * 2 * 2];
		values[17] = value;
		Tensor latent = Tensor.of(new Shape(1, 8, 2, 2), values);
		for (DType dtype : new DType[] { DType.F32, DType.F16, DType.BF16 }) {
			Tensor sent = latent.to(dtype);
			this.service.post(DECODE + Wire.RAW.query(sent), Wire.RAW.contentType(), Wire.RAW.write(sent))
				.refusal(422, "non-finite-latent");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "tiny-mix", "tiny-sana", "tiny-sana-bf16" })
	void finiteValuesWithAResultThatIsNotAreRefusedToo(String model) {
		Tensor latent = Latents.filled(3e38f, 1, 8, 2, 2);
		String detail = this.service.post("/v1/decode?model=" + model, "application/json", Wire.JSON.write(latent))
			.refusal(422, "non-finite-result");
		assertThat(detail).contains("too large");
	}

	@ParameterizedTest
	@ValueSource(strings = { "<u2", "<u4", "<u8", ">f4", "<c8", "|O", "<f16", "<M8[s]", "<U4", "<V2", "bfloat16" })
	void anNpyOfATypeThatLibtorchCannotHoldIsRefused(String descr) {
		this.service.post(DECODE, "application/x-npy", npy(descr, "(1, 8, 2, 2)", "False", 8 * 4 * 8))
			.refusal(400, "bad-tensor");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			(1, 8, 2, 2) | True  | 128
			(1, 8, 2, 2) | False | 127
			(1, 8, 2, 2) | False | 129
			(1, 8, 2, -2) | False | 128
			(99999999999, 99999999999, 8, 2) | False | 128
			(1, 8, 2, 2 | False | 128
			__import__('os') | False | 128
			""")
	void aMalformedNpyIsRefused(String shape, String fortran, int bytes) {
		this.service.post(DECODE, "application/x-npy", npy("<f4", shape, fortran, bytes)).refusal(400, "bad-tensor");
	}

	@ParameterizedTest
	@ValueSource(strings = { "not a tensor at all", "\u0093NUMPY", "\u0093NUMPY\u0001\u0000\u00ff\u00ff{",
			"PK\u0003\u0004 an .npz" })
	void whatIsNoNpyIsRefused(String text) {
		this.service.post(DECODE, "application/x-npy", text.getBytes(StandardCharsets.ISO_8859_1))
			.refusal(400, "bad-tensor");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"latent":{"dtype":"U16","shape":[1,8,2,2],"data_offsets":[0,64]}}                 | 64
			{"latent":{"dtype":"F8_E4M3","shape":[1,8,2,2],"data_offsets":[0,32]}}             | 32
			{"latent":{"dtype":"BF16","shape":[1,8,2,2],"data_offsets":[0,128]}}               | 128
			{"latent":{"dtype":"F32","shape":[1,8,2,2],"data_offsets":[0,128]}}                | 127
			{"latent":{"dtype":"F32","shape":[1,8,2,2],"data_offsets":[0,128]}}                | 129
			{"latent":{"dtype":"F32","shape":[1,8,2,2],"data_offsets":[128,0]}}                | 128
			{"latent":{"dtype":"F32","shape":[1,8,2,2],"data_offsets":[-4,124]}}               | 128
			{"latent":{"dtype":"F32","shape":[4294967296,4294967296,8],"data_offsets":[0,0]}}  | 0
			{"other":{"dtype":"F32","shape":[1,8,2,2],"data_offsets":[0,128]}}                 | 128
			{"latent":                                                                         | 0
			[]                                                                                 | 0
			""")
	void aMalformedSafetensorsIsRefused(String header, int bytes) {
		this.service.post(DECODE, "application/x-safetensors", safetensors(header.length(), header, bytes))
			.refusal(400, "bad-tensor");
	}

	@ParameterizedTest
	@ValueSource(longs = { -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 40, 3 })
	void aSafetensorsHeaderOfAnotherLengthIsRefused(long length) {
		String header = "{\"latent\":{\"dtype\":\"F32\",\"shape\":[1,8,2,2],\"data_offsets\":[0,128]}}";
		this.service.post(DECODE, "application/x-safetensors", safetensors(length, header, 128))
			.refusal(400, "bad-tensor");
	}

	@ParameterizedTest
	@CsvSource({ "width, wide", "height, ''", "height, 99999999999", "scaled, maybe", "scaled, True" })
	void metadataThatMakesNoSenseIsRefused(String name, String value) {
		byte[] file = Safetensors.toBytes(Map.of("latent", Latents.golden("tiny-mix")), Map.of(name, value));
		assertThat(this.service.post(DECODE, "application/x-safetensors", file).refusal(400, "bad-tensor"))
			.contains(name);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 127, 129 })
	void rawBytesMustBeThoseOfTheirShape(int bytes) {
		Answer answer = this.service.post(DECODE + "&shape=1,8,2,2&dtype=float32", "application/octet-stream",
				new byte[bytes]);
		if (bytes == 0) {
			answer.refusal(400, "empty-body");
		}
		else {
			assertThat(answer.refusal(400, "bad-tensor")).contains("128", Integer.toString(bytes));
		}
	}

	private static byte[] npy(String descr, String shape, String fortran, int bytes) {
		String header = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }\n".formatted(descr, fortran, shape);
		return ByteBuffer.allocate(10 + header.length() + bytes)
			.order(ByteOrder.LITTLE_ENDIAN)
			.put("\u0093NUMPY\u0001\u0000".getBytes(StandardCharsets.ISO_8859_1))
			.putShort((short) header.length())
			.put(header.getBytes(StandardCharsets.ISO_8859_1))
			.array();
	}

	private static byte[] safetensors(long length, String header, int bytes) {
		return ByteBuffer.allocate(8 + header.length() + bytes)
			.order(ByteOrder.LITTLE_ENDIAN)
			.putLong(length)
			.put(header.getBytes(StandardCharsets.ISO_8859_1))
			.array();
	}

}
