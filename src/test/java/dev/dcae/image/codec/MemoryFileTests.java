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
package dev.dcae.image.codec;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class MemoryFileTests {

	@Test
	void aFileIsReadToItsEndFromAnywhere() throws IOException {
		try (MemoryFile file = new MemoryFile(new byte[] { 1, -2, 3, 4, 5 })) {
			assertThat(file.length()).isEqualTo(5);
			file.seek(1);
			assertThat(file.read()).isEqualTo(254);
			byte[] rest = new byte[4];
			assertThat(file.read(rest)).isEqualTo(3);
			assertThat(rest).containsExactly(3, 4, 5, 0);
			assertThat(file.read()).isEqualTo(-1);
			assertThat(file.read(rest)).isEqualTo(-1);
			assertThat(file.read(rest, 0, 0)).isZero();
			file.seek(100);
			assertThat(file.read()).isEqualTo(-1);
		}
	}

	@Test
	void whatIsWrittenIsKeptAndCanBeOverwritten() throws IOException {
		try (MemoryFile file = new MemoryFile()) {
			file.write(new byte[] { 9, 1, 2, 9 }, 1, 2);
			file.write(3);
			file.seek(1);
			file.write(-4);
			file.seek(5);
			file.write(6);
			assertThat(file.toBytes()).containsExactly(1, -4, 3, 0, 0, 6);
			assertThat(file.length()).isEqualTo(6);
		}
	}

	@Test
	void aClosedFileIsOfNoUse() throws IOException {
		MemoryFile file = new MemoryFile(new byte[1]);
		file.close();
		assertThatExceptionOfType(IOException.class).isThrownBy(file::read);
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> file.write(1));
	}

}
