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
package dev.dcae.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Calls a small model again and again, in turn with each of eight shapes, and prints the
 * anonymous memory now and then. Arguments: a folder for the archive, the number of
 * calls, the bytes to leak at each.
 */
final class CallLoop {

	static final int EVERY = 250;

	private record Call(Operation operation, Tensor item) {
	}

	private CallLoop() {
	}

	public static void main(String[] arguments) throws IOException {
		int calls = Integer.parseInt(arguments[1]);
		int leak = Integer.parseInt(arguments[2]);
		List<ByteBuffer> leaked = new ArrayList<>();
		List<Call> cycle = cycle();
		try (TorchRunner runner = Fixture.of("tiny-sana").load(Path.of(arguments[0]), Precision.FP32)) {
			for (int i = 1; i <= calls; i++) {
				Call call = cycle.get(i % cycle.size());
				runner.run(call.operation(), List.of(call.item()));
				if (leak > 0) {
					ByteBuffer buffer = ByteBuffer.allocateDirect(leak);
					for (int touched = 0; touched < leak; touched += 1024) {
						buffer.put(touched, (byte) 1);
					}
					leaked.add(buffer);
				}
				if (i % EVERY == 0) {
					ForkedJava.print(i, AnonymousMemory.bytes());
				}
			}
		}
		ForkedJava.print("leaked ", (long) leaked.size() * leak);
	}

	private static List<Call> cycle() {
		List<Call> calls = new ArrayList<>();
		for (long[] sides : new long[][] { { 1, 1 }, { 2, 3 }, { 4, 2 }, { 3, 3 } }) {
			calls.add(new Call(Operation.ENCODE, Tensor.zeros(DType.F32, new Shape(3, 8 * sides[0], 8 * sides[1]))));
			calls.add(new Call(Operation.DECODE_IMAGE, Tensor.zeros(DType.F32, new Shape(8, sides[1], sides[0]))));
		}
		return calls;
	}

}
