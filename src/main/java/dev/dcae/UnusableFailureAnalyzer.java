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
