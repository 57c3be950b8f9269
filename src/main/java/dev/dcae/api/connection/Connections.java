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
package dev.dcae.api.connection;

import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Constants;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.http.Method;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Tomcat's HTTP/1.1 with four additions. A request can ask whether its client has hung
 * up. Tomcat itself does not look at a connection while a request is being handled, so
 * the thread of the request looks: a read that does not block either meets the end of the
 * stream, or puts what arrived, such as a pipelined request, into the connection's
 * buffer, where Tomcat will find it. Answers say {@code Connection: close} where a
 * {@link Farewell} wants it, those to requests that came before it did, too. And of the
 * Open Inference Protocol only answers with inferred tensors are compressed: Triton's
 * clients ask for compression always, and inflate nothing else. Large answers whose
 * length is known are not compressed either. Finally, a processor that spoke HTTP/0.9 is
 * not reused for another request.
 */
public final class Connections extends Http11NioProtocol {

	/**
	 * The length in bytes of the largest answer to POST that is compressed. That occupies
	 * a core, which threads of requests do not share while they compute: of this length
	 * some 50 ms.
	 */
	private static final long MOST_COMPRESSED = 1 << 20;

	private static final ScopedValue<Exchange> CURRENT = ScopedValue.newInstance();

	/**
	 * Whether the processor that this thread is about to put back spoke HTTP/0.9.
	 */
	private static final ThreadLocal<Boolean> HEADLESS = ThreadLocal.withInitial(() -> false);

	private final ConnectionEndpoint endpoint;

	private volatile Predicate<Connection> last = (_) -> false;

	public Connections() {
		this(new ConnectionEndpoint());
	}

