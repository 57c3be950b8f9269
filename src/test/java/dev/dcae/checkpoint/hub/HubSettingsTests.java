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
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The environment means what it means to huggingface_hub, and options come before it.
 */
class HubSettingsTests {

	private static final Path HOME = Path.of("/home/somebody");

	@TempDir
	Path temp;

	@Test
	void anEmptyEnvironmentMeansThePublicHubAndTheUsersCache() {
		HubSettings settings = of(Map.of("HF_HOME", "", "HF_TOKEN", " "));
		assertThat(settings.endpoint()).hasToString("https://huggingface.co");
		assertThat(settings.cache()).isEqualTo(HOME.resolve(".cache/huggingface/hub"));
		assertThat(settings.token().file()).isEqualTo(HOME.resolve(".cache/huggingface/token"));
		assertThat(settings.offline()).isFalse();
	}

	@Test
	void theMoreExactVariableComesFirst() {
		assertThat(of(Map.of("XDG_CACHE_HOME", "/c")).cache()).isEqualTo(Path.of("/c/huggingface/hub"));
		Map<String, String> home = Map.of("XDG_CACHE_HOME", "/c", "HF_HOME", "~/hf");
		assertThat(of(home).cache()).isEqualTo(HOME.resolve("hf/hub"));
		assertThat(of(home).token().file()).isEqualTo(HOME.resolve("hf/token"));
		Map<String, String> both = Map.of("HF_HOME", "/hf", "HF_HUB_CACHE", "/cache", "HF_TOKEN_PATH", "/secret");
		assertThat(of(both).cache()).isEqualTo(Path.of("/cache"));
		assertThat(of(both).token().file()).isEqualTo(Path.of("/secret"));
	}

	@Test
	void optionsComeBeforeTheEnvironment() {
		HubOptions options = new HubOptions("/here", "http://mirror:8000/hub/", false);
		HubSettings settings = HubSettings
			.of(Map.of("HF_HUB_CACHE", "/cache", "HF_ENDPOINT", "https://other", "HF_HUB_OFFLINE", "1"), HOME, options);
		assertThat(settings.cache()).isEqualTo(Path.of("/here"));
		assertThat(settings.endpoint()).hasToString("http://mirror:8000/hub");
		assertThat(settings.offline()).isFalse();
		assertThat(HubOptions.NONE.or(options)).isEqualTo(options);
		assertThat(options.or(new HubOptions("/there", "http://x", true))).isEqualTo(options);
	}

	@ParameterizedTest
	@CsvSource({ "1, true", "true, true", "YES, true", "On, true", "0, false", "false, false", "2, false" })
	void theSwitchIsPythons(String value, boolean offline) {
		assertThat(of(Map.of("HF_HUB_OFFLINE", value)).offline()).isEqualTo(offline);
	}

	@ParameterizedTest
	@ValueSource(strings = { "huggingface.co", "ftp://x", "file:///etc", "http://", "http://a b", "https://u:p@x",
			"https://x?y", "https://x#y" })
	void anEndpointThatIsNoAddressIsRefused(String endpoint) {
		assertThatExceptionOfType(HubException.class).isThrownBy(() -> of(Map.of("HF_ENDPOINT", endpoint)))
			.withMessageContaining(endpoint);
	}

	@Test
	void theTokenIsTheEnvironmentsOrElseThatOfTheFile() throws IOException {
		Path file = Files.writeString(this.temp.resolve("token"), "hf_file\n");
		Map<String, String> path = Map.of("HF_TOKEN_PATH", file.toString());
		assertThat(of(path).token().read()).contains("hf_file");
		assertThat(of(Map.of("HF_TOKEN_PATH", file.toString(), "HF_TOKEN", " hf_env ")).token().read())
			.contains("hf_env");
		Files.writeString(file, "\n");
		assertThat(of(path).token().read()).isEmpty();
		Files.delete(file);
		assertThat(of(path).token().read()).isEmpty();
	}

	@Test
	void aTokenIsNeverShown() {
		HubSettings settings = of(Map.of("HF_TOKEN", "hf_secret"));
		assertThat(settings.toString()).doesNotContain("hf_secret");
		HubToken broken = of(Map.of("HF_TOKEN", "hf_sec\nret")).token();
		assertThatExceptionOfType(HubException.class).isThrownBy(broken::read)
			.satisfies((ex) -> assertThat(ex.getMessage()).contains("HF_TOKEN").doesNotContain("sec"));
	}

	private static HubSettings of(Map<String, String> environment) {
		return HubSettings.of(environment, HOME, HubOptions.NONE);
	}

}
