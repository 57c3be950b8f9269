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

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.dcae.model.ConfigJson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * A configured device is used or missed, never replaced.
 */
class DevicesTests {

	private final Engine engine = Torch.load(2);

	@ParameterizedTest
	@ValueSource(strings = { "cuda", "cuda:0", "cuda:7" })
	void aGpuIsMissedWhereLibtorchHasNoCuda(String name) {
		assumeFalse(this.engine.hasCapability("CUDA"));
		assertThatExceptionOfType(MissingDeviceException.class)
			.isThrownBy(() -> TorchRunner.load(Path.of("never/read.pt"), ConfigJson.tiny().read(), name, 2))
			.withMessageStartingWith(
					"The device %s is configured, but this libtorch (%s) has no CUDA; configure cpu or auto"
						.formatted(name, this.engine.getVersion()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " cpu", "CPU", "cpu:0", "gpu", "cuda:", "cuda:-1", "cuda:a", "cuda:0,1", "cuda:9999",
			"cuda:99999999999", "mps", "cuda:0\n", "GPU-", "MIG-1", "GPU-00112233445566778899aabbccddeeff",
			"MIG-GPU-00112233-4455-6677-8899-aabbccddeeff/1/0", "GPU-00112233-4455-6677-8899-aabbccddeefg" })
	void anUnknownNameIsRefused(String name) {
		assertThatExceptionOfType(MissingDeviceException.class).isThrownBy(() -> Devices.find(this.engine, name))
			.withMessageContaining("'" + name + "' is no device");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cpu" })
	void theCpuIsAlwaysThere(String name) {
		assertThat(Devices.find(this.engine, name)).isEqualTo(Device.cpu());
	}

	@Test
	void autoIsTheCpuWhereThereIsNoGpuAndEveryDeviceIsNamedOnce() {
		assumeFalse(this.engine.hasCapability("CUDA"));
		assertThat(Devices.resolve(List.of("auto"), 2)).containsExactly("cpu");
		assertThat(Devices.resolve(List.of("cpu", "auto", "cpu"), 2)).containsExactly("cpu");
		assertThatExceptionOfType(MissingDeviceException.class)
			.isThrownBy(() -> Devices.resolve(List.of("auto", "cuda:0"), 2));
	}

	private static final String UUID = "00112233-4455-6677-8899-aabbccddeeff";

	private static final String OTHER = "00112233-4455-6677-8899-aabbccddee00";

	@ParameterizedTest
	@CsvSource({ "cuda, 0", "cuda:0, 0", "cuda:1, 1", "GPU-" + OTHER + ", 0", "GPU-" + UUID + ", 1",
			"MIG-" + UUID + ", 1", "mig-00112233-4455-6677-8899-AABBCCDDEEFF, 1" })
	void aGpuIsFoundByItsNumberAndByItsUuid(String name, int index) {
		assertThat(Devices.find(new StandIn(null, OTHER, UUID), name)).isEqualTo(Device.gpu(index));
	}

	@Test
	void aDeviceThatTwoNamesStandForIsUsedOnce() {
		Gpus gpus = new StandIn(null, OTHER, UUID);
		assertThat(Devices.resolve(List.of("GPU-" + UUID, "cuda:1", "cpu", "auto"), gpus)).containsExactly("cuda:1",
				"cpu", "cuda:0");
	}

	@Test
	void aHiddenGpuIsMissedAndSoIsTheReason() {
		assertThatExceptionOfType(MissingDeviceException.class)
			.isThrownBy(() -> Devices.find(new StandIn("3", UUID), "cuda:3"))
			.withMessageStartingWith("The device cuda:3 is configured, but this process sees 1 CUDA device, as "
					+ "CUDA_VISIBLE_DEVICES is '3';");
		assertThatExceptionOfType(MissingDeviceException.class)
			.isThrownBy(() -> Devices.find(new StandIn(""), "cuda:0"))
			.withMessageContaining("sees 0 CUDA devices, as CUDA_VISIBLE_DEVICES is ''");
		assertThatExceptionOfType(MissingDeviceException.class)
			.isThrownBy(() -> Devices.find(new StandIn(null, OTHER, UUID), "cuda:2"))
			.withMessageStartingWith("The device cuda:2 is configured, but this process sees 2 CUDA devices;");
	}

	@Test
	void aMigDeviceThatIsNotTheFirstHasToBeMadeVisible() {
		assertThatExceptionOfType(MissingDeviceException.class)
			.isThrownBy(() -> Devices.find(new StandIn(null, OTHER), "MIG-" + UUID))
			.withMessageContainingAll("MIG-" + UUID, "sees 1 CUDA device,",
					"unless CUDA_VISIBLE_DEVICES has the UUID of another");
		assertThat(Devices.find(new StandIn("MIG-" + UUID, UUID), "MIG-" + UUID)).isEqualTo(Device.gpu(0));
	}

	@Test
	void autoIsEveryGpuThatIsVisible() {
		assertThat(Devices.resolve(List.of("auto"), new StandIn("1,0", OTHER, UUID))).containsExactly("cuda:0",
				"cuda:1");
		assertThat(Devices.resolve(List.of("auto"), new StandIn(""))).containsExactly("cpu");
	}

	/**
	 * GPUs by their UUIDs.
	 */
	private record StandIn(@Nullable String environment, String... names) implements Gpus {

		@Override
		public boolean usable() {
			return true;
		}

		@Override
		public int count() {
			return this.names.length;
		}

		@Override
		public List<String> uuids() {
			return Stream.of(this.names).map((name) -> name.replace("-", "")).toList();
		}

		@Override
		public Optional<String> visible() {
			return Optional.ofNullable(this.environment);
		}

		@Override
		public String libtorch() {
			return "2.7.1";
		}

	}

}
