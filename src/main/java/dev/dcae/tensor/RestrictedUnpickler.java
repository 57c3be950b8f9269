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

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

import org.jspecify.annotations.Nullable;

/**
 * Reads the pickle of a PyTorch file as data: a dictionary of tensors by their names. A
 * pickle is a program for a machine with a stack; this one knows what {@code torch.save}
 * writes of a {@code state_dict} and nothing else, so that no name in it ever leads to
 * code. What it makes is bounded by the length of the pickle.
 */
final class RestrictedUnpickler {

	private static final int PROTOCOL = 2;

	private static final String ORDERED_DICT = "collections OrderedDict";

	private static final String REBUILD_TENSOR = "torch._utils _rebuild_tensor_v2";

	/**
	 * The storages, which {@code torch.save} writes by the names of their classes.
	 */
	private static final Map<String, DType> STORAGES = Map.of("torch FloatStorage", DType.F32, "torch HalfStorage",
			DType.F16, "torch BFloat16Storage", DType.BF16, "torch DoubleStorage", DType.F64, "torch LongStorage",
			DType.I64, "torch IntStorage", DType.I32, "torch ShortStorage", DType.I16, "torch CharStorage", DType.I8,
			"torch ByteStorage", DType.U8, "torch BoolStorage", DType.BOOL);

	private final ByteBuffer pickle;

	private final List<Value> stack = new ArrayList<>();

	private final Deque<Integer> marks = new ArrayDeque<>();

	private final Map<Long, Value> memo = new HashMap<>();

	private RestrictedUnpickler(byte[] pickle) {
		this.pickle = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
	}

	/**
	 * A value on the stack.
	 */
	sealed interface Value permits Text, Whole, Flag, Tuple, Dict, Global, Storage, View {

	}

	private record Text(String value) implements Value {
	}

	private record Whole(long value) implements Value {
	}

	private record Flag(boolean value) implements Value {
	}

	private record Tuple(List<Value> values) implements Value {
	}

	/**
	 * A dictionary, ordered or not. What an ordered one carries besides is not kept.
	 */
	private record Dict(SequencedMap<String, Value> entries, boolean ordered) implements Value {
	}

	/**
	 * A name of Python's that is known here, and never looked up.
	 */
	private record Global(String name) implements Value {
	}

	/**
	 * A storage, which is a file of its own.
	 *
	 * @param key its name
	 * @param elements that it says to have
	 */
	record Storage(String key, DType dtype, long elements) implements Value {
	}

	/**
	 * A tensor: a view of a storage.
	 *
	 * @param offset of its first element
	 * @param sizes of its dimensions
	 * @param strides from one index to the next, in elements
	 */
	record View(Storage storage, long offset, long[] sizes, long[] strides) implements Value {
	}

	/**
	 * Reads a pickle.
	 * @return the tensors by their names, in their order
	 * @throws TensorFormatException if it is damaged or holds anything else, naming it
	 */
	static SequencedMap<String, View> read(byte[] pickle) {
		return new RestrictedUnpickler(pickle).run();
	}

	private SequencedMap<String, View> run() {
		while (true) {
			int code = unsigned();
			if (code == '.') {
				return tensors();
			}
			step(code);
		}
	}

	private SequencedMap<String, View> tensors() {
		if (this.stack.size() != 1 || !(this.stack.getFirst() instanceof Dict dict)) {
			throw new TensorFormatException("The pickle does not end in one dictionary of tensors");
		}
		SequencedMap<String, View> tensors = new LinkedHashMap<>();
		dict.entries.forEach((name, value) -> {
			if (!(value instanceof View view)) {
				throw TensorFormatException.of(name, "is no tensor");
			}
			tensors.put(name, view);
		});
		return tensors;
	}

