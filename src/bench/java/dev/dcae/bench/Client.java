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
package dev.dcae.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * One keep-alive connection, mostly for the same request over and over: as little work as a client can do, since it shares
 * the cores with the service. Where an answer says that it is the last, another connection takes its place.
 */
final class Client implements AutoCloseable {

	private static final String TIMING = "server-timing:";

	private final byte[] request;

	private Socket socket;

	private InputStream in;

	private boolean last;

	private byte[] body = new byte[0];

	private int length;

	private String timing = "";

	private Client(int port, byte[] request) throws IOException {
		this.request = request;
		this.socket = open(port);
		this.in = buffered(this.socket);
	}

	private static Socket open(int port) throws IOException {
		Socket socket = new Socket("localhost", port);
		socket.setTcpNoDelay(true);
		return socket;
	}

	private static InputStream buffered(Socket socket) throws IOException {
		return new BufferedInputStream(socket.getInputStream(), 1 << 16);
	}

	/**
	 * A connection for many requests.
	 */
	static Client connect(int port) throws IOException {
		return connect(port, new byte[0]);
	}

	static Client connect(int port, byte[] request) throws IOException {
		return new Client(port, request);
	}

	/**
	 * The answer of a service to one request.
	 * @throws IllegalStateException if its status is not 200
	 */
	static byte[] once(int port, byte[] request) throws IOException {
		try (Client client = connect(port, request)) {
			int status = client.exchange();
			if (status != 200) {
				throw new IllegalStateException("%d: %s".formatted(status,
						new String(client.body, 0, client.length, StandardCharsets.UTF_8)));
			}
			return Arrays.copyOf(client.body, client.length);
		}
	}

	/**
	 * A whole request, ready to be sent.
	 */
	static byte[] post(String target, String contentType, String accept, byte[] body) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nAccept: %s\r\nContent-Length: %d\r\n\r\n"
			.formatted(target, contentType, accept, body.length)
			.getBytes(StandardCharsets.US_ASCII));
		bytes.writeBytes(body);
		return bytes.toByteArray();
	}

	/**
	 * A whole request without a body.
	 */
	static byte[] get(String target) {
		return "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(target).getBytes(StandardCharsets.US_ASCII);
	}

	/**
	 * A request with one header more.
	 */
	static byte[] with(byte[] request, String header) {
		int line = 0;
		while (request[line] != '\n') {
			line++;
		}
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(request, 0, line + 1);
		bytes.writeBytes((header + "\r\n").getBytes(StandardCharsets.US_ASCII));
		bytes.write(request, line + 1, request.length - line - 1);
		return bytes.toByteArray();
	}

	/**
	 * Sends the request and reads the whole answer.
	 * @return the status
	 */
	int exchange() throws IOException {
		return exchange(this.request);
	}

	/**
	 * Sends another request and reads the whole answer.
	 * @return the status
	 */
	int exchange(byte[] request) throws IOException {
		send(request);
		int status = Integer.parseInt(line().split(" ")[1]);
		this.length = 0;
		this.timing = "";
		int announced = 0;
		boolean chunked = false;
		for (String header = line(); !header.isEmpty(); header = line()) {
			String lower = header.toLowerCase(Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				announced = Integer.parseInt(header.substring(15).strip());
			}
			if (lower.startsWith(TIMING)) {
				this.timing = lower.substring(TIMING.length());
			}
			chunked |= lower.equals("transfer-encoding: chunked");
			this.last |= lower.equals("connection: close");
		}
		if (chunked) {
			for (int chunk = chunkSize(); chunk > 0; chunk = chunkSize()) {
				read(chunk);
				line();
			}
			line();
		}
		else {
			read(announced);
		}
		return status;
	}

	/**
	 * The last answer's word on where its time went: its header Server-Timing, or nothing.
	 */
	String timing() {
		return this.timing;
	}

	/**
	 * Sends a request whose answer is not read.
	 */
	void send(byte[] request) throws IOException {
		if (this.last) {
			this.socket.close();
			this.socket = open(this.socket.getPort());
			this.in = buffered(this.socket);
			this.last = false;
		}
		this.socket.getOutputStream().write(request);
	}

	private int chunkSize() throws IOException {
		return Integer.parseInt(line(), 16);
	}

	private void read(int more) throws IOException {
		if (this.body.length < this.length + more) {
			this.body = Arrays.copyOf(this.body, Math.max(2 * this.body.length, this.length + more));
		}
		if (this.in.readNBytes(this.body, this.length, more) < more) {
			throw new EOFException();
		}
		this.length += more;
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
			if (c < 0) {
				throw new EOFException();
			}
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
