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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.tensor.DType;

/**
 * Writes the object graph of an archive as PyTorch's unpickler reads it: pickle protocol
 * 2, objects as {@code NEWOBJ} and {@code BUILD}, tensors as a reference to a storage
 * that is a file of its own.
 */
final class Pickle {

	private static final byte PROTO = (byte) 0x80;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final List<Weight> weights = new ArrayList<>();

	/**
	 * The bytes of {@code data.pkl} and the weights in the order of their storages' keys.
	 */
	record Pickled(byte[] bytes, List<Weight> weights) {
	}

	static Pickled of(Value.Module root) {
		Pickle pickle = new Pickle();
		pickle.op(PROTO).op(2);
		pickle.value(root);
		pickle.op('.');
		return new Pickled(pickle.out.toByteArray(), List.copyOf(pickle.weights));
	}

	/**
	 * The empty tuple: what {@code constants.pkl} holds, since no code refers to a
	 * constant.
	 */
	static byte[] emptyTuple() {
		return new byte[] { PROTO, 2, ')', '.' };
	}

	private void value(Value value) {
		switch (value) {
			case Value.Module module -> module(module);
			case Weight weight -> tensor(weight);
			case Value.Int number -> integer(number.value());
			case Value.Real number ->
				op('G').bytes(ByteBuffer.allocate(Double.BYTES).putDouble(number.value()).array());
			case Value.Bool bool -> bool(bool.value());
			case Value.Text text -> text(text.value());
			case Value.None _ -> op('N');
		}
	}

	private void module(Value.Module module) {
		int dot = module.type().lastIndexOf('.');
		global(module.type().substring(0, dot), module.type().substring(dot + 1));
		op(')').op(0x81); // no arguments, NEWOBJ
		op('}').op('('); // an empty dict, MARK
		module.attributes().forEach((name, value) -> {
			text(name);
			value(value);
		});
		op('u').op('b'); // SETITEMS, BUILD
	}

	private void tensor(Weight weight) {
		global("torch._utils", "_rebuild_tensor_v2");
		op('(');
		op('(');
		text("storage");
		global("torch", storage(weight.dtype()));
		text(Integer.toString(this.weights.size()));
		text("cpu");
		integer(weight.shape().elements());
		op('t').op('Q'); // TUPLE, BINPERSID
		integer(0); // the offset in the storage
		tuple(weight.shape().sizes());
		tuple(weight.strides());
		bool(false); // requires_grad
		global("collections", "OrderedDict");
		op(')').op('R'); // no backward hooks
		op('t').op('R'); // TUPLE, REDUCE
		this.weights.add(weight);
	}

	private static String storage(DType dtype) {
		return switch (dtype) {
			case F32 -> "FloatStorage";
			case F16 -> "HalfStorage";
			case BF16 -> "BFloat16Storage";
			default -> throw new IllegalArgumentException("No weight is " + dtype);
		};
	}

	private void tuple(long[] values) {
		op('(');
		for (long value : values) {
			integer(value);
		}
		op('t');
	}

	private void integer(long value) {
		if (value == (int) value) {
			op('J').bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt((int) value).array());
		}
		else {
			op(0x8a).op(8).bytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
		}
	}

	private void bool(boolean value) {
		op(value ? 0x88 : 0x89);
	}

	private void text(String value) {
		byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
		op('X').bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length).array()).bytes(utf8);
	}

	private void global(String module, String name) {
		op('c').bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
	}

	private Pickle op(int code) {
		this.out.write(code);
		return this;
	}

	private Pickle bytes(byte[] bytes) {
		this.out.writeBytes(bytes);
		return this;
	}

}
