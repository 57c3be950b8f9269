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

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import dev.dcae.api.problem.FrameworkErrors;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * Chooses what to answer from what a client accepts (RFC 9110, 12.5.1).
 */
public final class MediaTypes {

	private MediaTypes() {
	}

	/**
	 * The one of ours that the client likes best; the first where it does not say. Of
	 * those it likes equally the one that it names more exactly, then earlier, then the
	 * first.
	 * @param accept the header, if there is one
	 * @param ours what can be answered, the default first
	 * @throws ProblemException if the client accepts none of them
	 */
	public static MediaType choose(@Nullable String accept, List<MediaType> ours) {
		List<MediaType> ranges = ofSuccess(parse((accept != null) ? accept : ""));
		if (ranges.isEmpty()) {
			return ours.getFirst();
		}
		return ours.stream()
			.map((type) -> liking(type, ranges))
			.flatMap(Optional::stream)
			// The least, as the first of equals is wanted.
			.min(Comparator.comparingDouble((Liking liking) -> -liking.quality())
				.thenComparing(Comparator.comparingInt(Liking::exactness).reversed())
				.thenComparingInt(Liking::position))
			.map(Liking::type)
			.orElseThrow(
					() -> new ProblemException(ProblemType.NOT_ACCEPTABLE, FrameworkErrors.unacceptable(accept, ours)));
	}

	/**
	 * The types that a client accepts, with anything as a last resort if it names a type
	 * that this request has no answer in: generated clients accept JSON alone wherever an
	 * operation has any answer in it.
	 * @param accept the header, if there is one
	 * @param other the type without an answer
	 */
	public static @Nullable String orAny(@Nullable String accept, MediaType other) {
		return (accept != null && parse(accept).stream().anyMatch(other::equalsTypeAndSubtype))
				? accept + ", */*;q=0.001" : accept;
	}

	/**
	 * Reads the media type that a request says its body has; none if it says nothing, or
	 * has an empty header, as some clients send it for a file of an unknown type.
	 */
	public static Optional<MediaType> ofBody(HttpServletRequest request) {
		String type = request.getContentType();
		// Spring has seen to it that it can be parsed.
		return (type == null || type.isBlank()) ? Optional.empty() : Optional.of(MediaType.parseMediaType(type));
	}

	/**
	 * The types that a client accepts where all goes well. To say how it reads problems,
	 * and nothing else, is no wish: clients generated for Java and Python do.
	 */
	static List<MediaType> ofSuccess(List<MediaType> accepted) {
		return accepted.stream()
			.filter((range) -> !range.equalsTypeAndSubtype(MediaType.APPLICATION_PROBLEM_JSON))
			.toList();
	}

	private static List<MediaType> parse(String accept) {
		try {
			return MediaType.parseMediaTypes(accept);
		}
		catch (InvalidMediaTypeException ex) {
			throw new ProblemException(ProblemType.NOT_ACCEPTABLE, "Accept is not a list of media types");
		}
	}

	/**
	 * The client's word on one type.
	 *
	 * @param exactness of the range it says it with
	 * @param position of that range in the header
	 */
	private record Liking(MediaType type, double quality, int exactness, int position) {
	}

	/**
	 * The most exact range that includes a type speaks for it, be it to refuse it.
	 */
	private static Optional<Liking> liking(MediaType type, List<MediaType> ranges) {
		Liking best = null;
		for (int i = 0; i < ranges.size(); i++) {
			MediaType range = ranges.get(i);
			if (range.includes(type) && (best == null || exactness(range) > best.exactness())) {
				best = new Liking(type, range.getQualityValue(), exactness(range), i);
			}
		}
		return Optional.ofNullable(best).filter((liking) -> liking.quality() > 0);
	}

	private static int exactness(MediaType range) {
		if (range.isWildcardType()) {
			return 0;
		}
		return range.isWildcardSubtype() ? 1 : 2;
	}

}
