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

import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Headers in which proxies tell of requests, and who is a proxy.
 */
class ForwardedHeadersTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			X-Forwarded-Host   | example.com
			X-Forwarded-Host   | example.com:8443
			X-Forwarded-Host   | cdn.example.com, inner.example
			X-Forwarded-Host   | [2001:db8::1]:8080
			x-forwarded-host   | 192.0.2.1
			X-Forwarded-Port   | 443
			X-Forwarded-Port   | 443, 80
			X-Forwarded-Proto  | https
			X-Forwarded-Proto  | HTTPS, http
			X-Forwarded-Prefix | /tools/dcae
			X-Forwarded-Prefix | /tools/
			X-Forwarded-Prefix | /a%20b, /c
			X-Forwarded-Prefix | /
			X-Forwarded-Ssl    | on
			X-Forwarded-For    | 192.0.2.1
			X-Forwarded-For    | 192.0.2.1:1234, unknown, _hidden
			X-Forwarded-For    | [2001:db8::1]:1234
			Forwarded          | for=192.0.2.60;proto=http;by=203.0.113.43
			Forwarded          | for=192.0.2.43, for="[2001:db8:cafe::17]:4711";host="example.com:8080"
			Forwarded          | For="_gazonk"; secret=abc
			""")
	void whatIsWellFormedIsBelieved(String name, String value) {
		assertThat(ForwardedHeaders.isOne(name)).isTrue();
		assertThat(ForwardedHeaders.read(name, value)).hasValue(value);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			X-Forwarded-Host   | https://cdn.example.com/
			X-Forwarded-Host   | a b
			X-Forwarded-Host   | a_b
			X-Forwarded-Host   | ''
			X-Forwarded-Host   | example.com,
			X-Forwarded-Host   | example.com:99999
			X-Forwarded-Host   | [::1
			X-Forwarded-Port   | abc
			X-Forwarded-Port   | -1
			X-Forwarded-Port   | 65536
			X-Forwarded-Port   | ''
			X-Forwarded-Proto  | javascript
			X-Forwarded-Proto  | https://
			X-Forwarded-Prefix | dcae
			X-Forwarded-Prefix | https://x/y
			X-Forwarded-Prefix | //evil.example
			X-Forwarded-Prefix | /a/../b
			X-Forwarded-Prefix | /a?b
			X-Forwarded-Prefix | /a%zz
			X-Forwarded-Prefix | /a b
			X-Forwarded-Ssl    | maybe
			X-Forwarded-For    | 192.0.2.1:abc
			X-Forwarded-For    | 192.0.2.1:99999
			X-Forwarded-For    | 192.0.2
			X-Forwarded-For    | [::1
			X-Forwarded-For    | example.com
			Forwarded          | nonsense
			Forwarded          | for=192.0.2.1;
			Forwarded          | for=192.0.2.1,
			Forwarded          | for="[::1"
			Forwarded          | host=a_b
			Forwarded          | proto=ftp
			Forwarded          | host="a b"
			Forwarded          | for
			""")
	void whatIsMalformedIsNot(String name, String value) {
		assertThat(ForwardedHeaders.isOne(name)).isTrue();
		assertThat(ForwardedHeaders.read(name, value)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			2001:db8::1            | [2001:db8::1]
			::1, 10.0.0.1          | [::1], 10.0.0.1
			::ffff:192.0.2.1       | [::ffff:192.0.2.1]
			""")
	void aBareAddressOfIpv6IsPutInBrackets(String value, String read) {
		assertThat(ForwardedHeaders.read("X-Forwarded-For", value)).hasValue(read);
	}

	/**
	 * As long as a head may be, on a stack of half the size that a thread has.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			Forwarded          | for="   | x    | "
			Forwarded          | a="     | \\x | "
			Forwarded          | a="     | x    | ''
			Forwarded          | a=      | x    | ''
			Forwarded          | a=b     | ;a=b | ''
			X-Forwarded-Prefix | /a      | /a   | ''
			X-Forwarded-Prefix | /a      | /a   | ?
			X-Forwarded-Host   | a       | .a   | ''
			X-Forwarded-For    | 1.1.1.1 | ,1.1.1.1 | ''
			X-Forwarded-For    | 1       | .1   | ''
			X-Forwarded-For    | ::      | :1   | ''
			X-Forwarded-Port   | 1       | 1    | ''
			""")
	void oneOfAnyLengthIsReadWithAShallowStack(String name, String start, String middle, String end) throws Exception {
		String value = start + middle.repeat(7900 / middle.length()) + end;
		AtomicReference<Throwable> failure = new AtomicReference<>();
		Thread thread = new Thread(null, () -> ForwardedHeaders.read(name, value), "shallow", 512 << 10);
		thread.setUncaughtExceptionHandler((_, ex) -> failure.set(ex));
		thread.start();
		thread.join();
		assertThat(failure.get()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host", "X-Forwarded", "X-Forwarded-Client-Cert", "X-Request-Id" })
	void otherHeadersAreLeftAlone(String name) {
		assertThat(ForwardedHeaders.isOne(name)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "10.1.2.3, true", "127.0.0.1, true", "0:0:0:0:0:0:0:1, true", "192.0.2.1, false", "2001:db8::1, false",
			"fd12:3456:789a:1::1, true" })
	void networksAreTrusted(String address, boolean trusted) {
		assertThat(TrustedProxies.of("10.0.0.0/8, 127.0.0.0/8, ::1/128, fc00::/7").test(address)).isEqualTo(trusted);
	}

	@Test
	void aRegularExpressionIsTakenToo() {
		TrustedProxies proxies = TrustedProxies.of("10\\.0\\.0\\.\\d{1,3}");
		assertThat(proxies.test("10.0.0.7")).isTrue();
		assertThat(proxies.test("10.0.1.7")).isFalse();
		assertThat(proxies.test("110.0.0.7")).isFalse();
	}

	@Test
	void nobodyIsTrustedWhereNobodyIsNamed() {
		assertThat(TrustedProxies.of("").test("127.0.0.1")).isFalse();
	}

	@Test
	void aSettingThatIsNeitherIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedProxies.of("10.0.0.0/99"));
		assertThatIllegalArgumentException().isThrownBy(() -> TrustedProxies.of("("));
	}

}
