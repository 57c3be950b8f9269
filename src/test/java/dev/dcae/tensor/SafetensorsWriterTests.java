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
package dev.dcae.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Files whose tensors are made while they are written.
 */
class SafetensorsWriterTests {

	private static final Tensor ONE = Tensor.of(new Shape(2, 1), 1, 2);

	private static final Tensor OTHER = Tensor.of(new Shape(3), 3, 4, 5).to(DType.F16);

	private final ByteArrayOutputStream file = new ByteArrayOutputStream();

	@Test
	void theFileIsTheOneThatIsWrittenAtOnce() throws IOException {
		SafetensorsWriter writer = writer();
		writer.write(ONE);
		writer.write(OTHER);
		SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
		tensors.put("b", ONE);
		tensors.put("a", OTHER);
		assertThat(this.file.toByteArray()).isEqualTo(Safetensors.toBytes(tensors, Map.of("k", "v")));
	}

	@Test
	void theHeaderIsWrittenBeforeAnyTensorIsThere() throws IOException {
		writer();
		int header = this.file.size();
		assertThat(header).isGreaterThan(Long.BYTES);
		assertThat(header % 8).isZero();
	}

	@Test
	void aTensorOfAnotherShapeOrTypeIsRefused() throws IOException {
		SafetensorsWriter writer = writer();
		assertThatIllegalArgumentException().isThrownBy(() -> writer.write(OTHER)).withMessageContaining("'b'");
		SafetensorsWriter typed = writer();
		assertThatIllegalArgumentException().isThrownBy(() -> typed.write(ONE.to(DType.BF16)));
	}

	@Test
	void aTensorTooManyIsRefused() throws IOException {
		SafetensorsWriter writer = writer();
		writer.write(ONE);
		writer.write(OTHER);
		assertThatIllegalStateException().isThrownBy(() -> writer.write(ONE));
	}

	private SafetensorsWriter writer() throws IOException {
		SequencedMap<String, TensorType> types = new LinkedHashMap<>();
		types.put("b", ONE.type());
		types.put("a", OTHER.type());
		return new SafetensorsWriter(types, Map.of("k", "v"), Channels.newChannel(this.file));
	}

}