	private void step(int code) {
		switch (code) {
			case 0x80 -> protocol();
			case '(' -> this.marks.push(this.stack.size());
			case '}' -> push(new Dict(new LinkedHashMap<>(), false));
			case ')' -> push(new Tuple(List.of()));
			case 't' -> push(new Tuple(sinceMark()));
			case 0x85 -> push(new Tuple(last(1)));
			case 0x86 -> push(new Tuple(last(2)));
			case 0x87 -> push(new Tuple(last(3)));
			case 'K' -> push(new Whole(unsigned()));
			case 'M' -> push(new Whole(unsigned() | unsigned() << 8));
			case 'J' -> push(new Whole(require(Integer.BYTES).getInt()));
			case 0x8a -> push(new Whole(longInteger()));
			case 0x88 -> push(new Flag(true));
			case 0x89 -> push(new Flag(false));
			case 'X' -> push(new Text(text()));
			case 'c' -> push(global());
			case 'q' -> this.memo.put((long) unsigned(), peek());
			case 'r' -> this.memo.put(unsignedInt(), peek());
			case 'h' -> push(remembered(unsigned()));
			case 'j' -> push(remembered(unsignedInt()));
			case 'Q' -> push(storage(pop()));
			case 'R' -> reduce();
			case 's' -> set(last(2));
			case 'u' -> set(sinceMark());
			case 'b' -> build();
			default -> throw new TensorFormatException(
					"The pickle has the opcode 0x%02x at byte %d, which is not read: it holds more than tensors"
						.formatted(code, this.pickle.position() - 1));
		}
	}

	private void protocol() {
		int version = unsigned();
		if (version != PROTOCOL) {
			throw new TensorFormatException(
					"The pickle is of protocol %d; torch.save writes %d".formatted(version, PROTOCOL));
		}
	}

	private Global global() {
		String name = line() + " " + line();
		if (!name.equals(ORDERED_DICT) && !name.equals(REBUILD_TENSOR) && !STORAGES.containsKey(name)) {
			throw new TensorFormatException("The pickle names %s, which is not read: it is no tensor's"
				.formatted(TensorFormatException.quoted(name.replace(' ', '.'))));
		}
		return new Global(name);
	}

	private static Storage storage(Value id) {
		// ("storage", its class, its key, the device it was on, its elements)
		if (id instanceof Tuple(List<Value> parts) && parts.size() == 5 && parts.get(0) instanceof Text(String kind)
				&& kind.equals("storage") && parts.get(1) instanceof Global(String type)
				&& STORAGES.get(type) instanceof DType dtype && parts.get(2) instanceof Text(String key)
				&& parts.get(3) instanceof Text && parts.get(4) instanceof Whole(long elements) && elements >= 0) {
			return new Storage(key, dtype, elements);
		}
		throw new TensorFormatException("The pickle refers to something that is no storage");
	}

	private void reduce() {
		Value arguments = pop();
		Value called = pop();
		if (called instanceof Global(String name) && arguments instanceof Tuple(List<Value> parts)) {
			if (name.equals(ORDERED_DICT) && parts.isEmpty()) {
				push(new Dict(new LinkedHashMap<>(), true));
				return;
			}
			if (name.equals(REBUILD_TENSOR)) {
				push(view(parts));
				return;
			}
		}
		throw new TensorFormatException("The pickle calls something, which is not done: it holds more than tensors");
	}

	private static View view(List<Value> parts) {
		// storage, offset, sizes, strides, whether it has a gradient, its hooks
		if (parts.size() == 6 && parts.get(0) instanceof Storage storage && parts.get(1) instanceof Whole(long offset)
				&& parts.get(2) instanceof Tuple(List<Value> sizes)
				&& parts.get(3) instanceof Tuple(List<Value> strides) && parts.get(4) instanceof Flag
				&& parts.get(5) instanceof Dict hooks && hooks.entries.isEmpty()) {
			return new View(storage, offset, numbers(sizes), numbers(strides));
		}
		throw new TensorFormatException("The pickle has a tensor whose parts are not those of one");
	}

	private static long[] numbers(List<Value> values) {
		long[] numbers = new long[values.size()];
		for (int i = 0; i < numbers.length; i++) {
			if (!(values.get(i) instanceof Whole(long number))) {
				throw new TensorFormatException("The pickle has a tensor whose sizes are no numbers");
			}
			numbers[i] = number;
		}
		return numbers;
	}

