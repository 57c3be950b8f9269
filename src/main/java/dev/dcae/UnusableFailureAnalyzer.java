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

import dev.dcae.model.UnusableException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.StringUtils;

/**
 * Says in a paragraph why the service does not start, where something that it was
 * configured with cannot be used. The trace is in the log at debug, of
 * {@code org.springframework.boot.diagnostics}.
 */
final class UnusableFailureAnalyzer extends AbstractFailureAnalyzer<UnusableException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnusableException cause) {
		return new FailureAnalysis(sentence(cause.problem()),
				cause.remedy().isEmpty() ? null : sentence(cause.remedy()), cause);
	}

	private static String sentence(String text) {
		return StringUtils.capitalize(text) + (text.matches("(?s).*[.?!]") ? "" : ".");
	}

}
