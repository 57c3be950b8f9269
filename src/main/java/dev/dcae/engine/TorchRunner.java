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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.model.Operation;
import dev.dcae.serving.BatchRunner;
import dev.dcae.serving.ItemResult;
import dev.dcae.serving.OutOfDeviceMemoryException;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * An archive loaded to a device. One thread at a time, always the same: libgomp keeps a
 * team of threads for each thread that ever called it.
 */
public final class TorchRunner implements BatchRunner {

	private final SharedModel shared;

	private final Model model;

	private final Block block;

	private final ParameterStore parameters = new ParameterStore();

	private final HostBuffer staging;

	private final HostBuffer answers;

	/**
	 * Says that answers come from another memory than the process's.
	 */
	private final boolean transfers;

	private final AutoencoderConfig config;

	private final DeviceMemories memories;

	private final CallThreads threads;

	private final long bytes;

	private boolean closed;

	TorchRunner(SharedModel shared, AutoencoderConfig config, DeviceMemories memories, PageLock pages,
			CallThreads threads) {
		this.shared = shared;
		this.memories = memories;
		this.staging = new HostBuffer(pages);
		this.answers = new HostBuffer(pages);
		this.transfers = pages != PageLock.NONE;
		this.model = shared.model();
		this.block = this.model.getBlock();
		this.config = config;
		this.threads = threads;
		this.bytes = shared.claimBytes();
	}

	/**
	 * Loads an archive for this runner alone.
	 * @param archive a file of {@link dev.dcae.torchscript.Compiler}
	 * @param config of the model it was compiled from
	 * @param device {@code cpu} or {@code cuda:N}
	 * @param threads libtorch's threads a call on the CPU; the first runner of the
	 * process decides
	 * @throws MissingDeviceException if the machine has no such device
	 * @throws EngineRunException if libtorch cannot load the archive
	 */
	public static TorchRunner load(Path archive, AutoencoderConfig config, String device, int threads) {
		return new TorchEngine(threads).load(archive, config, device);
	}

	@Override
	public boolean runAlone(boolean alone) {
		return !this.model.getNDManager().getDevice().isGpu() && this.threads.use(alone);
	}

	@Override
	public List<ItemResult> run(Operation operation, List<Tensor> items) {
		requireBatch(operation.takesPixels() ? DType.U8 : DType.F32, items);
		Tensor first = items.getFirst();
		if (operation.encodes()) {
			requireWholeLatent(first.shape(), operation.takesPixels() ? 0 : 1);
		}
		try (NDManager manager = this.model.getNDManager().newSubManager()) {
			NDArray batch = stage(manager, items);
			NDList outputs = call(operation.method(), manager, batch);
			List<ItemResult> results = results(outputs.get(0), outputs.get(1), items.size());
			this.staging.lock();
			this.answers.lock();
			this.memories.sample(this.model.getNDManager().getDevice());
			return results;
		}
		catch (RuntimeException ex) {
			throw EngineFailure.of(ex);
		}
		catch (OutOfMemoryError ex) {
			// Staging or answers: a smaller batch needs less of either.
			throw new OutOfDeviceMemoryException("The batch did not fit the process's memory", ex);
		}
		finally {
			this.staging.trim();
			this.answers.trim();
		}
	}

	/**
	 * The answers of each part of one end of the model, in order: convolution in, stages,
	 * ends. For holding a port against its reference.
	 * @param encoder whether to trace the encoder, from images, or the decoder, from
	 * latents
	 * @param items float32, without a batch dimension
	 * @return float32 tensors with a batch dimension
	 */
	public List<Tensor> trace(boolean encoder, List<Tensor> items) {
		requireBatch(DType.F32, items);
		try (NDManager manager = this.model.getNDManager().newSubManager()) {
			NDList outputs = call(encoder ? "trace_encode" : "trace_decode", manager, stage(manager, items));
			List<Tensor> traced = new ArrayList<>();
			for (NDArray output : outputs) {
				traced.add(read(output.toType(DataType.FLOAT32, false)));
			}
			return traced;
		}
	}

	/**
	 * Items that do not fit each other would be put together wrongly, and an array of
	 * another type would abort the whole process inside libdjl.
	 */
	private static void requireBatch(DType dtype, List<Tensor> items) {
		if (items.isEmpty()) {
			throw new IllegalArgumentException("A batch has at least one item");
		}
		Shape shape = items.getFirst().shape();
		for (Tensor item : items) {
			if (item.dtype() != dtype) {
				throw new IllegalArgumentException(
						"The operation takes %s, not %s".formatted(dtype.torchName(), item.dtype().torchName()));
			}
			if (!item.shape().equals(shape)) {
				throw new IllegalArgumentException(
						"A batch has items of one shape, not %s and %s".formatted(shape, item.shape()));
			}
		}
	}

