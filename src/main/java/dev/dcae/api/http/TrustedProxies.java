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

import java.net.InetAddress;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.apache.catalina.util.NetMaskSet;

/**
 * The addresses, as literals, of the proxies whose word is taken for what their clients
 * are.
 */
@FunctionalInterface
public interface TrustedProxies extends Predicate<String> {

	/**
	 * The proxies that {@code server.tomcat.remoteip.internal-proxies} names, read as the
	 * container reads it: networks with commas between them, or a regular expression;
	 * none if it is empty.
	 * @throws IllegalArgumentException if it is neither
	 */
	static TrustedProxies of(String setting) {
		if (setting.isEmpty()) {
			return (_) -> false;
		}
		if (setting.indexOf('/') <= 0) {
			return Pattern.compile(setting).asMatchPredicate()::test;
		}
		NetMaskSet networks = NetMaskSet.parse(setting);
		return (address) -> networks.contains(InetAddress.ofLiteral(address));
	}

}
