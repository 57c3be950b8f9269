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

import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link NpyHeader} from the little of Python that NumPy writes there: a
 * dictionary of strings, booleans and a tuple of whole numbers.
 */
final class NpyHeaderParser {

	private final String text;

	private int at;

	private @Nullable DType dtype;

	private @Nullable Boolean fortranOrder;

	private @Nullable Shape shape;

	private NpyHeaderParser(String text) {
		this.text = text;
	}

	/**
	 * Parses the dictionary.
	 * @throws TensorFormatException if it is anything but the three known keys, each once
	 */
	static NpyHeader parse(String text) {
		return new NpyHeaderParser(text).header();
	}

	private NpyHeader header() {
		expect('{');
		while (!accept('}')) {
			String key = string("a key");
			expect(':');
			switch (key) {
				case "descr" -> this.dtype = once(key, this.dtype, dtype());
				case "fortran_order" -> this.fortranOrder = once(key, this.fortranOrder, bool());
				case "shape" -> this.shape = once(key, this.shape, shape());
				default -> throw problem("has an unknown key " + TensorFormatException.quoted(key));
			}
			if (!accept(',')) {
				expect('}');
				break;
			}
		}
		skipSpace();
		if (this.at < this.text.length()) {
			throw problem("goes on after its dictionary");
		}
		return new NpyHeader(required("descr", this.dtype), required("fortran_order", this.fortranOrder),
				required("shape", this.shape));
	}

	private DType dtype() {
		char first = peek();
		if (first == '[' || first == '(' || first == '{') {
			throw new TensorFormatException("The array has a structured dtype; plain numbers are read");
		}
		return NpyHeader.dtype(string("a dtype"));
	}

	private Boolean bool() {
		skipSpace();
		for (Boolean value : new Boolean[] { true, false }) {
			String name = value ? "True" : "False";
			if (this.text.startsWith(name, this.at)) {
				this.at += name.length();
				return value;
			}
		}
		throw problem("has something other than True or False as fortran_order");
	}

	private Shape shape() {
		long[] sizes = new long[Shape.MAX_RANK];
		int rank = 0;
		expect('(');
		boolean comma = true;
		while (!accept(')')) {
			if (!comma) {
				throw unexpected("',' or ')'");
			}
			if (rank == sizes.length) {
				throw problem("has a shape of more than %d dimensions".formatted(sizes.length));
			}
			sizes[rank++] = size();
			comma = accept(',');
		}
		if (rank == 1 && !comma) {
			throw problem("has a number as shape, not a tuple");
		}
		try {
			return new Shape(Arrays.copyOf(sizes, rank));
		}
		catch (IllegalArgumentException ex) {
			throw new TensorFormatException("The header has an impossible shape: " + ex.getMessage(), ex);
		}
	}

	private long size() {
		skipSpace();
		int start = this.at;
		if (peek() == '-') {
			throw problem("has a negative size in its shape");
		}
		while (isDigit(peekRaw())) {
			this.at++;
		}
		if (start == this.at) {
			throw unexpected("a whole number");
		}
		try {
			return Long.parseLong(this.text, start, this.at, 10);
		}
		catch (NumberFormatException ex) {
			throw new TensorFormatException("The header has a size in its shape that overflows 64 bits", ex);
		}
	}

	private String string(String meaning) {
		char quote = peek();
		if (quote != '\'' && quote != '"') {
			throw unexpected(meaning + " in quotes");
		}
		int end = this.text.indexOf(quote, this.at + 1);
		if (end < 0) {
			throw problem("has a string without an end");
		}
		String value = this.text.substring(this.at + 1, end);
		if (value.indexOf('\\') >= 0) {
			throw problem("has an escape in a string");
		}
		this.at = end + 1;
		return value;
	}

	private void expect(char expected) {
		if (!accept(expected)) {
			throw unexpected("'" + expected + "'");
		}
	}

	private boolean accept(char expected) {
		if (peek() != expected) {
			return false;
		}
		this.at++;
		return true;
	}

	/**
	 * The next character that is not white space; NUL at the end.
	 */
	private char peek() {
		skipSpace();
		return peekRaw();
	}

	private char peekRaw() {
		return (this.at < this.text.length()) ? this.text.charAt(this.at) : '\0';
	}

	private void skipSpace() {
		while (peekRaw() == ' ' || peekRaw() == '\n' || peekRaw() == '\t' || peekRaw() == '\r') {
			this.at++;
		}
	}

	private static boolean isDigit(char character) {
		return character >= '0' && character <= '9';
	}

	private <T> T once(String key, @Nullable T before, T value) {
		if (before != null) {
			throw problem("has " + key + " twice");
		}
		return value;
	}

	private <T> T required(String key, @Nullable T value) {
		if (value == null) {
			throw problem("has no " + key);
		}
		return value;
	}

	private TensorFormatException unexpected(String expected) {
		return problem("should have " + expected + " at character " + this.at);
	}

	private static TensorFormatException problem(String problem) {
		return new TensorFormatException("The header " + problem);
	}

}
