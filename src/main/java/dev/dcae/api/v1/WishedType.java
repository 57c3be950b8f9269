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
package dev.dcae.api.v1;

import java.util.List;
import java.util.SequencedMap;

import dev.dcae.api.http.MediaTypes;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.Quoted;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;

/**
 * Chooses what to answer from the parameter {@code format}, which is for clients that
 * cannot set {@code Accept}, or else from that.
 */
public final class WishedType {

	private WishedType() {
	}

	/**
	 * The media type that is wished for.
	 * @param format a name, instead of the header
	 * @param accept the header, if there is one
	 * @param ours what can be answered, by the names for {@code format}, the default
	 * first
	 * @throws ProblemException if it is none of them
	 */
	public static MediaType of(@Nullable String format, @Nullable String accept, SequencedMap<String, MediaType> ours) {
		if (format == null) {
			return MediaTypes.choose(accept, List.copyOf(ours.values()));
		}
		MediaType named = ours.get(format);
		if (named == null) {
			throw unknown(format, ours.sequencedKeySet());
		}
		return named;
	}

	/**
	 * Says that there is no such format.
	 */
	static ProblemException unknown(String format, Iterable<String> names) {
		return new ProblemException(ProblemType.BAD_PARAMETER,
				"format is %s; it is one of %s".formatted(Quoted.of(format), String.join(", ", names)));
	}

}