	/**
	 * Puts keys and values in turn into the dictionary before them.
	 */
	private void set(List<Value> pairs) {
		if (!(peek() instanceof Dict dict) || pairs.size() % 2 != 0) {
			throw new TensorFormatException("The pickle sets items of what is no dictionary");
		}
		for (int i = 0; i < pairs.size(); i += 2) {
			if (!(pairs.get(i) instanceof Text(String name))) {
				throw new TensorFormatException("The pickle has a dictionary with a key that is no text");
			}
			if (pairs.get(i + 1) == dict || dict.entries.put(name, pairs.get(i + 1)) != null) {
				throw TensorFormatException.of(name, "is there twice");
			}
		}
	}

	/**
	 * The attributes of a {@code state_dict}, such as the versions of its modules: read
	 * as data like all else, and dropped.
	 */
	private void build() {
		if (!(pop() instanceof Dict) || !(peek() instanceof Dict dict) || !dict.ordered) {
			throw new TensorFormatException(
					"The pickle builds something, which is not done: it holds more than tensors");
		}
	}

	private void push(Value value) {
		this.stack.add(value);
	}

	private Value pop() {
		peek();
		return this.stack.removeLast();
	}

	private Value peek() {
		int bottom = this.marks.isEmpty() ? 0 : this.marks.element();
		if (this.stack.size() <= bottom) {
			throw new TensorFormatException("The pickle takes from an empty stack");
		}
		return this.stack.getLast();
	}

	private List<Value> last(int count) {
		Value[] values = new Value[count];
		for (int i = count - 1; i >= 0; i--) {
			values[i] = pop();
		}
		return List.of(values);
	}

	private List<Value> sinceMark() {
		@Nullable Integer mark = this.marks.poll();
		if (mark == null) {
			throw new TensorFormatException("The pickle has no mark where one is needed");
		}
		List<Value> tail = this.stack.subList(mark, this.stack.size());
		List<Value> values = List.copyOf(tail);
		tail.clear();
		return values;
	}

	private Value remembered(long key) {
		Value value = this.memo.get(key);
		if (value == null) {
			throw new TensorFormatException("The pickle remembers nothing under %d".formatted(key));
		}
		return value;
	}

	private ByteBuffer require(long bytes) {
		if (bytes > this.pickle.remaining()) {
			throw new TensorFormatException("The pickle ends too early");
		}
		return this.pickle;
	}

	private int unsigned() {
		return Byte.toUnsignedInt(require(1).get());
	}

	private long unsignedInt() {
		return Integer.toUnsignedLong(require(Integer.BYTES).getInt());
	}

	private long longInteger() {
		int length = unsigned();
		if (length > Long.BYTES) {
			throw new TensorFormatException("The pickle has a number of %d bytes".formatted(length));
		}
		require(length);
		long value = 0;
		for (int i = 0; i < length; i++) {
			value |= (long) unsigned() << (8 * i);
		}
		int unused = Long.SIZE - 8 * length;
		return (length == 0) ? 0 : value << unused >> unused;
	}

	private String text() {
		long length = unsignedInt();
		byte[] utf8 = new byte[Math.toIntExact(Math.min(length, require(length).remaining()))];
		this.pickle.get(utf8);
		try {
			return StandardCharsets.UTF_8.newDecoder()
				.onMalformedInput(CodingErrorAction.REPORT)
				.onUnmappableCharacter(CodingErrorAction.REPORT)
				.decode(ByteBuffer.wrap(utf8))
				.toString();
		}
		catch (CharacterCodingException ex) {
			throw new TensorFormatException("The pickle has a text that is not UTF-8", ex);
		}
	}

	private String line() {
		StringBuilder line = new StringBuilder();
		for (int next = unsigned(); next != '\n'; next = unsigned()) {
			line.append((char) next);
		}
		return line.toString();
	}

}
