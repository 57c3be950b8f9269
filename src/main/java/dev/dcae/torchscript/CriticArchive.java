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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;

import dev.dcae.model.Precision;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * A small network that tells images from reconstructions, as a TorchScript archive to
 * train. Its method {@code unconvinced} takes reconstructions {@code [B, 3, H, W]} in
 * [-1, 1] and answers what they are trained to lessen, {@code mistaken} takes images and
 * reconstructions and answers what the critic itself is.
 */
public final class CriticArchive {

	/**
	 * The channels between the layers.
	 */
	private static final List<Integer> CHANNELS = List.of(3, 32, 64, 128, 1);

	private static final List<String> LAYERS = List.of("first", "second", "third", "last");

	private static final int KERNEL = 3;

	private final Archive archive;

	private CriticArchive(Archive archive) {
		this.archive = archive;
	}

	/**
	 * The tensors of a critic and their shapes.
	 */
	public static SequencedMap<String, Shape> weights() {
		SequencedMap<String, Shape> weights = new LinkedHashMap<>();
		for (int i = 0; i < LAYERS.size(); i++) {
			int out = CHANNELS.get(i + 1);
			weights.put(name(i) + ".weight", new Shape(out, CHANNELS.get(i), KERNEL, KERNEL));
			weights.put(name(i) + ".bias", new Shape(out));
		}
		return weights;
	}

	private static String name(int layer) {
		return "critic." + LAYERS.get(layer);
	}

	/**
	 * Prepares the archive.
	 * @param weights answers every tensor of {@link #weights()}
	 * @param precision that it computes in
	 */
	public static CriticArchive of(Function<String, Tensor> weights, Precision precision) {
		Weights given = new Weights(weights, Precision.FP32);
		Value.Module root = Value.Module.of("critic.Critic");
		for (int i = 0; i < LAYERS.size(); i++) {
			int stride = (i < LAYERS.size() - 1) ? 2 : 1;
			root = root.with(LAYERS.get(i),
					Blocks.conv(given.compute(name(i) + ".weight"), given.compute(name(i) + ".bias"), stride, 1));
		}
		return new CriticArchive(
				new Archive(new Code(Code.CRITIC).files(), root.with("dtype", Blocks.scalarType(precision))));
	}

	/**
	 * The name of each tensor, by the name that libtorch gives it.
	 */
	public SequencedMap<String, String> tensors() {
		return TrainingArchive.tensors(this.archive);
	}

	/**
	 * Writes the archive.
	 */
	public void writeTo(FileChannel channel) throws IOException {
		this.archive.writeTo(channel);
	}

}
