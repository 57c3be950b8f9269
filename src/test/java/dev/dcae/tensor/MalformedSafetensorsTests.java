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
package dev.dcae.tensor;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class MalformedSafetensorsTests {

	static Stream<Arguments> headers() {
		return Stream.of(
				// Not a header at all.
				arguments("", 0, "does not start with '{'"), arguments("[]", 0, "does not start with '{'"),
				arguments(" {}", 0, "does not start with '{'"), arguments("\ufeff{}", 0, "does not start with '{'"),
				arguments("{", 0, "not valid JSON"), arguments("{}}", 0, "not valid JSON"),
				arguments("{}{}", 0, "goes on after"), arguments("{} x", 0, "not valid JSON"),
				arguments("{}\0", 0, "not valid JSON"), arguments("{'a':1}", 0, "not valid JSON"),
				arguments("{/* a */}", 0, "not valid JSON"), arguments("{\"a", 0, "not valid JSON"),
				// What is in it.
				arguments("{\"a\":1}", 0, "Tensor 'a' is not what it should be, an object"),
				arguments("{\"a\":null}", 0, "Tensor 'a' is not what it should be, an object"),
				arguments("{\"a\":{}}", 0, "Tensor 'a' has no dtype"),
				arguments("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "Tensor 'a' has no shape"),
				arguments("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "Tensor 'a' has no data_offsets"),
				arguments("{\"a\":{\"shape\":[],\"data_offsets\":[0,4]}}", 4, "Tensor 'a' has no dtype"),
				arguments("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"strides\":[1]}}", 4,
						"Tensor 'a' has an unknown field 'strides'"),
				arguments("{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4,
						"Tensor 'a' has the field dtype twice"),
				arguments(header(entry("a", "U8", "1", "0,1"), entry("a", "U8", "1", "1,2")), 2,
						"Tensor 'a' is there twice"),
				arguments(header(entry("a", "U8", "1", "0,1"), entry("\\u0061", "U8", "1", "1,2")), 2,
						"Tensor 'a' is there twice"),
				// Types.
				arguments(header(entry("a", "F8_E4M3", "1", "0,1")), 1,
						"Tensor 'a' has dtype 'F8_E4M3'; supported are"),
				arguments(header(entry("a", "U16", "1", "0,2")), 2, "Tensor 'a' has dtype 'U16'"),
				arguments(header(entry("a", "U32", "1", "0,4")), 4, "Tensor 'a' has dtype 'U32'"),
				arguments(header(entry("a", "U64", "1", "0,8")), 8, "Tensor 'a' has dtype 'U64'"),
				arguments(header(entry("a", "f32", "1", "0,4")), 4, "Tensor 'a' has dtype 'f32'"),
				arguments("{\"a\":{\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "a string as dtype"),
				// Shapes.
				arguments(header(entry("a", "F32", "-1", "0,4")), 4, "Tensor 'a' has an impossible shape"),
				arguments(header(entry("a", "F32", "4294967296,4294967296", "0,0")), 0, "overflows"),
				arguments(header(entry("a", "F64", "2305843009213693952", "0,0")), 0, "too large"),
				arguments(header(entry("a", "F32", "9223372036854775808", "0,4")), 4, "overflows 64 bits"),
				arguments(header(entry("a", "F32", "1".repeat(400), "0,4")), 4, "Tensor 'a' is not valid JSON"),
				arguments(header(entry("a", "F32", "1.0", "0,4")), 4, "other than whole numbers in its shape"),
				arguments(header(entry("a", "F32", "1e0", "0,4")), 4, "other than whole numbers in its shape"),
				arguments(header(entry("a", "F32", "\"1\"", "0,4")), 4, "other than whole numbers in its shape"),
				arguments(header(entry("a", "F32", "[1]", "0,4")), 4, "Tensor 'a'"),
				arguments(header(entry("a", "F32", "NaN", "0,4")), 4, "Tensor 'a' is not valid JSON"),
				arguments(header(entry("a", "F32", "1" + ",1".repeat(64), "0,4")), 4,
						"more than 64 numbers in its shape"),
				arguments("{\"a\":{\"dtype\":\"F32\",\"shape\":1,\"data_offsets\":[0,4]}}", 4, "an array as shape"),
				// Offsets.
				arguments(header(entry("a", "F32", "1", "")), 4, "not a begin and an end"),
				arguments(header(entry("a", "F32", "1", "4")), 4, "not a begin and an end"),
				arguments(header(entry("a", "F32", "1", "0,4,8")), 4, "more than 2 numbers in its data_offsets"),
				arguments(header(entry("a", "F32", "1", "4,0")), 4, "not a begin and an end"),
				arguments(header(entry("a", "F32", "1", "-4,0")), 4, "not a begin and an end"),
				arguments(header(entry("a", "F32", "1", "0,18446744073709551620")), 4, "overflows 64 bits"),
				arguments(header(entry("a", "F32", "1", "0,5")), 5, "Tensor 'a' has 5 bytes by its data_offsets"),
				arguments(header(entry("a", "F32", "2", "0,4")), 4, "but F32 of shape [2] takes 8"),
				// The layout of all of them.
				arguments(header(entry("a", "F32", "2", "0,8")), 7, "Tensor 'a' is cut"),
				arguments(header(entry("a", "F32", "1", "0,4"), entry("b", "F32", "1", "4,8")), 4, "Tensor 'b' is cut"),
				arguments(header(entry("a", "U8", "9223372036854775807", "0,9223372036854775807")), 4,
						"Tensor 'a' is cut"),
				arguments(header(entry("a", "F32", "1", "0,4"), entry("b", "F32", "1", "2,6")), 6,
						"Tensor 'b' begins at byte 2 of the data and overlaps"),
				arguments(header(entry("a", "F32", "2", "0,8"), entry("b", "F32", "1", "0,4")), 8,
						"Tensor 'a' begins at byte 0 of the data and overlaps"),
				arguments(header(entry("a", "F32", "1", "0,4"), entry("b", "F32", "0", "2,2")), 4, "Tensor 'b'"),
				arguments(header(entry("a", "F32", "1", "0,4"), entry("b", "F32", "1", "8,12")), 12,
						"Tensor 'b' begins at byte 8 of the data and leaves a hole"),
				arguments(header(entry("a", "F32", "1", "4,8")), 8, "leaves a hole"),
				arguments(header(entry("a", "F32", "1", "0,4")), 5, "1 bytes follow the last tensor"),
				arguments("{}", 1, "1 bytes follow the last tensor"),
				// Metadata.
				arguments("{\"__metadata__\":[]}", 0, "__metadata__ is not what it should be, an object of strings"),
				arguments("{\"__metadata__\":null}", 0, "__metadata__ is not what it should be"),
				arguments("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__ is not what it should be"),
				arguments("{\"__metadata__\":{\"a\":{}}}", 0, "__metadata__ is not what it should be"),
				arguments("{\"__metadata__\":{\"a\":null}}", 0, "__metadata__ is not what it should be"),
				arguments("{\"__metadata__\":{\"a\":\"1\",\"a\":\"1\"}}", 0, "has the key 'a' twice"),
				arguments("{\"__metadata__\":{},\"__metadata__\":{}}", 0, "__metadata__ is there twice"),
				arguments("{\"__metadata__\":{\"a\":\"\\ud800b\"}}", 0, "half a surrogate pair in '?b'"),
				// Texts made for logs and stacks.
				arguments("{\"a\\udc00\":1}", 0, "half a surrogate pair in 'a?'"),
				arguments("{\"a\\u2028b\":1}", 0, "Tensor 'a?b'"), arguments("{\"a\\nb\":1}", 0, "Tensor 'a?b'"),
				arguments("{\"" + "n".repeat(200) + "\":1}", 0, "nnn…'"),
				arguments("{\"" + "n".repeat(100_000) + "\":1}", 0, "not valid JSON"),
				arguments("{\"a\":".repeat(100_000), 0, "Tensor 'a'"),
				arguments("{\"a\":{\"shape\":" + "[".repeat(100_000), 0, "Tensor 'a'"));
	}

	@ParameterizedTest
	@MethodSource("headers")
	void headerIsRefusedWithItsFault(String header, int dataBytes, String message) {
		assertRefused(SafetensorsTests.file(header, new byte[dataBytes]), message);
	}

	@ParameterizedTest
	@ValueSource(longs = { 3, 100_000_000 })
	void headerLongerThanTheFileIsCut(long length) {
		assertRefused(withLength(length, "{}"),
				"The header is cut: it takes " + length + " bytes, of which the file has 2");
	}

	@ParameterizedTest
	@ValueSource(longs = { 100_000_001, Long.MAX_VALUE, Long.MIN_VALUE, -1 })
	void headerLongerThanTheLimitIsRefusedAsUnsigned(long length) {
		assertRefused(withLength(length, "{}"), Long.toUnsignedString(length) + " bytes is longer than the limit");
	}

	@Test
	void fileWithoutRoomForALengthIsRefused() {
		for (int size = 0; size < 8; size++) {
			assertRefused(new byte[size], size + " bytes are too few");
		}
	}

	@Test
	void everyCutOfAFileIsRefusedAndNamesTheFirstTensorThatSuffers() {
		byte[] file = SafetensorsTests.file(header(entry("a", "U8", "4", "0,4"), entry("b", "U8", "4", "4,8")),
				new byte[8]);
		for (int size = 0; size < file.length; size++) {
			String message = (file.length - size > 8) ? "" : (file.length - size > 4) ? "'a' is cut" : "'b' is cut";
			assertRefused(Arrays.copyOf(file, size), message);
		}
	}

	@Test
	void bytesThatAreNotUtf8AreRefused() {
		// A lone continuation, an overlong slash, half a surrogate pair, a cut sequence.
		for (byte[] bad : new byte[][] { { (byte) 0x80 }, { (byte) 0xc0, (byte) 0xaf },
				{ (byte) 0xed, (byte) 0xa0, (byte) 0x80 }, { (byte) 0xe2, (byte) 0x82 } }) {
			ByteArrayOutputStream header = new ByteArrayOutputStream();
			header.writeBytes("{\"".getBytes(StandardCharsets.UTF_8));
			header.writeBytes(bad);
			header.writeBytes("\":1}".getBytes(StandardCharsets.UTF_8));
			assertRefused(SafetensorsTests.file(header.toByteArray(), new byte[0]), "not UTF-8");
		}
		assertRefused(SafetensorsTests.file("{}".getBytes(StandardCharsets.UTF_16LE), new byte[0]), "not valid JSON");
	}

	private static void assertRefused(byte[] file, String message) {
		assertThatExceptionOfType(TensorFormatException.class)
			.isThrownBy(() -> Safetensors.parse(MemorySegment.ofArray(file)))
			.withMessageContaining(message)
			.satisfies((ex) -> assertThat(String.valueOf(ex.getMessage())).hasSizeLessThan(500).doesNotContain("\n"));
	}

	private static byte[] withLength(long length, String header) {
		byte[] file = SafetensorsTests.file(header, new byte[0]);
		ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
		return file;
	}

	private static String header(String... entries) {
		return "{" + String.join(",", entries) + "}";
	}

	private static String entry(String name, String dtype, String shape, String offsets) {
		return """
				"%s":{"dtype":"%s","shape":[%s],"data_offsets":[%s]}""".formatted(name, dtype, shape, offsets);
	}

}
