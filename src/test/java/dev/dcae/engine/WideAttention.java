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
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;

/**
 * Decodes one latent in each precision, and prints the most anonymous memory that was
 * seen. Arguments: a checkpoint's folder, a folder for archives, the latent's side, and
 * precisions.
 */
final class WideAttention {

	private WideAttention() {
	}

	public static void main(String[] arguments) throws IOException {
		int side = Integer.parseInt(arguments[2]);
		for (int i = 3; i < arguments.length; i++) {
			Precision precision = Precision.valueOf(arguments[i]);
			String name = precision.name().toLowerCase(Locale.ROOT);
			try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(Path.of(arguments[0])))) {
				Path archive = new ArchiveCache(Path.of(arguments[1])).get(checkpoint.digest(),
						Compiler.of(checkpoint.config(), checkpoint::tensor, precision));
				try (TorchRunner runner = TorchRunner.load(archive, checkpoint.config(), "cpu", 2);
						AnonymousMemory.Peak peak = new AnonymousMemory.Peak()) {
					long before = AnonymousMemory.bytes();
					long start = System.nanoTime();
					ItemResult result = runner
						.run(Operation.DECODE_IMAGE, List
							.of(Tensor.zeros(DType.F32, new Shape(checkpoint.config().latentChannels(), side, side))))
						.getFirst();
					ForkedJava.print("bytes " + name, peak.bytes() - before);
					ForkedJava.print("ms " + name, (System.nanoTime() - start) / 1_000_000);
					ForkedJava.print("finite " + name, result.finite() ? 1 : 0);
				}
			}
		}
	}

}
