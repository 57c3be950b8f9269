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
package dev.dcae.pipeline;

/**
 * A client's own words in a message to it: short, on one line and without controls,
 * whatever it sent.
 */
public final class Quoted {

	private static final int LONGEST = 100;

	private Quoted() {
	}

	/**
	 * The text in quotes.
	 */
	public static String of(String text) {
		String shown = (text.length() <= LONGEST) ? text : text.substring(0, LONGEST) + "…";
		return "'" + shown.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?") + "'";
	}

}
