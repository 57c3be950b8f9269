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
package dev.dcae.deploy;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The metrics that an expression of PromQL reads.
 */
public final class PromQl {

	/**
	 * Parts that may hold names that are none of metrics: texts, label matchers, ranges,
	 * lists of labels.
	 */
	private static final Pattern NO_METRICS = Pattern.compile(
			"\"[^\"]*\"|'[^']*'|\\[[^\\]]*]" + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

	private static final Pattern MATCHERS = Pattern.compile("\\{[^}]*}");

	/**
	 * A name, unless it is that of a function.
	 */
	private static final Pattern NAME = Pattern.compile("(?<![\\w.:$])[a-zA-Z_:][\\w:]*+(?!\\s*\\()");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");

	private PromQl() {
	}

	public static Set<String> metrics(String expression) {
		String bare = MATCHERS.matcher(NO_METRICS.matcher(expression).replaceAll(" ")).replaceAll(" ");
		Set<String> names = new LinkedHashSet<>();
		Matcher matcher = NAME.matcher(bare);
		while (matcher.find()) {
			if (!WORDS.contains(matcher.group())) {
				names.add(matcher.group());
			}
		}
		return names;
	}

}
