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
import java.util.Optional;

import dev.dcae.pipeline.MemoryBudget;
import jakarta.servlet.http.HttpServletRequest;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way, inflated: counted as it arrives. Where the container
 * itself keeps what arrives, as of forms, its memory is reserved here.
 */
final class MeteredBody implements InputBuffer {

	private static final long STEP = 64 << 10;

	private final InputBuffer input;

	private final long declared;

	private @Nullable MemoryBudget memory;

	private int copies;

	private @Nullable Runnable whole;

	private long arrived;

	private long covered;

	/**
	 * A body whose bytes come from an input.
	 * @param declared length, or -1
	 */
	MeteredBody(InputBuffer input, long declared) {
		this.input = input;
		this.declared = declared;
	}

	/**
	 * The body of a request; none of one that came past the valve, as in tests without a
	 * container.
	 */
	static Optional<MeteredBody> of(HttpServletRequest request) {
		return Optional.ofNullable((MeteredBody) request.getAttribute(MeteredBody.class.getName()));
	}

	/**
	 * Has memory reserved for what arrives, before it is handed on.
	 * @param times that each byte is held
	 */
	void reserveIn(MemoryBudget budget, int times) {
		this.memory = budget;
		this.copies = times;
	}

	/**
	 * Has something done once, when the body is there, or nobody waits for it any more.
	 */
	void whenWhole(Runnable action) {
		this.whole = action;
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		int count = this.input.doRead(handler);
		this.arrived += Math.max(0, count);
		if (this.memory != null && this.arrived > this.covered) {
			// In steps that grow with it, so that there are few.
			long step = Math.max(this.arrived - this.covered, Math.max(STEP, this.covered / 4));
			long more = (this.declared >= 0) ? Math.min(step, this.declared - this.covered) : step;
			this.memory.reserve(this.copies * more);
			this.covered += more;
		}
		if (count < 0 || this.arrived == this.declared) {
			end();
		}
		return count;
	}

	/**
	 * Ends the counting.
	 */
	void end() {
		Runnable action = this.whole;
		this.whole = null;
		if (action != null) {
			action.run();
		}
	}

	@Override
	public int available() {
		return this.input.available();
	}

}
