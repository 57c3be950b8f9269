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
import java.net.SocketException;
import java.net.SocketTimeoutException;

import dev.dcae.api.problem.Outcome;
import jakarta.servlet.ServletException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Ends bodies that arrive too slowly, with 408. The container's own time-outs count from
 * the last byte: a client that sends one now and then would hold what has come for ever.
 * Below all else that reads, since the container parses forms from its own stream; so it
 * also notes who hangs up in the midst of a body.
 */
public final class BodyPaceValve extends ValveBase {

	private final BodyPace pace;

	private BodyPaceValve(BodyPace pace) {
		super(true);
		this.pace = pace;
	}

	/**
	 * Puts the valve before the servlets and filters of an application.
	 */
	public static void addTo(Context context, BodyPace pace) {
		context.getPipeline().addValve(new BodyPaceValve(pace));
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		org.apache.coyote.Request wire = request.getCoyoteRequest();
		TimedInput timed = new TimedInput(wire, this.pace, () -> Outcome.note(request, Outcome.CANCELLED));
		wire.setInputBuffer(timed);
		try {
			getNext().invoke(request, response);
		}
		finally {
			// The connection's next request has the same object.
			wire.setInputBuffer(timed.input);
			if (timed.late) {
				// Nor is there time for the rest, to be read and dropped.
				wire.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
			}
		}
	}

	/**
	 * The input of the connection, as long as it is not late.
	 */
	private static final class TimedInput implements InputBuffer {

		private final org.apache.coyote.Request wire;

		private final InputBuffer input;

		private final BodyPace pace;

		private final Runnable onHangUp;

		private final long begun = System.nanoTime();

		private long waited;

		private long arrived;

		private boolean late;

		TimedInput(org.apache.coyote.Request wire, BodyPace pace, Runnable onHangUp) {
			this.wire = wire;
			this.input = wire.getInputBuffer();
			this.pace = pace;
			this.onHangUp = onHangUp;
		}

		@Override
		public int doRead(ApplicationBufferHandler handler) throws IOException {
			// Whoever asked whether to send it has been told to by now: if it is refused
			// in its midst, the container would close the connection.
			this.wire.setExpectation(false);
			long start = System.nanoTime();
			int count = read(handler);
			long now = System.nanoTime();
			this.waited += now - start;
			this.arrived += Math.max(0, count);
			if (count >= 0 && this.pace.isLate(now - this.begun, this.waited, this.arrived)) {
				this.late = true;
				// The container answers this with 408.
				throw new SocketTimeoutException("The body did not arrive in time");
			}
			return count;
		}

		private int read(ApplicationBufferHandler handler) throws IOException {
			try {
				return this.input.doRead(handler);
			}
			catch (IOException ex) {
				if (ex instanceof SocketException || DisconnectedClientHelper.isClientDisconnectedException(ex)) {
					this.onHangUp.run();
				}
				throw ex;
			}
		}

		@Override
		public int available() {
			return this.input.available();
		}

	}

}
