package dev.dcae.pipeline;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.slf4j.MDC;

/**
 * Work of a request on a thread that serves many: it takes along the request's journal
 * and what stands in each line of its log.
 */
final class Carried {

	private Carried() {
	}

	static <T> Callable<T> of(Callable<T> work) {
		Optional<Journal> journal = Journal.current();
		Map<String, String> log = MDC.getCopyOfContextMap();
		Callable<T> noted = journal.isPresent() ? () -> journal.get().during(work) : work;
		if (log == null || log.isEmpty()) {
			return noted;
		}
		return () -> {
			MDC.setContextMap(log);
			try {
				return noted.call();
			}
			finally {
				MDC.clear();
			}
		};
	}

}
