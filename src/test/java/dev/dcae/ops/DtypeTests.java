package dev.dcae.ops;

import java.util.List;
import java.util.Map;

import dev.dcae.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The words for precisions.
 */
class DtypeTests {

	@ParameterizedTest
	@CsvSource({ "float32, FP32", "fp32, FP32", "FP32, FP32", "bfloat16, BF16", "bf16, BF16", "BFloat16, BF16",
			"float16, FP16", "fp16, FP16" })
	void aTypeIsTakenByItsNameAndByItsShortForm(String name, Precision precision) {
		assertThat(bound(name).on(List.of("cuda:0"), () -> Precision.FP32)).isEqualTo(precision);
		assertThat(bound(name).onCpu(() -> Precision.FP32)).isEqualTo(precision);
	}

	@ParameterizedTest
	@ValueSource(strings = { "half", "int8", "float64", "fp8" })
	void anotherNameIsRefused(String name) {
		assertThatExceptionOfType(BindException.class).isThrownBy(() -> bound(name));
	}

	@Test
	void autoIsBfloat16OnAGpuAndOnACpuWhatSuitsIt() {
		Dtype auto = bound("auto");
		assertThat(auto.on(List.of("cuda:0", "cuda:1"), () -> Precision.FP32)).isEqualTo(Precision.BF16);
		assertThat(auto.on(List.of("cpu"), () -> Precision.FP32)).isEqualTo(Precision.FP32);
		assertThat(auto.on(List.of("cuda:0", "cpu"), () -> Precision.FP16)).isEqualTo(Precision.FP16);
		assertThat(auto.onCpu(() -> Precision.BF16)).isEqualTo(Precision.BF16);
	}

	private static Dtype bound(String name) {
		return new Binder(new MapConfigurationPropertySource(Map.of("dcae.cpu.dtype", name)))
			.bind("dcae.cpu.dtype", Dtype.class)
			.get();
	}

}
