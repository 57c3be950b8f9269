package dev.dcae.api.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

import jakarta.servlet.ServletException;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.InputBuffer;
import org.apache.tomcat.util.net.ApplicationBufferHandler;

/**
 * Bounds the time in which a body has to arrive. The container's own time-outs count from
 * the last byte: a client that sends one now and then would hold the memory that is
 * reserved for its body for ever. Below all else that reads, since the container parses
 * forms from its own stream.
 */
public final class BodyDeadlineValve extends ValveBase {

	private final Duration longest;

	private BodyDeadlineValve(Duration longest) {
		super(true);
		this.longest = longest;
	}

	/**
	 * Puts the valve before the servlets and filters of an application.
	 * @param longest time that a body may take
	 */
	public static void addTo(Context context, Duration longest) {
		context.getPipeline().addValve(new BodyDeadlineValve(longest));
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		org.apache.coyote.Request wire = request.getCoyoteRequest();
		TimedInput timed = new TimedInput(wire.getInputBuffer(), System.nanoTime() + this.longest.toNanos());
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
	 * The input of the connection, up to a time.
	 */
	private static final class TimedInput implements InputBuffer {

		private final InputBuffer input;

		private final long until;

		private boolean late;

		TimedInput(InputBuffer input, long until) {
			this.input = input;
			this.until = until;
		}

		@Override
		public int doRead(ApplicationBufferHandler handler) throws IOException {
			int count = this.input.doRead(handler);
			if (count >= 0 && System.nanoTime() - this.until > 0) {
				this.late = true;
				// The container answers this with 408.
				throw new SocketTimeoutException("The body did not arrive in time");
			}
			return count;
		}

		@Override
		public int available() {
			return this.input.available();
		}

	}

}
