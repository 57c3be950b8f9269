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
package dev.dcae.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client that sends its requests over one connection, and no other.
 */
public final class KeptConnection implements AutoCloseable {

	private final Socket socket;

	private final InputStream in;

	public KeptConnection(int port) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
		this.socket.setSoTimeout(120_000);
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/**
	 * A GET, and its answer.
	 * @throws IOException if there is none
	 */
	public Answer get(String path) throws IOException {
		send("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path), new byte[0]);
		return receive();
	}

	/**
	 * Sends a request and does not wait for the answer.
	 */
	public void post(String path, String type, byte[] body, String headers) throws IOException {
		send("POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n".formatted(path,
				type, body.length, headers), body);
	}

	private void send(String head, byte[] body) throws IOException {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
		request.writeBytes(body);
		this.socket.getOutputStream().write(request.toByteArray());
	}

	/**
	 * Ends the sending side, and no more.
	 */
	public void sendNoMore() throws IOException {
		this.socket.shutdownOutput();
	}

	/**
	 * Waits for some bytes of the next answer, and leaves them there.
	 */
	public String peek(int bytes) throws IOException {
		this.in.mark(bytes);
		byte[] start = this.in.readNBytes(bytes);
		this.in.reset();
		return new String(start, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Reads the next answer, and not beyond it.
	 * @throws IOException if the connection ends before it does
	 */
	public Answer receive() throws IOException {
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		long left = -1;
		boolean chunked = false;
		for (String line = line(answer); !line.isEmpty(); line = line(answer)) {
			String[] field = line.split(": *", 2);
			if (field[0].equalsIgnoreCase("Content-Length")) {
				left = Long.parseLong(field[1]);
			}
			chunked |= field[0].equalsIgnoreCase("Transfer-Encoding") && field[1].equals("chunked");
		}
		if (chunked) {
			for (int size = size(answer); size > 0; size = size(answer)) {
				body(size + 2, answer);
			}
			line(answer);
		}
		else if (left > 0) {
			body(left, answer);
		}
		return Answer.parse(answer.toByteArray());
	}

	private int size(ByteArrayOutputStream answer) throws IOException {
		return Integer.parseInt(line(answer), 16);
	}

	private void body(long length, ByteArrayOutputStream answer) throws IOException {
		byte[] bytes = this.in.readNBytes((int) length);
		if (bytes.length < length) {
			throw new EOFException("The answer ended within its body");
		}
		answer.writeBytes(bytes);
	}

	private String line(ByteArrayOutputStream answer) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("The connection ended within a line");
			}
			answer.write(next);
			line.write(next);
		}
		answer.write('\n');
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

	/**
	 * Tells whether the service closes the connection, and sends nothing more before.
	 */
	public boolean isClosed() throws IOException {
		return this.in.read() < 0;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
