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

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;

/**
 * The address of the client of a request, as far as proxies are believed: the last in the
 * chain that is none of theirs. What stands before it anybody may have written.
 */
final class ClientAddress {

	private static final Pattern FOR = Pattern.compile("(?i)(?:^|[;,])\\s*for=(\"[^\"]*\"|[^;,]*)");

	/** A host of IPv6 has all addresses of such a network. */
	private static final int NETWORK_BYTES = 8;

	private ClientAddress() {
	}

	/**
	 * The address that was found for a request; none if only proxies are known.
	 */
	static Optional<String> of(HttpServletRequest request) {
		return Optional.ofNullable((String) request.getAttribute(ClientAddress.class.getName()));
	}

	/**
	 * Notes the address of a request's client.
	 */
	static void set(HttpServletRequest request, Optional<String> address) {
		address.ifPresent((known) -> request.setAttribute(ClientAddress.class.getName(), known));
	}

	/**
	 * Finds the address.
	 * @param peer of the connection
	 * @param forwarded values of {@code X-Forwarded-For}, well-formed
	 * @param standard values of {@code Forwarded}, well-formed, which count where there
	 * are no others
	 */
	static Optional<String> find(TrustedProxies trusted, String peer, List<String> forwarded, List<String> standard) {
		if (!trusted.test(peer)) {
			return Optional.of(network(peer));
		}
		List<String> chain = (forwarded.isEmpty() ? standard.stream().flatMap(ClientAddress::nodes)
				: forwarded.stream().flatMap((value) -> Arrays.stream(value.split(","))))
			.map(ClientAddress::bare)
			.toList();
		return chain.reversed()
			.stream()
			.filter((node) -> !isAddress(node) || !trusted.test(node))
			.findFirst()
			.map(ClientAddress::network);
	}

	private static Stream<String> nodes(String forwarded) {
		return FOR.matcher(forwarded).results().map((match) -> match.group(1).replace("\"", ""));
	}

	/**
	 * A node without its port.
	 */
	private static String bare(String node) {
		String text = node.strip();
		if (text.startsWith("[")) {
			return text.substring(1, text.indexOf(']'));
		}
		int colon = text.indexOf(':');
		return (colon >= 0 && colon == text.lastIndexOf(':')) ? text.substring(0, colon) : text;
	}

	private static boolean isAddress(String node) {
		try {
			InetAddress.ofLiteral(node);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static String network(String node) {
		if (isAddress(node) && InetAddress.ofLiteral(node) instanceof Inet6Address six) {
			return HexFormat.of().formatHex(six.getAddress(), 0, NETWORK_BYTES);
		}
		return node;
	}

}
