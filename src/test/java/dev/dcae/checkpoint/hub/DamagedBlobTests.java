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
package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.CheckpointSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Files of the cache that have the right size and other bytes.
 */
@ExtendWith(OutputCaptureExtension.class)
class DamagedBlobTests extends HubTest {

	private static final CheckpointSource.OnHub SOURCE = (CheckpointSource.OnHub) CheckpointSource.of("hf:owner/tiny");

	@ParameterizedTest
	@ValueSource(strings = { "config.json", WEIGHTS })
	void aVerificationFindsOneAndFetchesItAnew(String name, CapturedOutput output) throws IOException {
		fetch();
		damage(blob(name));
		assertFetched(hub(false).verify(SOURCE));
		assertThat(output.getAll().lines().filter((line) -> line.contains("is damaged"))).singleElement()
			.asString()
			.contains(name);
	}

	@Test
	void aVerificationLeavesWhatIsRight(CapturedOutput output) throws IOException {
		fetch();
		Object before = Files.getAttribute(blob(WEIGHTS), "fileKey");
		int requests = this.server.requests("/resolve/").size();
		assertFetched(hub(false).verify(SOURCE));
		assertThat(Files.getAttribute(blob(WEIGHTS), "fileKey")).isEqualTo(before);
		assertThat(this.server.requests("/resolve/")).hasSize(requests);
		assertThat(output).doesNotContain("damaged");
	}

	@Test
	void aFileThatWasCopiedForLackOfLinksIsHeldAgainstTheHubsList() throws IOException {
		Path file = fetch().folder().resolve(WEIGHTS);
		Files.delete(file);
		Files.move(blob(WEIGHTS), file);
		damage(file);
		assertFetched(hub(false).verify(SOURCE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "config.json", WEIGHTS })
	void offlineADamagedOneIsRefusedByName(String name) throws IOException {
		fetch();
		hub(true).verify(SOURCE);
		damage(blob(name));
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> hub(true).verify(SOURCE))
			.withMessageContaining(name + " of hf:owner/tiny@" + this.commit)
			.withMessageContaining("fetch it");
	}

	@Test
	void aHubThatIsAwayDoesNotLetADamagedOnePass() throws IOException {
		fetch();
		damage(blob(WEIGHTS));
		this.server.close();
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> hub(false).verify(SOURCE))
			.withMessageContaining(WEIGHTS);
	}

	private static void damage(Path file) throws IOException {
		byte[] bytes = Files.readAllBytes(file);
		bytes[bytes.length - 2] ^= 1;
		Files.write(file, bytes);
	}

}
