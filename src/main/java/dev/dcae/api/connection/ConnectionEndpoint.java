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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;

/**
 * Tomcat's endpoint with channels that know the state of their connections.
 */
final class ConnectionEndpoint extends NioEndpoint {

	private volatile AnswerPace pace = AnswerPace.ANY;

	/**
	 * Ends the connections of clients that take their answers more slowly.
	 */
	void pace(AnswerPace slowest) {
		this.pace = slowest;
	}

	@Override
	protected NioChannel createChannel(SocketBufferHandler buffer) {
		return isSSLEnabled() ? new Encrypted(buffer) : new Plain(buffer);
	}

	/**
	 * Sends a part of an answer.
	 */
	private int write(Connection connection, ByteBuffer bytes, Sender sender) throws IOException {
		int ahead = connection.skip(bytes);
		int count = sender.write(bytes);
		connection.taken(count, bytes.remaining(), this.pace, System.nanoTime());
		return ahead + count;
	}

	/**
	 * Sends a byte of the answer ahead.
	 * @return whether that failed
	 */
	private static boolean isAbandoned(Connection connection, Sender sender) {
		long now = System.nanoTime();
		ByteBuffer next = connection.nextAhead(now);
		try {
			if (next.hasRemaining() && sender.write(next) > 0) {
				connection.sentAhead(now);
			}
			return false;
		}
		catch (IOException ex) {
			return true;
		}
	}

	private interface Sender {

		int write(ByteBuffer bytes) throws IOException;

	}

	private final class Plain extends NioChannel implements ConnectionChannel {

		private final Connection connection = new Connection();

		private Plain(SocketBufferHandler buffer) {
			super(buffer);
		}

		@Override
		public Connection connection() {
			return this.connection;
		}

		@Override
		public void reset(SocketChannel channel, NioSocketWrapper socket) throws IOException {
			super.reset(channel, socket);
			this.connection.open(System.nanoTime());
		}

		@Override
		public boolean isAbandoned() {
			return ConnectionEndpoint.isAbandoned(this.connection, super::write);
		}

		@Override
		public int write(ByteBuffer bytes) throws IOException {
			return ConnectionEndpoint.this.write(this.connection, bytes, super::write);
		}

	}

	private final class Encrypted extends SecureNioChannel implements ConnectionChannel {

		private final Connection connection = new Connection();

		private Encrypted(SocketBufferHandler buffer) {
			super(buffer, ConnectionEndpoint.this);
		}

		@Override
		public Connection connection() {
			return this.connection;
		}

		@Override
		public void reset(SocketChannel channel, NioSocketWrapper socket) throws IOException {
			super.reset(channel, socket);
			this.connection.open(System.nanoTime());
		}

		@Override
		public boolean isAbandoned() {
			return ConnectionEndpoint.isAbandoned(this.connection, super::write);
		}

		/**
		 * The end of what the client sends is one here, too, and not a failure, as Tomcat
		 * takes it where nothing comes with it: TLS 1.3 has ends for each direction.
		 */
		@Override
		public int read(ByteBuffer to) throws IOException {
			try {
				return super.read(to);
			}
			catch (IOException ex) {
				if (this.sslEngine != null && this.sslEngine.isInboundDone()) {
					return -1;
				}
				throw ex;
			}
		}

		@Override
		public int write(ByteBuffer bytes) throws IOException {
			return ConnectionEndpoint.this.write(this.connection, bytes, super::write);
		}

	}

}
