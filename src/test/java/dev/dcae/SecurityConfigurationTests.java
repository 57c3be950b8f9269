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
package dev.dcae;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

import dev.dcae.api.security.ApiKeys;
import dev.dcae.model.UnusableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The keys that are configured, and what is said where there is none.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecurityConfigurationTests {

	private static final String HASH = "f4267dd4602564f666481f7b93ca3d0092b3fd45981212e311cbcedc9d02018f";

	private static final String WARNING = "No API key is configured";

	@Test
	void aServiceThatIsOpenToOtherMachinesSaysSoInOneLine(CapturedOutput output) {
		assertThat(keys(null, Map.of()).isEmpty()).isTrue();
		assertThat(output.toString().lines()).singleElement()
			.asString()
			.contains("WARN", WARNING, "dcae.security.keys", "any address");
	}

	@ParameterizedTest
	@CsvSource({ "0.0.0.0, true", "192.0.2.1, true", "127.0.0.1, false", "::1, false" })
	void oneThatIsOpenToItsOwnMachineAloneDoesNot(String address, boolean warns, CapturedOutput output)
			throws UnknownHostException {
		keys(InetAddress.getByName(address), Map.of());
		assertThat(output.toString().contains(WARNING)).isEqualTo(warns);
	}

	@Test
	void oneWithAKeyDoesNot(CapturedOutput output) {
		assertThat(keys(null, key(0, "web", HASH)).isEmpty()).isFalse();
		assertThat(output.toString()).isEmpty();
	}

	@Test
	void aWholeLineOfSha256sumIsItsHash() {
		assertThat(keys(null, key(0, "web", HASH + "  -")).isEmpty()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "the-key-itself", "", "F4267", HASH + "00",
			"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" })
	void whatIsNoHashIsNotRepeated(String hash) {
		assertThatExceptionOfType(UnusableException.class).isThrownBy(() -> keys(null, key(0, "web", hash)))
			.withMessageContaining("'web'")
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(hash.isEmpty() ? "\u0000" : hash));
	}

	@Test
	void twoKeysAreTwoNamesAndTwoHashes() {
		Map<String, String> sameName = key(0, "web", HASH);
		sameName.putAll(key(1, "web", HASH.replace('f', 'e')));
		assertThatExceptionOfType(UnusableException.class).isThrownBy(() -> keys(null, sameName))
			.withMessageContaining("'web'");
		Map<String, String> sameHash = key(0, "web", HASH);
		sameHash.putAll(key(1, "bulk", HASH.toUpperCase(Locale.ROOT)));
		assertThatExceptionOfType(UnusableException.class).isThrownBy(() -> keys(null, sameHash))
			.withMessageContaining("'bulk'");
	}

	private static ApiKeys keys(@Nullable InetAddress address, Map<String, String> keys) {
		Map<String, String> settings = new HashMap<>(keys);
		settings.put("dcae.cache-dir", "target");
		settings.put("dcae.models[0].id", "m");
		settings.put("dcae.models[0].source", "m");
		ServerProperties server = new ServerProperties();
		server.setAddress(address);
		return new SecurityConfiguration().apiKeys(
				new Binder(new MapConfigurationPropertySource(settings)).bind("dcae", DcaeProperties.class).get(),
				server);
	}

	private static Map<String, String> key(int index, String name, String hash) {
		String prefix = "dcae.security.keys[%d].".formatted(index);
		return new HashMap<>(Map.of(prefix + "name", name, prefix + "sha256", hash));
	}

}
