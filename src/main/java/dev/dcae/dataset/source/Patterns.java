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
package dev.dcae.dataset.source;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The patterns in which people name many files: {@code shard-{000000..000099}.tar},
 * {@code {a,b}.tar}, {@code *.tar}, {@code **}{@code /*.tar}.
 */
final class Patterns {

	private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");

	private static final Pattern RANGE = Pattern.compile("([0-9]+)\\.\\.([0-9]+)");

	/**
	 * The most names that braces may stand for.
	 */
	private static final long MOST = 10_000_000;

	private Patterns() {
	}

	/**
	 * The names that a text with braces stands for, the text itself if it has none. A
	 * number keeps the zeros that it is written with.
	 * @throws IllegalArgumentException if they are too many
	 */
	static List<String> expanded(String text) {
		Matcher braces = BRACES.matcher(text);
		if (!braces.find()) {
			return List.of(text);
		}
		String before = text.substring(0, braces.start());
		List<String> after = expanded(text.substring(braces.end()));
		List<String> names = new ArrayList<>();
		for (String one : choices(braces.group(1))) {
			for (String rest : after) {
				names.add(before + one + rest);
			}
			if (names.size() > MOST) {
				throw new IllegalArgumentException("%s stands for too many names".formatted(text));
			}
		}
		return names;
	}

	private static List<String> choices(String inside) {
		Matcher range = RANGE.matcher(inside);
		if (!range.matches()) {
			return inside.contains(",") ? List.of(inside.split(",", -1)) : List.of("{" + inside + "}");
		}
		long first = Long.parseLong(range.group(1));
		long last = Long.parseLong(range.group(2));
		if (last - first > MOST) {
			throw new IllegalArgumentException("{%s} stands for too many names".formatted(inside));
		}
		int digits = Math.max(range.group(1).length(), range.group(1).startsWith("0") ? range.group(2).length() : 0);
		List<String> numbers = new ArrayList<>();
		for (long number = first; number <= last; number++) {
			numbers.add(("%0" + digits + "d").formatted(number));
		}
		return numbers;
	}

	/**
	 * Tells whether a name stands for others.
	 */
	static boolean isPattern(String text) {
		return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
	}

	/**
	 * The folder that all names lie in that a pattern stands for, empty or with {@code /}
	 * at its end.
	 */
	static String folder(String pattern) {
		int first = pattern.length();
		for (char special : new char[] { '*', '?', '[' }) {
			int at = pattern.indexOf(special);
			first = (at >= 0) ? Math.min(first, at) : first;
		}
		return pattern.substring(0, pattern.lastIndexOf('/', first) + 1);
	}

	/**
	 * The names as a regular expression: {@code *} and {@code ?} stay within a folder,
	 * {@code **} does not.
	 */
	static Pattern regex(String pattern) {
		StringBuilder regex = new StringBuilder();
		for (int i = 0; i < pattern.length(); i++) {
			char c = pattern.charAt(i);
			int end = (c == '[') ? pattern.indexOf(']', i + 2) : -1;
			if (pattern.startsWith("**/", i)) {
				regex.append("(?:.*/)?");
				i += 2;
			}
			else if (pattern.startsWith("**", i)) {
				regex.append(".*");
				i++;
			}
			else if (c == '*') {
				regex.append("[^/]*");
			}
			else if (c == '?') {
				regex.append("[^/]");
			}
			else if (end > 0) {
				String inside = pattern.substring(i + 1, end).replace("\\", "\\\\").replace("[", "\\[");
				regex.append('[').append(inside.startsWith("!") ? "^" + inside.substring(1) : inside).append(']');
				i = end;
			}
			else {
				regex.append(Pattern.quote(String.valueOf(c)));
			}
		}
		return Pattern.compile(regex.toString());
	}

}
