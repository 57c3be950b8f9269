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

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.serving.ItemResult;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;

/**
 * The work of a service from its start to its first image, with the time and the
 * anonymous memory that it takes. Arguments: a checkpoint's folder and a folder for
 * archives.
 */
final class ColdStart {

	private ColdStart() {
	}

	public static void main(String[] arguments) throws IOException {
		long start = System.nanoTime();
		try (AnonymousMemory.Peak peak = new AnonymousMemory.Peak()) {
			Path archive;
			AutoencoderConfig config;
			try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(Path.of(arguments[0])))) {
				print("opened ", start, peak);
				config = checkpoint.config();
				Compiler compiler = Compiler.of(config, checkpoint::tensor, Precision.FP32);
				archive = new ArchiveCache(Path.of(arguments[1])).get(checkpoint.digest(), compiler);
				print("compiled ", start, peak);
			}
			try (TorchRunner runner = TorchRunner.load(archive, config, "cpu",
					Runtime.getRuntime().availableProcessors())) {
				print("loaded ", start, peak);
				Tensor image = Tensor.zeros(DType.F32, new Shape(3, 64, 64));
				ItemResult latent = runner.run(Operation.ENCODE, List.of(image)).getFirst();
				ItemResult decoded = runner.run(Operation.DECODE_IMAGE, List.of(latent.output())).getFirst();
				print("ran ", start, peak);
				ForkedJava.print("finite ", latent.finite() && decoded.finite() ? 1 : 0);
				ForkedJava.print("height ", decoded.output().shape().size(0));
			}
		}
	}

	private static void print(String what, long start, AnonymousMemory.Peak peak) {
		ForkedJava.print(what + "after ms", (System.nanoTime() - start) / 1_000_000);
		ForkedJava.print(what + "peak", peak.bytes());
	}

}
