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

import java.util.List;
import java.util.Optional;

import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.serving.Caller;
import dev.dcae.serving.Deadline;
import dev.dcae.serving.ModelLimits;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServingException;
import dev.dcae.serving.WorkItem;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The largest batch on the CPU.
 */
class CpuMemoryTests {

	private static final long GIB = 1L << 30;

	@Test
	void lanesShareWhatTheWeightsLeave() {
		Autoencoder model = model("cpu");
		long weights = 16 * model.config().parameters() / 3;
		assertThat(weights).isPositive();
		assertThat(bytes(new CpuMemory(3 * GIB + weights, 3), model, true)).isBetween(GIB - 1, GIB);
	}

	@Test
	void aCopyInFp32ForWhatOverflowsIsCounted() {
		Autoencoder half = model("cpu", Precision.BF16);
		long weights = 16 * half.config().parameters() / 3;
		CpuMemory memory = new CpuMemory(GIB + 2 * weights, 1);
		assertThat(bytes(memory, half, true)).isBetween(GIB - 1, GIB + 1);
		assertThat(bytes(memory, half, false)).isBetween(GIB + weights - 1, GIB + weights + 1);
	}

	@Test
	void twiceTheMemoryIsTwiceTheBatch() {
		Autoencoder model = model("cpu");
		long one = pixels(new CpuMemory(GIB, 1), model);
		long two = pixels(new CpuMemory(2 * GIB, 1), model);
		assertThat(one).isLessThan(GIB / 4 / model.config().peakElementsPerPixel(Operation.DECODE_IMAGE));
		assertThat(two).isBetween(2 * one, 2 * one + one / 10);
	}

	@Test
	void theWeightsOfAllModelsAreLeftToThemHoweverLateTheyCome() {
		CpuMemory memory = new CpuMemory(GIB / 4, 2);
		ModelHost host = IdleModels.host(memory, (spec) -> IdleModels.prepared(spec, ConfigJson.tinyKl()),
				spec("first", "cpu"), spec("second", "cpu"));
		try (Scheduler scheduler = host.scheduler()) {
			host.loader().load("first");
			long alone = largest(scheduler);
			host.loader().load("second");
			long both = largest(scheduler);
			Autoencoder model = scheduler.models().find("first").orElseThrow();
			long weights = memory.weights(model, true);
			long each = 4 * (4 * model.config().peakElementsPerPixel(Operation.DECODE_IMAGE) + 48);
			assertThat(2 * both * each + 2 * weights).isBetween(GIB / 4 - 4 * each, GIB / 4);
			assertThat(both).isLessThan(alone);
			host.loader().unload("second");
			assertThat(largest(scheduler)).isEqualTo(alone);
		}
	}

	@Test
	void aModelThatCouldNotBeLoadedTakesNoMemory() {
		ModelHost host = IdleModels.host(new CpuMemory(GIB / 4, 2), (spec) -> {
			PreparedModel prepared = IdleModels.prepared(spec, ConfigJson.tinyKl());
			return spec.id().equals("first") ? prepared
					: new PreparedModel(prepared.autoencoder(), (device, precision) -> {
						throw new IllegalStateException("injected");
					});
		}, spec("first", "cpu"), spec("second", "cpu"));
		try (Scheduler scheduler = host.scheduler()) {
			host.loader().load("first");
			long alone = largest(scheduler);
			assertThatIllegalStateException().isThrownBy(() -> host.loader().load("second"));
			assertThat(largest(scheduler)).isEqualTo(alone);
		}
	}

	/**
	 * The largest image that the first model takes at the moment.
	 */
	private static long largest(Scheduler scheduler) {
		WorkItem item = new WorkItem("first", Operation.DECODE_IMAGE, Tensor.zeros(DType.F32, new Shape(4, 1, 1)),
				1 << 20, 0, Deadline.NONE, Caller.ANYONE);
		try {
			scheduler.submit(item);
			throw new AssertionError("There is room for it");
		}
		catch (ServingException.TooLarge ex) {
			return ex.largestPixels();
		}
	}

	private static ModelSpec spec(String id, String device) {
		return new ModelSpec(id, CheckpointSource.of("/" + id), Precision.FP32, List.of(device),
				ModelSpec.Tiles.DEFAULT, true, Optional.empty(), false);
	}

	@Test
	void aTileAlwaysRuns() {
		Autoencoder model = model("cpu");
		assertThat(pixels(new CpuMemory(0, 2), model)).isEqualTo(64 * 64);
		assertThat(pixels(new CpuMemory(-GIB, 2), model)).isEqualTo(64 * 64);
	}

	@Test
	void aGpuSaysItself() {
		assertThat(new CpuMemory(0, 1).of(model("cuda:0"), () -> 0)).isEqualTo(ModelLimits.Memory.OF_DEVICE);
	}

	@Test
	void withoutEndOnlyKernelsBoundABatch() {
		Autoencoder model = model("cpu");
		assertThat(pixels(CpuMemory.UNLIMITED, model)).isEqualTo(
				ModelLimits.of(model.config(), ModelLimits.Memory.OF_DEVICE).largestPixels(Operation.DECODE_IMAGE));
	}

	@Test
	void theProcessHasLessThanTheMachine() {
		CpuMemory memory = CpuMemory.ofProcess(2);
		assertThat(memory.lanes()).isEqualTo(2);
		assertThat(memory.bytes()).isLessThan(Long.MAX_VALUE / 2);
	}

	private static long bytes(CpuMemory memory, Autoencoder model, boolean fp32Retry) {
		return memory.of(model, () -> memory.weights(model, fp32Retry)).bytes().getAsLong();
	}

	private static long pixels(CpuMemory memory, Autoencoder model) {
		return ModelLimits.of(model.config(), memory.of(model, () -> memory.weights(model, true)))
			.largestPixels(Operation.DECODE_IMAGE);
	}

	private static Autoencoder model(String device) {
		return model(device, Precision.FP32);
	}

	private static Autoencoder model(String device, Precision precision) {
		DcAeConfig config = ConfigJson.tiny().read();
		return new Autoencoder("tiny", config, "digest", "encoder", precision, List.of(device),
				new Tiling(config.ratio(), 64, 64, 4096), "");
	}

}
