package dev.dcae.api.http;

import java.io.IOException;
import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/1.1 with two additions. A request can ask whether its client has hung up.
 * Tomcat itself does not look at a connection while a request is being handled, so the
 * thread of the request looks: a read that does not block either meets the end of the
 * stream, or puts what arrived, such as a pipelined request, into the connection's
 * buffer, where Tomcat will find it. And of the Open Inference Protocol only answers with
 * inferred tensors are compressed: Triton's clients ask for compression always, and
 * inflate nothing else.
 */
public final class ClientConnection extends Http11NioProtocol {

	private static final ScopedValue<SocketWrapperBase<?>> CURRENT = ScopedValue.newInstance();

	/**
	 * Tells if the client of the request that this thread handles has hung up. To be
	 * asked on that thread, after the body was read; always false elsewhere.
	 */
	public static BooleanSupplier hungUp() {
		return CURRENT.isBound() ? () -> hungUp(CURRENT.get()) : () -> false;
	}

	private static boolean hungUp(SocketWrapperBase<?> connection) {
		try {
			connection.isReadyForRead();
			return connection.isClosed();
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	public boolean useCompression(Request request, Response response) {
		return isReadCompressed(request.requestURI().toString(), response.getStatus())
				&& super.useCompression(request, response);
	}

	private static boolean isReadCompressed(@Nullable String path, int status) {
		return path == null || !path.contains("/v2")
				|| (status == HttpServletResponse.SC_OK && path.endsWith("/infer"));
	}

	@Override
	protected Processor createProcessor() {
		return new Http11Processor(this, getAdapter()) {

			@Override
			public SocketState service(SocketWrapperBase<?> connection) throws IOException {
				return ScopedValue.where(CURRENT, connection).call(() -> super.service(connection));
			}

		};
	}

}
