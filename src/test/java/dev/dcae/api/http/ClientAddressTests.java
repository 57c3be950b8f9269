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
package dev.dcae.api.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The client's address, where 10.0.0.0/8 and fd00::/8 are proxies.
 */
class ClientAddressTests {

	private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8,fd00::/8");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			203.0.113.7               | 1.2.3.4                                | 203.0.113.7
			10.0.0.1                  | 203.0.113.7                            | 203.0.113.7
			10.0.0.1                  | 1.1.1.1, 203.0.113.7, 10.9.9.9         | 203.0.113.7
			10.0.0.1                  | 203.0.113.7:5123                       | 203.0.113.7
			10.0.0.1                  | unknown                                | unknown
			10.0.0.1                  | 10.0.0.2                               |
			10.0.0.1                  |                                        |
			fd00::1                   | [2001:db8:1:2:3:4:5:6]                 | 20010db800010002
			fd00::1                   | [2001:db8:1:2:ffff::9]:443             | 20010db800010002
			2001:db8:1:2::1           |                                        | 20010db800010002
			""")
	void isTheLastThatNoProxyHas(String peer, @Nullable String forwarded, @Nullable String address) {
		assertThat(ClientAddress.find(PROXIES, peer, list(forwarded), List.of()))
			.isEqualTo(Optional.ofNullable(address));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			for=203.0.113.7                                            | 203.0.113.7
			for=1.1.1.1, for=203.0.113.7;proto=https;by=10.0.0.3       | 203.0.113.7
			By=10.0.0.3;For="[2001:db8:1:2::7]:4711"                   | 20010db800010002
			for=_hidden                                                | _hidden
			proto=https                                                |
			""")
	void isTheSameInTheStandardsHeader(@Nullable String forwarded, @Nullable String address) {
		assertThat(ClientAddress.find(PROXIES, "10.0.0.1", List.of(), list(forwarded)))
			.isEqualTo(Optional.ofNullable(address));
	}

	@Test
	void severalHeadersAreOneList() {
		assertThat(ClientAddress.find(PROXIES, "10.0.0.1", List.of("203.0.113.7", "10.0.0.5, 10.0.0.6"), List.of()))
			.contains("203.0.113.7");
	}

	private static List<String> list(@Nullable String value) {
		return (value != null) ? Arrays.asList(value) : List.of();
	}

}
