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

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;

import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Precision;
import dev.dcae.tensor.Tensor;

/**
 * A DC-AE as a TorchScript archive to train, with the checkpoint's own tensors in
 * float32, neither folded nor fused, so that what was trained can be written back one to
 * one. Its method {@code loss} takes uint8 pixels {@code [B, H, W, 3]}, a mask of the
 * latent's channels {@code [1, c, 1, 1]} and the weights of the seven {@linkplain #TERMS
 * terms}, and answers their sum, the terms, the RMS of each {@linkplain #parts() part},
 * the reconstruction and its target, both {@code [B, 3, H, W]}. Its method {@code latent}
 * takes pixels to latents.
 */
public final class TrainingArchive {

	/**
	 * The terms of the loss, in order.
	 */
	public static final List<String> TERMS = List.of("l1", "mse", "pooled", "edge", "ssim", "latent", "inner");

	private final Archive archive;

	private TrainingArchive(Archive archive) {
		this.archive = archive;
	}

	/**
	 * Prepares the archive.
	 * @param weights answers every tensor of the config, with its shape
	 * @param precision that {@code loss} computes the network in; {@code latent} is
	 * float32
	 */
	public static TrainingArchive of(DcAeConfig config, Function<String, Tensor> weights, Precision precision) {
		return new TrainingArchive(
				DcAeLowering.lowerForTraining(config, new Weights(weights, Precision.FP32), precision));
	}

	/**
	 * The checkpoint's name of each tensor of the archive, by the name that libtorch
	 * gives it: the path of its attributes.
	 */
	public SequencedMap<String, String> tensors() {
		return tensors(this.archive);
	}

	static SequencedMap<String, String> tensors(Archive archive) {
		SequencedMap<String, String> names = new LinkedHashMap<>();
		collect("", archive.root(), names);
		return names;
	}

	private static void collect(String path, Value.Module module, Map<String, String> names) {
		module.attributes().forEach((name, value) -> {
			switch (value) {
				case Value.Module child -> collect(path + name + ".", child, names);
				case Weight weight -> names.put(path + name, weight.name());
				case Value.Int _, Value.Real _, Value.Bool _, Value.Text _, Value.None _ -> {
				}
			}
		});
	}

	/**
	 * The parts whose RMS a step tells: those of the encoder, the last of which is the
	 * latent, then those of the decoder, the last of which is the image.
	 */
	public List<String> parts() {
		List<String> parts = new ArrayList<>();
		this.archive.root().attributes().forEach((end, value) -> {
			if (value instanceof Value.Module module) {
				module.attributes().keySet().forEach((part) -> parts.add(end + "." + part));
			}
		});
		return parts;
	}

	/**
	 * Writes the archive.
	 */
	public void writeTo(FileChannel channel) throws IOException {
		this.archive.writeTo(channel);
	}

}
