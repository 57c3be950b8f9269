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

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.ParameterStore;
import dev.dcae.serving.OutOfDeviceMemoryException;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * The difference that people see between two images, by a network that the user brings as
 * a TorchScript file: LPIPS of Zhang et al., "The Unreasonable Effectiveness of Deep
 * Features as a Perceptual Metric" (2018), or another. Its {@code forward(a, b)} takes
 * two float32 tensors [1, 3, H, W] in [-1, 1] and answers a tensor of one element, 0 for
 * equal images.
 *
 * <p>
 * Any thread may ask. One thread of its own calls libtorch, since libgomp keeps a team of
 * threads for each that ever did.
 */
public final class PerceptualDistance implements AutoCloseable {

	/**
	 * The side of the image that a file is tried with: what the usual networks need at
	 * least.
	 */
	private static final int PROBE = 64;

	/**
	 * The distance below which one is zero but for rounding.
	 */
	private static final double ZERO = 1e-3;

	private final ExecutorService thread = Executors
		.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("perceptual-distance").factory());

	private final SharedModel shared;

	private final ParameterStore parameters = new ParameterStore();

	private PerceptualDistance(SharedModel shared) {
		this.shared = shared;
	}

	/**
	 * Loads a network, and tries it.
	 * @param file a TorchScript archive
	 * @param device {@code cpu} or {@code cuda:N}
	 * @param threads libtorch's threads a call on the CPU; the first use of libtorch in
	 * the process decides
	 * @throws MissingDeviceException if the machine has no such device
	 * @throws EngineRunException if the file is no such network, saying why
	 */
	public static PerceptualDistance load(Path file, String device, int threads) {
		if (!Files.isRegularFile(file)) {
			throw new EngineRunException(
					"There is no file %s; it should be the TorchScript archive of LPIPS".formatted(file));
		}
		PerceptualDistance distance = new PerceptualDistance(
				new TorchEngine(threads).open(file, Devices.find(Torch.load(threads), device)));
		try {
			distance.probe(file);
			return distance;
		}
		catch (RuntimeException ex) {
			distance.close();
			throw ex;
		}
	}

	private void probe(Path file) {
		byte[] pixels = new byte[3 * PROBE * PROBE];
		for (int i = 0; i < pixels.length; i++) {
			pixels[i] = (byte) (i / 3);
		}
		Tensor image = Tensor.ofBytes(new Shape(PROBE, PROBE, 3), pixels);
		double same;
		try {
			same = between(image, image);
		}
		catch (RuntimeException ex) {
			throw new EngineRunException(
					("%s is no perceptual distance: its forward(a, b) has to take two float32 tensors [1, 3, H, W]"
							+ " in [-1, 1] and to answer a tensor of one element")
						.formatted(file),
					ex);
		}
		if (Math.abs(same) > ZERO) {
			throw new EngineRunException(
					"%s is no perceptual distance: it answers %s for two equal images, which has to be 0"
						.formatted(file, same));
		}
	}

	/**
	 * The distance of two images.
	 * @param one uint8 RGB [H, W, 3]
	 * @param other of the same shape
	 * @return 0 for equal images, more for what looks more different
	 * @throws IllegalArgumentException if the shapes differ or are no image's
	 * @throws EngineRunException if the network cannot compare images of this size, or
	 * its answer is not finite
	 */
	public double between(Tensor one, Tensor other) {
		requireImage(one);
		requireImage(other);
		if (!one.shape().equals(other.shape())) {
			throw new IllegalArgumentException("Cannot compare %s with %s".formatted(one.shape(), other.shape()));
		}
		return onItsThread(() -> run(one, other));
	}

	private static void requireImage(Tensor tensor) {
		Shape shape = tensor.shape();
		if (tensor.dtype() != DType.U8 || shape.rank() != 3 || shape.size(2) != 3 || shape.elements() == 0) {
			throw new IllegalArgumentException(
					"An image is uint8 [H, W, 3], not %s %s".formatted(tensor.dtype().torchName(), shape));
		}
	}

	private double run(Tensor one, Tensor other) {
		try (NDManager manager = this.shared.model().getNDManager().newSubManager()) {
			NDList answer = this.shared.model()
				.getBlock()
				.forward(this.parameters, new NDList(input(manager, one), input(manager, other)), false);
			double distance = element(answer);
			if (!Double.isFinite(distance)) {
				throw new EngineRunException("The perceptual distance of the images is not a finite number");
			}
			return distance;
		}
		catch (EngineRunException ex) {
			throw ex;
		}
		catch (OutOfMemoryError ex) {
			throw withoutMemory(one, ex);
		}
		catch (RuntimeException ex) {
			RuntimeException failure = EngineFailure.of(ex);
			throw (failure instanceof OutOfDeviceMemoryException) ? withoutMemory(one, failure) : failure;
		}
	}

	private static EngineRunException withoutMemory(Tensor image, Throwable cause) {
		return new EngineRunException("Comparing images of %s did not fit the memory".formatted(image.shape()), cause);
	}

	/**
	 * The only element. A text would come as an array without memory, and reading it
	 * would end the process.
	 */
	private static float element(NDList answer) {
		if (answer.size() != 1 || !answer.getFirst().getDataType().isFloating() || answer.getFirst().size() != 1) {
			throw new EngineRunException("The perceptual distance did not answer a tensor of one element");
		}
		return answer.getFirst().toType(DataType.FLOAT32, false).toFloatArray()[0];
	}

	/**
	 * uint8 [H, W, 3] to float32 [1, 3, H, W] in [-1, 1].
	 */
	private static NDArray input(NDManager manager, Tensor image) {
		ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(image.data().byteSize()))
			.order(ByteOrder.nativeOrder());
		MemorySegment.ofBuffer(bytes).copyFrom(image.data());
		ai.djl.ndarray.types.Shape shape = new ai.djl.ndarray.types.Shape(image.shape().sizes());
		try (NDArray levels = manager.create(bytes, shape, DataType.UINT8)) {
			return levels.toType(DataType.FLOAT32, false).divi(127.5f).subi(1f).transpose(2, 0, 1).expandDims(0);
		}
	}

	private <T> T onItsThread(Supplier<T> call) {
		try {
			return CompletableFuture.supplyAsync(call, this.thread).join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

	@Override
	public void close() {
		this.thread.close();
		this.shared.close();
	}

}
