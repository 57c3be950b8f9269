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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class MalformedNpyTests {

	@ParameterizedTest
	@CsvSource({ "fortran, Fortran order", "big-endian, big-endian ('>f4')", "structured, structured dtype",
			"objects, Python objects", "complex, unsupported dtype '<c8'" })
	void arraysOfNumPyThatWouldBeMisreadAreRefused(String name, String message) throws IOException {
		assertRefused(NpyTests.fixture(name), message.replace("''", "'"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}",
			"{'descr':'<f4','fortran_order':False,'shape':(1,),}",
			"{\"shape\": (1,), \"fortran_order\": False, \"descr\": \"<f4\"}",
			"{'descr': '<f4', 'fortran_order': True, 'shape': (1,)}",
			"{'descr': '<f4', 'fortran_order': True, 'shape': ()}",
			" {\n'descr' : '<f4' ,\t'fortran_order' : False , 'shape' : ( 1 , 1 , ) }\n\n" })
	void headersThatMeanTheSameAreRead(String header) {
		for (int version = 1; version <= 3; version++) {
			assertThat(Npy.parse(file(version, header, 4)).elements()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "|u1", "<u1", ">u1", "=u1" })
	void oneByteHasNoOrder(String descr) {
		assertThat(Npy.parse(file(1, header(descr, "False", "(4,)"), 4)).dtype()).isEqualTo(DType.U8);
	}

	static Stream<Arguments> headers() {
		return Stream.of(arguments("", "should have '{'"), arguments("{}", "has no descr"),
				arguments("{'descr': '<f4'", "should have '}'"), arguments("{'descr' '<f4'}", "should have ':'"),
				arguments("{'descr': '<f4}", "a string without an end"),
				arguments("{'descr': f4}", "a dtype in quotes"), arguments("{'de\\x73cr': '<f4'}", "an escape"),
				arguments("{,}", "a key in quotes"),
				arguments("{'descr': '<f4', 'fortran_order': False}", "has no shape"),
				arguments("{'descr': '<f4', 'shape': (1,)}", "has no fortran_order"),
				arguments("{'descr': '<f4', 'descr': '<f4'}", "has descr twice"),
				arguments("{'descr': '<f4', 'order': 1}", "an unknown key 'order'"),
				arguments(header("<f4", "False", "(1,)") + "x", "goes on after"),
				arguments(header("<f4", "False", "(1,)") + "\0", "goes on after"),
				arguments(header("<f4", "1", "(1,)"), "other than True or False"),
				arguments(header("f4", "False", "(1,)"), "unsupported dtype 'f4'"),
				arguments(header("<f3", "False", "(1,)"), "unsupported dtype '<f3'"),
				arguments(header("<V2", "False", "(1,)"), "unsupported dtype '<V2'"),
				arguments(header("", "False", "(1,)"), "unsupported dtype ''"),
				arguments(header(">f2", "False", "(1,)"), "big-endian"),
				arguments(header("O", "False", "(1,)"), "Python objects"),
				arguments(header("<f4", "True", "(1, 1)"), "Fortran order"),
				arguments(header("<f4", "False", "1"), "should have '('"),
				arguments(header("<f4", "False", "(1)"), "a number as shape, not a tuple"),
				arguments(header("<f4", "False", "[1]"), "should have '('"),
				arguments(header("<f4", "False", "(1"), "should have a whole number"),
				arguments(header("<f4", "False", "(,)"), "a whole number"),
				arguments(header("<f4", "False", "(1 1)"), "should have ',' or ')'"),
				arguments(header("<f4", "False", "(-1,)"), "a negative size"),
				arguments(header("<f4", "False", "(1.0,)"), "should have ',' or ')'"),
				arguments(header("<f4", "False", "(True,)"), "a whole number"),
				arguments(header("<f4", "False", "(9223372036854775808,)"), "overflows 64 bits"),
				arguments(header("<f4", "False", "(4294967296, 4294967296)"), "impossible shape"),
				arguments(header("<f8", "False", "(2305843009213693952,)"), "impossible shape"),
				arguments(header("<f4", "False", "(" + "1,".repeat(65) + ")"), "more than 64 dimensions"),
				arguments("{".repeat(60_000), "a key in quotes"),
				arguments("{'descr': " + "[".repeat(60_000), "structured"));
	}

	@ParameterizedTest
	@MethodSource("headers")
	void headerIsRefusedWithItsFault(String header, String message) {
		assertRefused(file(1, header, 4), message);
	}

	@Test
	void anythingButExactlyTheDataIsRefused() {
		String header = header("<f4", "False", "(2, 3)");
		assertRefused(file(1, header, 23), "is cut: F32 of shape [2, 3] takes 24 bytes, and 23 are there");
		assertRefused(file(1, header, 25), "is followed by something else");
		assertRefused(file(1, header("<f4", "False", "(9223372036854775, 1)"), 25), "is cut");
	}

	@Test
	void everyCutOfAFileIsRefused() throws IOException {
		byte[] file = NpyTests.fixture("f4");
		for (int size = 0; size < file.length; size++) {
			assertRefused(Arrays.copyOf(file, size), "");
		}
	}

	@Test
	void otherFilesAndVersionsAreRefused() {
		assertRefused(new byte[100], "Not a .npy file");
		assertRefused(new byte[3], "too few");
		assertRefused(file(0, header("<f4", "False", "()"), 4), "Unknown .npy version 0.0");
		assertRefused(file(4, header("<f4", "False", "()"), 4), "Unknown .npy version 4.0");
	}

	@Test
	void hugeHeaderIsRefusedBeforeItIsRead() {
		byte[] file = file(2, header("<f4", "False", "()"), 4);
		ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(8, 1 << 16);
		assertRefused(file, "The header is cut");
		ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);
		assertRefused(file, "4294967295 bytes is longer than the limit");
	}

	@Test
	void version3MustBeUtf8() {
		byte[] file = file(3, header("é", "False", "()"), 4);
		assertRefused(file, "'é'");
		// The first byte of the dtype.
		file[12 + "{'descr': '".length()] = (byte) 0xff;
		assertRefused(file, "The header is not UTF-8");
	}

	private static void assertRefused(byte[] file, String message) {
		assertThatExceptionOfType(TensorFormatException.class).isThrownBy(() -> Npy.parse(file))
			.withMessageContaining(message);
	}

	private static String header(String descr, String fortranOrder, String shape) {
		return "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }".formatted(descr, fortranOrder, shape);
	}

	private static byte[] file(int version, String header, int dataBytes) {
		byte[] text = header.getBytes(StandardCharsets.UTF_8);
		ByteBuffer file = ByteBuffer.allocate(10 + ((version > 1) ? 2 : 0) + text.length + dataBytes)
			.order(ByteOrder.LITTLE_ENDIAN);
		file.put(new byte[] { (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0 });
		if (version > 1) {
			file.putInt(text.length);
		}
		else {
			file.putShort((short) text.length);
		}
		return file.put(text).array();
	}

}