	private Connections(ConnectionEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	/**
	 * Ends the connections of clients that take their answers more slowly.
	 */
	public void pace(AnswerPace slowest) {
		this.endpoint.pace(slowest);
	}

	/**
	 * Tells if the client of the request that this thread handles has hung up. To be
	 * asked on that thread, after the body was read; always false elsewhere.
	 */
	public static BooleanSupplier hungUp() {
		return CURRENT.isBound() ? CURRENT.get()::isAbandoned : () -> false;
	}

	/**
	 * Has answers say {@code Connection: close} on some connections.
	 */
	void closeAfterAnswer(Predicate<Connection> connections) {
		this.last = connections;
	}

	/**
	 * Counts the connections on which no request is being handled.
	 */
	long idle() {
		return this.endpoint.getConnections().stream().filter((socket) -> !isBusy(socket)).count();
	}

	/**
	 * Closes the connections on which no request is being handled.
	 */
	void closeIdle() {
		for (SocketWrapperBase<NioChannel> socket : this.endpoint.getConnections()) {
			// Requests are handled under this lock.
			Lock lock = socket.getLock();
			if (lock.tryLock()) {
				try {
					if (!isBusy(socket)) {
						socket.close();
					}
				}
				finally {
					lock.unlock();
				}
			}
		}
	}

	private static boolean isBusy(SocketWrapperBase<NioChannel> socket) {
		// One that is just being closed has a channel of Tomcat's own.
		return !(socket.getSocket() instanceof ConnectionChannel channel) || channel.connection().isBusy();
	}

	/**
	 * Asked for each request before it is handled. The first of one is the last, after
	 * which Tomcat closes the connection, and says so.
	 */
	@Override
	public int getMaxKeepAliveRequests() {
		return (CURRENT.isBound() && CURRENT.get().isLastRequest(this.last)) ? 1 : super.getMaxKeepAliveRequests();
	}

	/**
	 * Asked before a processor is kept for the next request of any connection. Tomcat
	 * forgets too late that one spoke HTTP/0.9, whose answers have no head: those to
	 * requests whose first line cannot be read would have none either.
	 */
	@Override
	public int getProcessorCache() {
		return HEADLESS.get() ? 0 : super.getProcessorCache();
	}

	/**
	 * Asked for each answer before its headers are written.
	 */
	@Override
	public boolean getUseSendfile() {
		if (CURRENT.isBound()) {
			CURRENT.get().sayWhetherItIsTheLast(this.last);
		}
		return super.getUseSendfile();
	}

	/**
	 * Asked for each answer with a body, after that.
	 */
	@Override
	public boolean useCompression(Request request, Response response) {
		boolean compressed = !isLarge(request, response)
				&& isReadCompressed(request.requestURI().toString(), response.getStatus())
				&& super.useCompression(request, response);
		if (CURRENT.isBound()) {
			CURRENT.get().keepChunks();
		}
		return compressed;
	}

	/**
	 * Tells if an answer is a large one that was made for its request. Others are files,
	 * such as those of Swagger UI, and metrics, which become much smaller.
	 */
	private static boolean isLarge(Request request, Response response) {
		return Method.POST.equals(request.getMethod()) && response.getContentLengthLong() > MOST_COMPRESSED;
	}

	private static boolean isReadCompressed(@Nullable String path, int status) {
		return path == null || !path.contains("/v2")
				|| (status == HttpServletResponse.SC_OK && path.endsWith("/infer"));
	}

	@Override
	protected Processor createProcessor() {
		return new Http11Processor(this, getAdapter()) {

			private boolean headless;

			@Override
			public SocketState process(SocketWrapperBase<?> socket, SocketEvent event) throws IOException {
				if (!(socket.getSocket() instanceof ConnectionChannel channel)) {
					return super.process(socket, event);
				}
				channel.connection().busy(true);
				Exchange exchange = new Exchange(socket, channel, this.request, this.response);
				try {
					return ScopedValue.where(CURRENT, exchange).call(() -> super.process(socket, event));
				}
				finally {
					this.headless |= exchange.headless;
					HEADLESS.set(this.headless);
					channel.connection().busy(isAsync());
				}
			}

		};
	}

	/**
	 * The requests on a connection and their answers, one after the other.
	 */
	private static final class Exchange {

		private final SocketWrapperBase<?> socket;

		private final ConnectionChannel channel;

		private final Request request;

		private final Response response;

		private boolean lastRequest;

		private boolean lastAnswer;

		private boolean headless;

		Exchange(SocketWrapperBase<?> socket, ConnectionChannel channel, Request request, Response response) {
			this.socket = socket;
			this.channel = channel;
			this.request = request;
			this.response = response;
		}

		boolean isAbandoned() {
			try {
				this.socket.isReadyForRead();
				return this.socket.isClosed();
			}
			catch (EOFException ex) {
				// Once the answer has begun, sending it tells.
				return !this.response.isCommitted() && !this.socket.hasDataToWrite() && this.channel.isAbandoned();
			}
			catch (IOException ex) {
				return true;
			}
		}

		boolean isLastRequest(Predicate<Connection> last) {
			this.headless |= this.request.protocol().isNull() || this.request.protocol().toString().isEmpty();
			this.lastRequest = last.test(this.channel.connection());
			return this.lastRequest;
		}

		/**
		 * Has the answer to a request say it that came before it was known.
		 */
		void sayWhetherItIsTheLast(Predicate<Connection> last) {
			this.lastAnswer = !this.lastRequest && last.test(this.channel.connection());
			if (this.lastAnswer) {
				this.response.getMimeHeaders().setValue(HttpHeaders.CONNECTION).setString(Constants.CLOSE);
			}
		}

		/**
		 * Where an answer says itself that the connection is closed, Tomcat would leave
		 * its end to that, and one that is cut short would look whole. It does not where
		 * something may follow the last chunk.
		 */
		void keepChunks() {
			if (this.lastAnswer && this.response.getContentLengthLong() == -1
					&& !Method.HEAD.equals(this.request.getMethod())) {
				this.response.setTrailerFields(Map::of);
			}
		}

	}

}
