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
package dev.dcae.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.dcae.DcaeApplication;
import dev.dcae.checkpoint.hub.HubOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands keep things where the service does.
 */
class ServiceSettingsTests {

	@TempDir
	Path temp;

	@Test
	void theEnvironmentNamesTheCachesAsForTheService() {
		ServiceSettings settings = of(Map.of("DCAE_CACHEDIR", "/var/cache/dcae", "DCAE_CACHELIMIT", "3GB",
				"DCAE_HUB_CACHEDIR", "/models", "DCAE_HUB_OFFLINE", "true"));
		assertThat(settings.cacheDir()).isEqualTo(Path.of("/var/cache/dcae"));
		assertThat(settings.cacheLimit()).isEqualTo(DataSize.ofGigabytes(3));
		assertThat(settings.hub()).isEqualTo(new HubOptions("/models", null, true));
	}

	@Test
	void withoutAnythingTheyAreTheUsers() {
		ServiceSettings settings = of(Map.of());
		assertThat(settings.cacheDir()).isEqualTo(Path.of(System.getProperty("user.home"), ".cache/dcae"));
		assertThat(settings.hub()).isEqualTo(HubOptions.NONE);
	}

	@Test
	void aModelThatIsMisconfiguredIsTheServicesBusiness() {
		assertThat(of(Map.of("DCAE_MODELS_0_SOURCE", "HF:wrong")).cacheDir()).isNotNull();
	}

	/**
	 * Runs a command as the container does, whose user has no home.
	 */
	@Test
	@Tag("slow")
	void aCommandWritesNowhereElse() throws IOException, InterruptedException {
		Path cache = this.temp.resolve("cache");
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"--enable-native-access=ALL-UNNAMED", "-Duser.home=/nowhere", "-cp",
				System.getProperty("java.class.path"), DcaeApplication.class.getName(), "roundtrip", "--synthetic",
				"64x64", this.temp.resolve("out.png").toString(), "--device", "cpu", "--model",
				"src/test/resources/fixtures/tiny-sana");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(this.temp.resolve("log").toFile());
		builder.environment().put("DCAE_CACHEDIR", cache.toString());
		builder.environment().put("DJL_CACHE_DIR", this.temp.resolve("djl").toString());
		assertThat(builder.start().waitFor()).as(() -> read(this.temp.resolve("log"))).isZero();
		try (Stream<Path> archives = Files.list(cache.resolve("archives"))) {
			assertThat(archives).singleElement().asString().endsWith(".pt");
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

	private static ServiceSettings of(Map<String, Object> variables) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
		return ServiceSettings.of(environment);
	}

}
