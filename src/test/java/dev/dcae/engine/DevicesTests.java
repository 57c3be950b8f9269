package dev.dcae.engine;

import java.nio.file.Path;
import java.util.List;

import ai.djl.Device;
import ai.djl.engine.Engine;
import dev.dcae.model.ConfigJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
			.withMessage("The device %s is configured, but this libtorch (%s) has no CUDA", name,
					this.engine.getVersion());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " cpu", "CPU", "cpu:0", "gpu", "cuda:", "cuda:-1", "cuda:a", "cuda:0,1", "cuda:9999",
			"cuda:99999999999", "mps", "cuda:0\n" })
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

}