	/**
	 * A convolution that halves an odd side would leave a row or a column out.
	 * @param height the dimension that it is
	 */
	private void requireWholeLatent(Shape image, int height) {
		if (image.rank() != 3 || image.size(height) % this.config.ratio() != 0
				|| image.size(height + 1) % this.config.ratio() != 0) {
			throw new EngineRunException("The sides of an image must be multiples of %d, not those of %s"
				.formatted(this.config.ratio(), image));
		}
	}

	private NDList call(String method, NDManager manager, NDArray batch) {
		NDArray name = manager.create(0f);
		name.setName("module_method:" + method);
		return this.block.forward(this.parameters, new NDList(batch, name), false);
	}

	private NDArray stage(NDManager manager, List<Tensor> items) {
		Tensor first = items.getFirst();
		long each = first.data().byteSize();
		ByteBuffer bytes = this.staging.of(each * items.size());
		MemorySegment to = MemorySegment.ofBuffer(bytes);
		for (int i = 0; i < items.size(); i++) {
			MemorySegment.copy(items.get(i).data(), 0, to, i * each, each);
		}
		DataType type = (first.dtype() == DType.U8) ? DataType.UINT8 : DataType.FLOAT32;
		return manager.create(bytes, djl(first.shape().prepend(items.size())), type);
	}

	private List<ItemResult> results(NDArray outputs, NDArray flags, int count) {
		DType dtype = dtype(outputs);
		Shape shape = new Shape(outputs.getShape().getShape()).tail();
		long each = Tensor.bytes(dtype, shape);
		MemorySegment bytes = this.transfers ? transferred(outputs, each * count) : bytes(outputs);
		boolean[] finite = flags.toBooleanArray();
		List<ItemResult> results = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			// Each item has memory of its own: a slow reader of one does not hold the
			// whole batch.
			Tensor output = Tensor.zeros(dtype, shape);
			output.data().copyFrom(bytes.asSlice(i * each, each));
			results.add(new ItemResult(output, finite[i]));
		}
		return results;
	}

	private static Tensor read(NDArray array) {
		Tensor tensor = Tensor.zeros(dtype(array), new Shape(array.getShape().getShape()));
		tensor.data().copyFrom(bytes(array));
		return tensor;
	}

	/**
	 * The answers in memory whose pages are locked. DJL's own transfer is to pages that
	 * are not, by way of some of the driver's.
	 */
	private MemorySegment transferred(NDArray outputs, long size) {
		ByteBuffer memory = this.answers.of(size);
		try (NDManager host = outputs.getManager().newSubManager(Device.cpu())) {
			long[] sides = outputs.getShape().getShape();
			long[] steps = new long[sides.length];
			Arrays.fill(steps, 1);
			NDArray target = host.create(memory, outputs.getShape(), outputs.getDataType());
			JniUtils.indexSet((PtNDArray) target, (PtNDArray) outputs, new long[sides.length], sides, steps);
		}
		return MemorySegment.ofBuffer(memory);
	}

	/**
	 * On a CPU a view of libtorch's memory, valid while the array is open; from a GPU
	 * this is a transfer.
	 */
	private static MemorySegment bytes(NDArray array) {
		return MemorySegment.ofBuffer(array.toByteBuffer(true));
	}

	private static DType dtype(NDArray array) {
		return switch (array.getDataType()) {
			case FLOAT32 -> DType.F32;
			case UINT8 -> DType.U8;
			default -> throw new IllegalStateException("No operation answers " + array.getDataType());
		};
	}

	private static ai.djl.ndarray.types.Shape djl(Shape shape) {
		return new ai.djl.ndarray.types.Shape(shape.sizes());
	}

	/**
	 * Runs a small image through the model, there and back: the first call of a method
	 * compiles its code, and allocates what stays allocated.
	 */
	@Override
	public void warmUp() {
		int side = 2 * this.config.ratio();
		Tensor image = Tensor.zeros(DType.U8, new Shape(side, side, AutoencoderConfig.IMAGE_CHANNELS));
		Tensor latent = run(Operation.ENCODE_IMAGE, List.of(image)).getFirst().output();
		run(Operation.DECODE_IMAGE, List.of(latent));
		if (this.config.samples()) {
			run(Operation.ENCODE_IMAGE_MOMENTS, List.of(image));
		}
	}

	/**
	 * The weights, which are nearly all that stays; runners that share them count them
	 * once.
	 */
	@Override
	public long memoryBytes() {
		return this.bytes;
	}

	@Override
	public void freeCache() {
		if (this.model.getNDManager().getDevice().isGpu()) {
			this.memories.askAround(this.model.getNDManager().getDevice(), () -> free(JniUtils::emptyCudaCache));
		}
	}

	/**
	 * Frees a cache. It waits for the device, so it may be the first to hear that that is
	 * lost.
	 */
	static void free(Runnable cache) {
		try {
			cache.run();
		}
		catch (RuntimeException ex) {
			throw EngineFailure.of(ex, "The device could not free its cache");
		}
	}

	@Override
	public void close() {
		if (!this.closed) {
			this.closed = true;
			this.staging.release();
			this.answers.release();
			this.shared.unclaimBytes(this.bytes);
			this.shared.close();
		}
	}

}
