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
package dev.dcae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class TrainingLogTests {

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "20,0.1", "20,0.1\n", "2", "20,1,1,1,1,1,1,1,1,1,1", "20,1,1,1,1,1,1,1,1,1,1e" })
	void aRowThatAFullDiskCutIsForgotten(String cut) throws IOException {
		TrainingLog.Row row = new TrainingLog.Row(10, Collections.nCopies(10, 0.5));
		open(0).add(row);
		Path file = this.folder.resolve("log.csv");
		Files.writeString(file, Files.readString(file) + cut);
		assertThat(open(30).rows()).containsExactly(row);
		assertThat(Files.readString(file)).endsWith("\n").hasLineCount(2);
	}

	@Test
	void aResumedRunForgetsWhatIsBehindItsSnapshot() throws IOException {
		open(0).add(new TrainingLog.Row(10, Collections.nCopies(10, 0.5)));
		assertThat(open(9).rows()).isEmpty();
	}

	private TrainingLog open(int steps) throws IOException {
		return new TrainingLog(this.folder, steps, List.of("mse"), List.of("decoder"));
	}

}
