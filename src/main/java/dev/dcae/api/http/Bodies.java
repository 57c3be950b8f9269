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

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import dev.dcae.api.problem.BodyLimit;
import dev.dcae.api.problem.ContainerErrors;
import dev.dcae.api.problem.ProblemException;
import dev.dcae.api.problem.ProblemType;
import dev.dcae.pipeline.MemoryBudget;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Reads raw bodies, which no setting of the servlet container bounds.
 */
public final class Bodies {

	/**
	 * The bytes that memory is taken for before any has arrived.
	 */
	private static final int FIRST = 64 << 10;

	/**
	 * The growth of a body of known length: each step copies what has come.
	 */
	private static final long GROWTH = 4;

	/**
	 * The most in one piece of a body of unknown length.
	 */
	private static final int LARGEST_PIECE = 1 << 20;

	private final BodyLimit limit;

	/**
	 * A reader with a limit on one body.
	 */
	public Bodies(BodyLimit limit) {
		this.limit = limit;
	}

	/**
	 * Reads a whole body. Its memory is reserved as it arrives: at most four times as
	 * much, and another copy for a moment where it grows.
	 * @throws ProblemException if it is empty or larger than the limit; a declared length
	 * is believed before anything is read
	 * @throws dev.dcae.api.problem.OverloadedException if it cannot grow beside others
	 */
	public byte[] read(HttpServletRequest request) {
		return readAny(request).orElseThrow(
				() -> new ProblemException(ProblemType.EMPTY_BODY, "The body is empty; send the file as the raw body"));
	}

	/**
	 * Reads a whole body likewise, if there is one that is not empty.
	 */
	public Optional<byte[]> readAny(HttpServletRequest request) {
		long declared = request.getContentLengthLong();
		this.limit.requireWithin(declared);
		MemoryBudget memory = MemoryFilter.bodyBudget(request);
		byte[] body;
		try {
			body = (declared >= 0) ? readDeclared(request.getInputStream(), (int) declared, memory)
					: readChunked(request.getInputStream(), memory);
		}
		catch (SocketTimeoutException ex) {
			throw new ProblemException(ProblemType.TOO_SLOW, ContainerErrors.TOO_SLOW);
		}
		catch (IOException ex) {
			throw new ProblemException(ProblemType.BAD_REQUEST,
					"The body could not be read: it was cut short, or its chunks or its compression are malformed");
		}
		return (body.length > 0) ? Optional.of(body) : Optional.empty();
	}

	private static byte[] readDeclared(InputStream in, int declared, MemoryBudget memory) throws IOException {
		int first = Math.min(declared, FIRST);
		MemoryBudget.Hold held = memory.reserve(first);
		byte[] body = new byte[first];
		int read = in.readNBytes(body, 0, body.length);
		while (read == body.length && read < declared) {
			int larger = (int) Math.min(declared, GROWTH * body.length);
			MemoryBudget.Hold more = memory.reserve(larger);
			body = Arrays.copyOf(body, larger);
			held.close();
			held = more;
			read += in.readNBytes(body, read, larger - read);
		}
		if (read < declared) {
			throw new ProblemException(ProblemType.BAD_REQUEST, "The body ended before its declared length");
		}
		return body;
	}

	private byte[] readChunked(InputStream in, MemoryBudget memory) throws IOException {
		List<byte[]> pieces = new ArrayList<>();
		List<MemoryBudget.Hold> held = new ArrayList<>();
		int length = 0;
		boolean more = true;
		while (more) {
			int size = Math.clamp(length, FIRST, LARGEST_PIECE);
			held.add(memory.reserve(size));
			byte[] piece = new byte[size];
			int read = in.readNBytes(piece, 0, size);
			this.limit.requireWithin((long) length + read);
			pieces.add(piece);
			length += read;
			more = read == size;
		}
		memory.reserve(length);
		byte[] body = new byte[length];
		int at = 0;
		for (byte[] piece : pieces) {
			int count = Math.min(piece.length, length - at);
			System.arraycopy(piece, 0, body, at, count);
			at += count;
		}
		held.forEach(MemoryBudget.Hold::close);
		return body;
	}

}
