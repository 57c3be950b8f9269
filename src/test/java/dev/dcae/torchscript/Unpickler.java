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
package dev.dcae.torchscript;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pickle machine for the few opcodes of an archive, as the reference describes them. An
 * object becomes an {@link Instance}, a call a {@link Call}, a tuple a list.
 *
 * @see <a href="https://docs.python.org/3/library/pickletools.html">pickletools</a>
 */
final class Unpickler {

	private static final Object MARK = new Object();

	/** Stands for Python's None, which a deque cannot hold. */
	static final Object NONE = new Object();

	private final ByteBuffer in;

	private final Deque<Object> stack = new ArrayDeque<>();

	record Global(String name) {
	}

	record Instance(Global type, Map<Object, Object> state) {
	}

	record Call(Global function, List<Object> arguments) {
	}

	record Persistent(List<Object> id) {
	}

	private Unpickler(byte[] pickle) {
		this.in = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
	}

	static Object read(byte[] pickle) {
		Unpickler machine = new Unpickler(pickle);
		while (true) {
			int code = Byte.toUnsignedInt(machine.in.get());
			if (code == '.') {
				Object result = machine.stack.pop();
				if (!machine.stack.isEmpty() || machine.in.hasRemaining()) {
					throw new IllegalStateException("Something is left");
				}
				return result;
			}
			machine.step(code);
		}
	}

	private void step(int code) {
		switch (code) {
			case 0x80 -> require(this.in.get() == 2, "protocol 2");
			case 'c' -> this.stack.push(new Global(line() + "." + line()));
			case 'N' -> this.stack.push(NONE);
			case 0x88 -> this.stack.push(true);
			case 0x89 -> this.stack.push(false);
			case 'J' -> this.stack.push((long) this.in.getInt());
			case 0x8a -> {
				require(this.in.get() == 8, "a long of 8 bytes");
				this.stack.push(this.in.getLong());
			}
			case 'X' -> this.stack.push(text(this.in.getInt()));
			case ')' -> this.stack.push(List.of());
			case '}' -> this.stack.push(new LinkedHashMap<>());
			case '(' -> this.stack.push(MARK);
			case 't' -> this.stack.push(untilMark());
			case 'Q' -> this.stack.push(new Persistent(list(this.stack.pop())));
			case 'R' -> {
				List<Object> arguments = list(this.stack.pop());
				this.stack.push(new Call((Global) this.stack.pop(), arguments));
			}
			case 0x81 -> {
				require(list(this.stack.pop()).isEmpty(), "no arguments");
				this.stack.push(new Instance((Global) this.stack.pop(), new LinkedHashMap<>()));
			}
			case 'u' -> {
				List<Object> items = untilMark();
				Map<Object, Object> dict = dict(this.stack.getFirst());
				for (int i = 0; i < items.size(); i += 2) {
					require(dict.put(items.get(i), items.get(i + 1)) == null, "a name once");
				}
			}
			case 'b' -> {
				Map<Object, Object> state = dict(this.stack.pop());
				((Instance) this.stack.getFirst()).state().putAll(state);
			}
			default -> throw new IllegalStateException("Opcode %x at %d".formatted(code, this.in.position() - 1));
		}
	}

	private List<Object> untilMark() {
		List<Object> items = new ArrayList<>();
		for (Object item = this.stack.pop(); item != MARK; item = this.stack.pop()) {
			items.add(item);
		}
		Collections.reverse(items);
		return items;
	}

	private String line() {
		StringBuilder line = new StringBuilder();
		for (char c = (char) this.in.get(); c != '\n'; c = (char) this.in.get()) {
			line.append(c);
		}
		return line.toString();
	}

	private String text(int length) {
		byte[] utf8 = new byte[length];
		this.in.get(utf8);
		return new String(utf8, StandardCharsets.UTF_8);
	}

	@SuppressWarnings("unchecked")
	private static List<Object> list(Object value) {
		return (List<Object>) value;
	}

	@SuppressWarnings("unchecked")
	private static Map<Object, Object> dict(Object value) {
		return (Map<Object, Object>) value;
	}

	private static void require(boolean condition, String what) {
		if (!condition) {
			throw new IllegalStateException("Not " + what);
		}
	}

}
