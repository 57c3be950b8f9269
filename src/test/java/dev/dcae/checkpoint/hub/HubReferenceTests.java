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

import dev.dcae.checkpoint.CheckpointException;
import dev.dcae.checkpoint.CheckpointSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Names of repositories, and what is not taken for one.
 */
class HubReferenceTests {

	@ParameterizedTest
	@CsvSource({
			"hf:mit-han-lab/dc-ae-f32c32-sana-1.1-diffusers, mit-han-lab, dc-ae-f32c32-sana-1.1-diffusers, main, ''",
			"hf:a/b@v1.0, a, b, v1.0, ''", "hf:a/b/vae, a, b, main, vae",
			"hf:a/b@0123456789012345678901234567890123456789/x/y_z, a, b, 0123456789012345678901234567890123456789, x/y_z" })
	void aReferenceHasARevisionAndASubfolderIfItSaysSo(String text, String owner, String name, String revision,
			String subfolder) {
		HubReference reference = HubReference.of(text);
		assertThat(reference).isEqualTo(new HubReference(owner, name, revision, subfolder));
		assertThat(HubReference.of(reference.toString())).isEqualTo(reference);
		assertThat(CheckpointSource.of(text)).isEqualTo(new CheckpointSource.OnHub(reference));
	}

	@ParameterizedTest
	@ValueSource(strings = { "hf:", "hf:name", "hf:/name", "hf:owner/", "hf:owner/name@", "hf:owner/name/",
			"hf:owner/name//x", "hf:owner/name/../x", "hf:../name", "hf:owner/..", "hf:owner/name@..",
			"hf:owner/name@../x", "hf:owner/.name", "hf:owner/name.", "hf:owner/na--me", "hf:ow..ner/name",
			"hf:owner/name?x=1", "hf:owner/name#x", "hf:owner/na me", "hf:owner/na%2fme", "hf:owner\\name",
			"hf:owner/name@main\n", "hf:http://elsewhere/name", "hf:owner/name@a@b", "hf:user:secret@host/name" })
	void whatDoesNotNameARepositoryIsRefused(String text) {
		assertThatExceptionOfType(CheckpointException.class).isThrownBy(() -> CheckpointSource.of(text))
			.withMessageContaining("hf:owner/name[@revision][/subfolder]");
	}

}
