package dev.dcae.api.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.Arrays;

import dev.dcae.api.problem.BodyLimit;
import dev.dcae.api.problem.ContainerErrors;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Reads raw bodies, which no setting of the servlet container bounds.
 */
public final class Bodies {

	private static final int FIRST = 64 << 10;

	/**
	 * The bytes that memory is taken for before any has arrived: a large claim alone
	 * costs little.
	 */
	private static final int UNSEEN = 1 << 20;

	private final BodyLimit limit;

	/**
	 * A reader with a limit on one body.
	 */
	public Bodies(BodyLimit limit) {
		this.limit = limit;
	}

	/**
	 * The memory that a body is going to take: its declared length, or the limit where it
	 * declares none.
	 * @throws ProblemException if it declares more than the limit
	 */
	long expected(HttpServletRequest request) {
		long declared = request.getContentLengthLong();
		this.limit.requireWithin(declared);
		return (declared >= 0) ? declared : this.limit.bytes();
	}

	/**
	 * Reads a whole body.
	 * @throws ProblemException if it is empty or larger than the limit; a declared length
	 * is believed before anything is read
	 */
	public byte[] read(HttpServletRequest request) {
		long declared = request.getContentLengthLong();
		this.limit.requireWithin(declared);
		byte[] body;
		try {
			body = (declared >= 0) ? readDeclared(request.getInputStream(), (int) declared)
					: readChunked(request.getInputStream());
		}
		catch (SocketTimeoutException ex) {
			throw new ProblemException(ProblemType.TOO_SLOW, ContainerErrors.TOO_SLOW);
		}
		catch (IOException ex) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"The body could not be read: it was cut short, or its chunks or its compression are malformed");
		}
		if (body.length == 0) {
			throw new ProblemException(ProblemType.EMPTY_BODY, "The body is empty; send the file as the raw body");
		}
		return body;
	}

	private static byte[] readDeclared(InputStream in, int declared) throws IOException {
		byte[] body = new byte[Math.min(declared, UNSEEN)];
		int read = in.readNBytes(body, 0, body.length);
		if (read == body.length && read < declared) {
			body = Arrays.copyOf(body, declared);
			read += in.readNBytes(body, read, declared - read);
		}
		if (read < declared) {
			throw new ProblemException(ProblemType.BAD_REQUEST, "The body ended before its declared length");
		}
		return body;
	}

	private byte[] readChunked(InputStream in) throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream(FIRST);
		byte[] buffer = new byte[FIRST];
		for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
			this.limit.requireWithin((long) body.size() + count);
			body.write(buffer, 0, count);
		}
		return body.toByteArray();
	}

}
