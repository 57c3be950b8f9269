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
package dev.dcae.ops;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;

import com.sun.management.OperatingSystemMXBean;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Precision;
import dev.dcae.serving.ModelLimits;

/**
 * The memory that batches on the CPU share. A GPU says that its memory is full, and its
 * batch runs in halves; on the CPU nothing is said, and the kernel ends the process. So
 * batches there are bounded beforehand, by what the machine or the container has beside
 * the heap and the weights.
 *
 * @param bytes beside the heap
 * @param lanes that may run a batch each
 */
public record CpuMemory(long bytes, int lanes) {

	/**
	 * Without bounds, for a caller who chose the size of batches and images.
	 */
	public static final CpuMemory UNLIMITED = new CpuMemory(Long.MAX_VALUE, 1);

	private static final String CPU = "cpu";

	/**
	 * The memory of the JVM beside its heap, of libtorch, and of what its allocator
	 * keeps.
	 */
	private static final long OVERHEAD_BYTES = 768L << 20;

	/**
	 * The memory of a weight: a float32, and a third more for the kernels of upsampling
	 * by phases and what packing the weights leaves between them. Measured on full-size
	 * models, of which the largest stayed below.
	 */
	private static final double BYTES_PER_WEIGHT = Float.BYTES * 4.0 / 3;

	/**
	 * The memory that this process may use.
	 */
	public static CpuMemory ofProcess(int lanes) {
		long total = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
		return new CpuMemory(total - HeapSize.max() - OVERHEAD_BYTES, lanes);
	}

	/**
	 * A lane's part of what the weights leave. Tiles run in any case: without them the
	 * model would be of no use.
	 * @param weights of all models at the moment, in bytes
	 */
	ModelLimits.Memory of(Autoencoder model, LongSupplier weights) {
		if (!model.devices().contains(CPU)) {
			return ModelLimits.Memory.OF_DEVICE;
		}
		long tile = model.tiling().tile();
		return new ModelLimits.Memory(() -> part(weights.getAsLong()), tile * tile);
	}

	/**
	 * A lane's part of what the weights leave, in bytes.
	 * @param weights of all models, in bytes
	 */
	long part(long weights) {
		return Math.max(0, this.bytes - weights) / this.lanes;
	}

	/**
	 * The bytes of a model's weights, which lanes share, and of the copy in float32 for
	 * what overflows in half precision; 0 if it does not run here.
	 * @param fp32Retry whether there may be such a copy
	 */
	long weights(Autoencoder model, boolean fp32Retry) {
		if (!model.devices().contains(CPU)) {
			return 0;
		}
		int copies = (fp32Retry && model.precision() != Precision.FP32) ? 2 : 1;
		return (long) (copies * BYTES_PER_WEIGHT * model.config().parameters());
	}

}
