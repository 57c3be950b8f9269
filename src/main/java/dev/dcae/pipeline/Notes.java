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
