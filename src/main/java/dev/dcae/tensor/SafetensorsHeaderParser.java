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

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a {@link SafetensorsHeader} from bytes that nobody vouches for, token by token:
 * it holds what it has read and nothing that the header merely promises.
 */
final class SafetensorsHeaderParser {

	/** The whole, a tensor, its shape. */
	private static final int MAX_DEPTH = 3;

	// Names come from clients, so they are kept out of Jackson's shared symbol table.
	private static final JsonFactory JSON = JsonFactory.builder()
		.disable(JsonFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_DEPTH)
			.maxNumberLength(32)
			.maxStringLength(SafetensorsHeader.MAX_BYTES)
			.build())
		.build();

	private final JsonParser json;

	private final List<DType> types;

	private final Map<String, SafetensorsHeader.Entry> entries = new LinkedHashMap<>();

	private @Nullable Map<String, String> metadata;

	/**
	 * The numbers of a list, until their count is known.
	 */
	private final long[] numbers = new long[Shape.MAX_RANK];

	/** The name of what is being read, for the messages; null for the header itself. */
	private @Nullable String reading;

	private SafetensorsHeaderParser(JsonParser json, List<DType> types) {
		this.json = json;
		this.types = types;
	}

	/**
	 * Parses the JSON.
	 * @param types that tensors may have
	 * @throws TensorFormatException if it is not UTF-8, not JSON, or not a header: a name
	 * twice, a field too many or too few, a size that does not fit
	 */
	static SafetensorsHeader parse(byte[] bytes, List<DType> types) {
		if (bytes.length == 0 || bytes[0] != '{') {
			throw new TensorFormatException("The header is not a JSON object: it does not start with '{'");
		}
		// Jackson alone would guess at UTF-16 and let some broken UTF-8 pass.
		InputStreamReader text = new InputStreamReader(new ByteArrayInputStream(bytes),
				StandardCharsets.UTF_8.newDecoder());
		try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
			return new SafetensorsHeaderParser(json, types).header();
		}
	}

	private SafetensorsHeader header() {
		try {
			next(JsonToken.START_OBJECT, "a JSON object");
			for (String name = nextName(); name != null; name = nextName()) {
				if (name.equals(SafetensorsHeader.METADATA)) {
					readMetadata();
				}
				else {
					readEntry(name);
				}
				this.reading = null;
			}
			if (this.json.nextToken() != null) {
				throw problem("goes on after its JSON object");
			}
		}
		catch (JacksonException ex) {
			if (ex.getCause() instanceof CharacterCodingException) {
				throw new TensorFormatException("The header is not UTF-8", ex);
			}
			throw new TensorFormatException(
					place() + " is not valid JSON: " + TensorFormatException.quoted(ex.getOriginalMessage()), ex);
		}
		return new SafetensorsHeader(this.entries.values().stream().toList(),
				(this.metadata != null) ? Collections.unmodifiableMap(this.metadata) : Map.of());
	}

	private void readMetadata() {
		this.reading = SafetensorsHeader.METADATA;
		if (this.metadata != null) {
			throw problem("is there twice");
		}
		this.metadata = new LinkedHashMap<>();
		next(JsonToken.START_OBJECT, "an object of strings");
		for (String key = nextName(); key != null; key = nextName()) {
			next(JsonToken.VALUE_STRING, "an object of strings");
			if (this.metadata.put(key, unicode(this.json.getString())) != null) {
				throw problem("has the key " + TensorFormatException.quoted(key) + " twice");
			}
		}
	}

	private void readEntry(String name) {
		this.reading = name;
		if (this.entries.containsKey(name)) {
			throw problem("is there twice");
		}
		DType dtype = null;
		long[] shape = null;
		long[] offsets = null;
		next(JsonToken.START_OBJECT, "an object with dtype, shape and data_offsets");
		for (String field = nextName(); field != null; field = nextName()) {
			switch (field) {
				case "dtype" -> dtype = once(field, dtype, dtype());
				case "shape" -> shape = once(field, shape, integers(field, Shape.MAX_RANK));
				case "data_offsets" -> offsets = once(field, offsets, integers(field, 2));
				default -> throw problem("has an unknown field " + TensorFormatException.quoted(field));
			}
		}
		this.entries.put(name,
				entry(name, required("dtype", dtype), required("shape", shape), required("data_offsets", offsets)));
	}

	private SafetensorsHeader.Entry entry(String name, DType dtype, long[] sizes, long[] offsets) {
		if (offsets.length != 2 || offsets[0] < 0 || offsets[1] < offsets[0]) {
			throw problem("has data_offsets %s, not a begin and an end".formatted(Arrays.toString(offsets)));
		}
		Shape shape;
		long bytes;
		try {
			shape = new Shape(sizes);
			bytes = Tensor.bytes(dtype, shape);
		}
		catch (IllegalArgumentException ex) {
			throw new TensorFormatException(place() + " has an impossible shape: " + ex.getMessage(), ex);
		}
		if (offsets[1] - offsets[0] != bytes) {
			throw problem("has %d bytes by its data_offsets, but %s of shape %s takes %d"
				.formatted(offsets[1] - offsets[0], dtype, shape, bytes));
		}
		return new SafetensorsHeader.Entry(name, dtype, shape, offsets[0], offsets[1]);
	}

	private DType dtype() {
		next(JsonToken.VALUE_STRING, "a string as dtype");
		String name = this.json.getString();
		for (DType dtype : this.types) {
			if (dtype.name().equals(name)) {
				return dtype;
			}
		}
		throw problem("has dtype %s; supported are %s".formatted(TensorFormatException.quoted(name),
				this.types.stream().map(DType::name).collect(Collectors.joining(", "))));
	}

	private long[] integers(String field, int limit) {
		next(JsonToken.START_ARRAY, "an array as " + field);
		int count = 0;
		while (this.json.nextToken() != JsonToken.END_ARRAY) {
			if (this.json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
				throw problem("has something other than whole numbers in its " + field);
			}
			if (count == limit) {
				throw problem("has more than %d numbers in its %s".formatted(limit, field));
			}
			this.numbers[count++] = integer(field);
		}
		return Arrays.copyOf(this.numbers, count);
	}

	private long integer(String field) {
		if (this.json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
			throw problem("has a number in its " + field + " that overflows 64 bits");
		}
		return this.json.getLongValue();
	}

	/**
	 * The next name of the current object; null at its end.
	 */
	private @Nullable String nextName() {
		return (this.json.nextToken() != JsonToken.END_OBJECT) ? unicode(this.json.currentName()) : null;
	}

	private String unicode(String text) {
		if (!SafetensorsHeader.isUnicode(text)) {
			throw problem("holds half a surrogate pair in " + TensorFormatException.quoted(text));
		}
		return text;
	}

	private void next(JsonToken expected, String meaning) {
		if (this.json.nextToken() != expected) {
			throw problem("is not what it should be, " + meaning);
		}
	}

	private <T> T once(String field, @Nullable T before, T value) {
		if (before != null) {
			throw problem("has the field " + field + " twice");
		}
		return value;
	}

	private <T> T required(String field, @Nullable T value) {
		if (value == null) {
			throw problem("has no " + field);
		}
		return value;
	}

	private String place() {
		if (this.reading == null) {
			return "The header";
		}
		return this.reading.equals(SafetensorsHeader.METADATA) ? this.reading
				: "Tensor " + TensorFormatException.quoted(this.reading);
	}

	private TensorFormatException problem(String problem) {
		return new TensorFormatException(place() + " " + problem);
	}

}
