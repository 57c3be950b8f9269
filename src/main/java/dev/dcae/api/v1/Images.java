package dev.dcae.api.v1;

import java.io.IOException;
import java.util.List;

import dev.dcae.api.Bodies;
import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Takes the image file out of a request: the raw body, or the multipart part
 * {@code image}.
 */
@Component
class Images {

	static final String PART = "image";

	private final Bodies bodies;

	Images(Bodies bodies) {
		this.bodies = bodies;
	}

	/**
	 * The bytes of the request's only image file.
	 * @throws ProblemException if there is none, an empty one or more than one
	 */
	byte[] one(HttpServletRequest request) throws IOException {
		if (!(request instanceof MultipartHttpServletRequest multipart)) {
			return this.bodies.read(request);
		}
		List<MultipartFile> files = multipart.getFiles(PART);
		if (files.size() != 1) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"The multipart body has %d parts named '%s' with a file; one is taken here".formatted(files.size(),
							PART));
		}
		byte[] file = files.getFirst().getBytes();
		if (file.length == 0) {
			throw new ProblemException(ProblemType.EMPTY_BODY, "The part '%s' is empty".formatted(PART));
		}
		return file;
	}

}
