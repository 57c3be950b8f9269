package dev.dcae.api;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.MimeTypeUtils;

/**
 * Chooses what to answer from what a client accepts.
 */
public final class MediaTypes {

	private MediaTypes() {
	}

	/**
	 * The first of ours that the client likes best; the first of all where it does not
	 * say.
	 * @param accept the header, if there is one
	 * @param ours what can be answered, the default first
	 * @throws ProblemException if the client accepts none of them
	 */
	public static MediaType choose(@Nullable String accept, List<MediaType> ours) {
		if (accept == null || accept.isBlank()) {
			return ours.getFirst();
		}
		List<MediaType> accepted;
		try {
			accepted = MediaType.parseMediaTypes(accept);
		}
		catch (InvalidMediaTypeException ex) {
			throw new ProblemException(ProblemType.NOT_ACCEPTABLE, "Accept is not a list of media types");
		}
		MimeTypeUtils.sortBySpecificity(accepted);
		List<MediaType> liked = accepted.stream()
			.filter((type) -> type.getQualityValue() > 0)
			.sorted((a, b) -> Double.compare(b.getQualityValue(), a.getQualityValue()))
			.toList();
		for (MediaType type : liked) {
			for (MediaType candidate : ours) {
				if (type.includes(candidate) && !refused(accepted, candidate)) {
					return candidate;
				}
			}
		}
		throw new ProblemException(ProblemType.NOT_ACCEPTABLE,
				"Accept '%s' includes none of %s".formatted(accept, MediaType.toString(ours)));
	}

	/**
	 * Whether the client names the very type with a quality of 0.
	 */
	private static boolean refused(List<MediaType> accepted, MediaType candidate) {
		return accepted.stream()
			.anyMatch((type) -> type.getQualityValue() == 0 && type.equalsTypeAndSubtype(candidate));
	}

}
