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
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.apache.tomcat.util.http.parser.Host;

/**
 * Reads what proxies say of the requests that they pass on, in {@code Forwarded} (RFC
 * 7239) and {@code X-Forwarded-*}: as strictly as those who use it later fail on what is
 * malformed.
 */
final class ForwardedHeaders {

	private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

	// Possessive, as are groups below: others that repeat take a piece of stack each
	// time.
	private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*+\"";

	private static final Pattern PAIR = Pattern
		.compile("\\s*(" + TOKEN + ")=(" + TOKEN + "|" + QUOTED + ")\\s*([;,]|$)");

	private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");

	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:]*:[0-9a-fA-F:.]+");

	/** With the port that it may have. */
	private static final Pattern NODE = Pattern
		.compile("(?:(?<name>unknown|_[A-Za-z0-9._-]+|[0-9.]+)|\\[(?<six>[0-9a-fA-F:.]+)])(?::(?<port>[0-9]{1,5}))?");

	private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~!$&'()*+=:@%-]++)*+/?");

	private static final Pattern SCHEME = Pattern.compile("(?i)https?");

	private static final int LAST_PORT = 65_535;

	/**
	 * The form that each value of a list has to have.
	 */
	private static final Map<String, Predicate<String>> KNOWN = Map.of("x-forwarded-host", ForwardedHeaders::isHost,
			"x-forwarded-port", ForwardedHeaders::isPort, "x-forwarded-proto", ForwardedHeaders::isScheme,
			"x-forwarded-prefix", ForwardedHeaders::isPrefix, "x-forwarded-ssl", (value) -> value.matches("(?i)on|off"),
			"x-forwarded-for", ForwardedHeaders::isNode, "x-forwarded-by", ForwardedHeaders::isNode);

	private static final Map<String, Predicate<String>> PAIRS = Map.of("host", ForwardedHeaders::isHost, "proto",
			ForwardedHeaders::isScheme, "for", ForwardedHeaders::isNode, "by", ForwardedHeaders::isNode);

	private ForwardedHeaders() {
	}

	/**
	 * Tells whether a header is one of those.
	 */
	static boolean isOne(String name) {
		return name.equalsIgnoreCase("Forwarded") || KNOWN.containsKey(name.toLowerCase(Locale.ROOT));
	}

	/**
	 * The value of such a header as it is understood; none if it is malformed.
	 */
	static Optional<String> read(String name, String value) {
		if (name.equalsIgnoreCase("Forwarded")) {
			return areElements(value) ? Optional.of(value) : Optional.empty();
		}
		Predicate<String> valid = KNOWN.getOrDefault(name.toLowerCase(Locale.ROOT), (_) -> false);
		String[] values = Arrays.stream(value.split(",", -1))
			.map(String::strip)
			// Proxies write the addresses of clients bare, which is read as name and
			// port.
			.map((one) -> isIpv6(one) ? "[" + one + "]" : one)
			.toArray(String[]::new);
		return Arrays.stream(values).allMatch(valid) ? Optional.of(String.join(", ", values)) : Optional.empty();
	}

	private static boolean areElements(String value) {
		Matcher pair = PAIR.matcher(value);
		int end = 0;
		while (end < value.length() && pair.region(end, value.length()).lookingAt()) {
			end = pair.end();
			String text = pair.group(2);
			String content = text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
			if (!PAIRS.getOrDefault(pair.group(1).toLowerCase(Locale.ROOT), (_) -> true).test(content)) {
				return false;
			}
		}
		return end == value.length() && end > 0 && !value.endsWith(",") && !value.endsWith(";");
	}

	private static boolean isHost(String value) {
		try {
			int colon = Host.parse(value);
			return !value.isEmpty() && (colon < 0 || isPort(value.substring(colon + 1)));
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static boolean isPort(String value) {
		return value.matches("[0-9]{1,5}") && Integer.parseInt(value) <= LAST_PORT;
	}

	private static boolean isScheme(String value) {
		return SCHEME.matcher(value).matches();
	}

	/**
	 * A path that leads nowhere else: to no other host, and to no folder above.
	 */
	private static boolean isPrefix(String value) {
		return PREFIX.matcher(value).matches() && !value.matches(".*%(?![0-9a-fA-F]{2}).*")
				&& Arrays.stream(value.split("/")).noneMatch((segment) -> segment.equals(".") || segment.equals(".."));
	}

	private static boolean isNode(String value) {
		Matcher node = NODE.matcher(value);
		if (!node.matches()) {
			return false;
		}
		String name = node.group("name");
		boolean address = (name != null) ? !Character.isDigit(name.charAt(0)) || IPV4.matcher(name).matches()
				: isIpv6(node.group("six"));
		return address && (node.group("port") == null || isPort(node.group("port")));
	}

	private static boolean isIpv6(String value) {
		return value.length() <= 45 && IPV6.matcher(value).matches() && value.indexOf(':') != value.lastIndexOf(':');
	}

}
