package dev.dcae.tensor;

import java.util.Locale;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DTypeTests {

	@ParameterizedTest
	@EnumSource
	void everyTypeIsFoundByBothItsNamesInAnyCase(DType dtype) {
		assertThat(DType.of(dtype.name())).isEqualTo(dtype);
		assertThat(DType.of(dtype.torchName())).isEqualTo(dtype);
		assertThat(DType.of(dtype.name().toLowerCase(Locale.ROOT))).isEqualTo(dtype);
		assertThat(DType.of(dtype.torchName().toUpperCase(Locale.ROOT))).isEqualTo(dtype);
	}

	@Test
	void unknownNameIsRefusedByName() {
		assertThatIllegalArgumentException().isThrownBy(() -> DType.of("float8")).withMessageContaining("'float8'");
	}

}
