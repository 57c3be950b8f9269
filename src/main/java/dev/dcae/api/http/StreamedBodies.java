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

import dev.dcae.api.problem.CutShortException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpInputMessage;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.MediaType;
import org.springframework.http.converter.AbstractHttpMessageConverter;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.stereotype.Component;

/**
 * Has a {@link StreamedBody} written on the thread of its request, which is the one that
 * can see its client hang up, and under the request's reservation of memory: Spring's own
 * streaming would leave both.
 */
@Component
class StreamedBodies extends AbstractHttpMessageConverter<StreamedBody> {

	StreamedBodies() {
		super(MediaType.ALL);
	}

	@Override
	protected boolean supports(Class<?> type) {
		return StreamedBody.class.isAssignableFrom(type);
	}

	@Override
	protected boolean canRead(@Nullable MediaType mediaType) {
		return false;
	}

	@Override
	protected StreamedBody readInternal(Class<? extends StreamedBody> type, HttpInputMessage input) {
		throw new HttpMessageNotReadableException("Bodies are streamed one way only", input);
	}

	@Override
	protected void writeInternal(StreamedBody body, HttpOutputMessage output) throws IOException {
		if (!(output instanceof ServletServerHttpResponse answer)) {
			body.writeTo(output.getBody());
			return;
		}
		// Until the buffer is full, whatever fails can still be answered with its status.
		answer.getServletResponse().setBufferSize(StreamedBody.HELD_BACK);
		try {
			body.writeTo(output.getBody());
		}
		catch (RuntimeException ex) {
			if (answer.getServletResponse().isCommitted()) {
				throw new CutShortException(ex);
			}
			throw ex;
		}
	}

}
