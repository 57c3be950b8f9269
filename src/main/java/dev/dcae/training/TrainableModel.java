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
package dev.dcae.training;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.dcae.engine.Torch;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.TrainingArchive;

/**
 * A DC-AE in libtorch whose tensors can be trained. Not for several threads.
 */
final class TrainableModel implements AutoCloseable {

	private final DcAeConfig config;

	private final TrainedArchive archive;

	private final List<String> parts;

	private TrainableModel(DcAeConfig config, TrainedArchive archive, List<String> parts) {
		this.config = config;
		this.archive = archive;
		this.parts = parts;
	}

	/**
	 * Loads a model.
	 * @param folder of the run
	 * @param weights answers every tensor of the config
	 * @param trained tells by name which tensors get gradients
	 * @param precision that the network computes in; weights and gradients are float32
	 * @param threads of libtorch; the first call of the process decides
	 */
	static TrainableModel load(Path folder, DcAeConfig config, Function<String, Tensor> weights,
			Predicate<String> trained, Precision precision, int threads) {
		TrainableModel model = loaded(folder, config, weights, trained, precision, threads);
		if (model.parameters().isEmpty()) {
			model.close();
			throw new IllegalStateException("Nothing is trained");
		}
		return model;
	}

	/**
	 * Loads a model in float32 that is only looked at.
	 * @param folder of the run
	 * @param tensors every tensor of the config
	 */
	static TrainableModel frozen(Path folder, DcAeConfig config, Map<String, Tensor> tensors, int threads) {
		return loaded(folder, config, (name) -> Objects.requireNonNull(tensors.get(name)), (name) -> false,
				Precision.FP32, threads);
	}

	private static TrainableModel loaded(Path folder, DcAeConfig config, Function<String, Tensor> weights,
			Predicate<String> trained, Precision precision, int threads) {
		Torch.load(threads);
		TrainingArchive archive = TrainingArchive.of(config, weights, precision);
		return new TrainableModel(config, TrainedArchive.load(folder, archive::writeTo, archive.tensors(), trained),
				archive.parts());
	}

	DcAeConfig config() {
		return this.config;
	}

	/**
	 * The tensors that are trained, by their names in diffusers.
	 */
	SequencedMap<String, NDArray> parameters() {
		return this.archive.parameters();
	}

	/**
	 * The names of the parts whose sizes are {@link Losses#sizes()}.
	 */
	List<String> parts() {
		return this.parts;
	}

	NDManager manager() {
		return this.archive.manager();
	}

	/**
	 * The answer of a forward pass. The arrays belong to the manager it was given.
	 *
	 * @param total what to minimise, a scalar
	 * @param terms the seven terms of {@link TrainingArchive#TERMS}, unweighted
	 * @param sizes the RMS of each of {@link TrainableModel#parts()}
	 * @param output the reconstruction, [B, 3, H, W]
	 * @param target what it should be, [B, 3, H, W]
	 */
	record Losses(NDArray total, NDArray terms, NDArray sizes, NDArray output, NDArray target) {
	}

	/**
	 * Encodes and decodes a batch.
	 * @param manager what the answer belongs to
	 * @param pixels uint8 [B, H, W, 3], sides multiples of the ratio
	 * @param channels how many of the latent's channels are kept, from the front
	 * @param weights of the terms
	 */
	Losses forward(NDManager manager, Tensor pixels, int channels, float[] weights) {
		float[] mask = new float[this.config.latentChannels()];
		Arrays.fill(mask, 0, channels, 1);
		NDList inputs = new NDList(pixels(manager, pixels),
				manager.create(mask, new ai.djl.ndarray.types.Shape(1, mask.length, 1, 1)), manager.create(weights));
		NDList outputs = this.archive.call("loss", manager, inputs, true);
		return new Losses(outputs.get(0), outputs.get(1), outputs.get(2), outputs.get(3), outputs.get(4));
	}

	/**
	 * Encodes and decodes a batch without gradients.
	 * @return float32 [B, 3, H, W]
	 */
	Tensor reconstruct(Tensor pixels) {
		try (NDManager manager = manager().newSubManager()) {
			return read(forward(manager, pixels, this.config.latentChannels(),
					new LossWeights(0, 0, 0, 0, 0, 0, 0, 0).terms())
				.output());
		}
	}

	/**
	 * Encodes a batch.
	 * @param pixels uint8 [B, H, W, 3]
	 * @return float32 [B, c, h, w]
	 */
	Tensor encode(Tensor pixels) {
		try (NDManager manager = manager().newSubManager()) {
			return read(this.archive.call("latent", manager, new NDList(pixels(manager, pixels)), false)
				.singletonOrThrow());
		}
	}

	private static NDArray pixels(NDManager manager, Tensor pixels) {
		if (pixels.dtype() != DType.U8 || pixels.shape().rank() != 4) {
			throw new IllegalArgumentException(
					"Pixels are uint8 [B, H, W, 3], not %s %s".formatted(pixels.dtype(), pixels.shape()));
		}
		ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(pixels.data().byteSize()))
			.order(ByteOrder.nativeOrder());
		bytes.put(pixels.toBytes()).flip();
		return manager.create(bytes, new ai.djl.ndarray.types.Shape(pixels.shape().sizes()), DataType.UINT8);
	}

	/**
	 * A float32 array as a tensor of the process's own memory.
	 */
	static Tensor read(NDArray array) {
		return Tensor.of(new Shape(array.getShape().getShape()), array.toFloatArray());
	}

	@Override
	public void close() {
		this.archive.close();
	}

}
