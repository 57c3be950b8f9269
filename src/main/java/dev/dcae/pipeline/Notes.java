package dev.dcae.pipeline;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Sentences for the answer to a call that succeeds all the same: of an image file whose
 * end is damaged, say. Thread-safe.
 */
public final class Notes {

	private final Set<String> sentences = Collections.synchronizedSet(new LinkedHashSet<>());

	/**
	 * Adds a sentence, unless it is there.
	 */
	public void add(String sentence) {
		this.sentences.add(sentence);
	}

	/**
	 * All of them in a line; empty if there is none.
	 */
	public Optional<String> text() {
		synchronized (this.sentences) {
			return this.sentences.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", this.sentences));
		}
	}

}
