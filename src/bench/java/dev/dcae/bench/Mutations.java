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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Changes requests as clients, proxies, attackers and accidents do.
 */
final class Mutations {

	private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE",
			"CONNECT", "get", "MADEUP", "", "G ET", "POST\t");

	private static final List<String> VERSIONS = List.of("HTTP/1.0", "HTTP/2.0", "HTTP/3.7", "HTTP/1.10", "HTTP", "", "http/1.1");

	private static final List<String> HEADERS = List.of("Content-Type", "Content-Length", "Content-Encoding",
			"Content-Disposition", "Content-Range", "Transfer-Encoding", "Accept", "Accept-Encoding", "Accept-Language",
			"Accept-Charset", "Host", "Connection", "Expect", "Upgrade", "TE", "Trailer", "Range", "If-Range", "If-Match",
			"If-None-Match", "If-Modified-Since", "If-Unmodified-Since", "Cache-Control", "Cookie", "Authorization", "Origin",
			"Access-Control-Request-Method", "Access-Control-Request-Headers", "Referer", "User-Agent", "Via", "Date",
			"Forwarded", "X-Forwarded-For", "X-Forwarded-By", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Proto",
			"X-Forwarded-Prefix", "X-Forwarded-Ssl", "X-Real-IP", "X-Original-URL", "X-HTTP-Method-Override", "X-Request-Id",
			"X-Request-Timeout", "X-Priority", "X-Requested-With", "Inference-Header-Content-Length", "traceparent",
			"tracestate", "baggage", "b3", "Sec-Fetch-Site", "HTTP2-Settings", "", "X Y", "Bad:Name");

	private static final List<String> VALUES = List.of("", " ", "0", "1", "-1", "65536", "99999999999999999999", "1.5", "NaN",
			"a b", "a_b", "[::1", "[::1]:80", "::1", "127.0.0.1", "x:y", "https://x/y", "//x", "/tools", "dcae", "/..", "*",
			"*/*", "*/*;q=2", "image/png", "image/jpg", "image/*;q=0", "application/json", "application/json; charset=none",
			"application/json;charset=UTF-16", "application/octet-stream", "application/x-npy", "application/x-safetensors",
			"application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=----=_Part_1",
			"multipart/form-data; boundary=\"", "text/event-stream", "rubbish", "/", ";", ",", ",,,", "=", "\"", "\"\"", "\\",
			"gzip", "gzip, chunked", "chunked", "chunked, chunked", "identity", "deflate", "br", "100-continue", "close",
			"keep-alive", "upgrade", "h2c", "websocket", "bytes=0-", "bytes=5-1", "bytes=-1", "W/\"x\"",
			"Mon, 30 Nov 2026 09:00:00 GMT", "Bearer", "Bearer x", "Basic", "Basic !!!", "Basic eA==", "null", "2s", "1ms",
			"2d", "3", "high", "for=\"[::1\"", "for=unknown;host=x;proto=https", "host=", "none", "%zz", "%00", "\u00e4",
			"\u00ff\u00fe", "\u0001", "\u007f", "a\u0000b", "x".repeat(300), "x".repeat(9000), "tiny".repeat(2000), "on",
			"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "<script>", "${x}", "' or 1=1");

	private static final List<String> NAMES = List.of("model", "fit", "scaled", "scale", "channels", "sample", "seed", "tile",
			"shape", "dtype", "format", "quality", "report", "force", "width", "height", "alpha", "mode", "output_type",
			"image_format", "partial_postprocess", "scaling_factor", "shift_factor", "do_scaling", "page", "", "%zz", "x[0]",
			"a.b", "model.id", "_method");

	private static final List<String> ARGUMENTS = List.of("", "true", "false", "maybe", "0", "1", "-1", "5", "0.5", "1e9",
			"2147483648", "9223372036854775808", "NaN", "pad", "crop", "resize", "reject", "auto", "always", "never",
			"float32", "float16", "bfloat16", "uint8", "1,32,1,1", "32,32,3", "1,,1", "1,32,1,1,1,1,1,1,1",
			"99999999999,99999999999", "json", "npy", "raw", "png", "jpeg", "webp", "zip", "sheet", "safetensors", "events",
			"linear", "spherical", "pil", "pt", "%zz", "%00", "%C3%28", "%F0%9F%98%80", "a%20b", "..%2F..", "x%0d%0aX-Y:%20z",
			"dc-ae-tiny-f32c32", "none", "'", "%22", "a,b,c", ",");

	private static final String CHARACTERS = "/?#%&=;:,.+-_~!*'()[]{}<>|\\^`\"@$ \t\u0000\u0001\u007f\u00e4aZ09";

	private final Random random;

	/**
	 * Changes that a seed decides on.
	 */
	Mutations(Random random) {
		this.random = random;
	}

	/**
	 * Changes a request in one to four ways.
	 */
	void change(RawRequest request) {
		int changes = 1 + this.random.nextInt(4);
		for (int i = 0; i < changes; i++) {
			switch (this.random.nextInt(10)) {
				case 0 -> firstLine(request);
				case 1, 2 -> target(request);
				case 3, 4 -> query(request);
				case 5, 6, 7 -> header(request);
				default -> body(request);
			}
		}
	}

	private void firstLine(RawRequest request) {
		if (this.random.nextInt(3) == 0) {
			request.version = any(VERSIONS);
		}
		else {
			request.method = any(METHODS);
		}
	}

	private void target(RawRequest request) {
		StringBuilder target = new StringBuilder(request.target);
		int at = this.random.nextInt(target.length() + 1);
		switch (this.random.nextInt(6)) {
			case 0 -> target.insert(at, CHARACTERS.charAt(this.random.nextInt(CHARACTERS.length())));
			case 1 -> target.insert(at, "%%%02x".formatted(this.random.nextInt(256)));
			case 2 -> target.insert(at, any(List.of("//", "/..", "/./", "%zz", "%", ";x=y", "x".repeat(9000), "#", "?", "/WEB-INF/")));
			case 3 -> target.append('/');
			case 4 -> target.setLength(at);
			default -> target.insert(0, any(List.of("http://x", "https://a_b/", "http://u:p@localhost", "*", "//", "")));
		}
		request.target = target.toString();
	}

	private void query(RawRequest request) {
		int times = (this.random.nextInt(50) == 0) ? 1100 : 1 + this.random.nextInt(2);
		String parameter = any(NAMES) + "=" + any(ARGUMENTS);
		request.target += ((request.target.indexOf('?') < 0) ? "?" : "&") + String.join("&", Collections.nCopies(times, parameter));
	}

	private void header(RawRequest request) {
		int at = this.random.nextInt(request.headers.size() + 1);
		switch (this.random.nextInt(6)) {
			case 0 -> {
				if (at < request.headers.size()) {
					request.headers.remove(at);
				}
			}
			case 1 -> {
				if (at < request.headers.size()) {
					String name = request.headers.get(at).split(":", 2)[0];
					request.headers.set(at, name + ": " + any(VALUES));
				}
			}
			case 2 -> {
				if (at < request.headers.size()) {
					request.headers.add(request.headers.get(at));
				}
			}
			case 3 -> request.headers.add(at, any(HEADERS) + any(List.of(": ", ":", " : ", "", ":\t")) + any(VALUES));
			default -> request.headers.add(at, any(HEADERS) + ": " + any(VALUES));
		}
	}

	private void body(RawRequest request) {
		byte[] body = request.body;
		if (body.length == 0) {
			return;
		}
		int at = this.random.nextInt(body.length);
		switch (this.random.nextInt(6)) {
			case 0 -> request.body = Arrays.copyOf(body, at);
			case 1 -> request.body = Arrays.copyOf(body, body.length + this.random.nextInt(100));
			case 2 -> {
				for (int i = 0; i < 1 + this.random.nextInt(8); i++) {
					body[this.random.nextInt(body.length)] = (byte) this.random.nextInt();
				}
			}
			case 3 -> request.body = inserted(body, at, any(VALUES).getBytes(StandardCharsets.ISO_8859_1));
			case 4 -> request.body = inserted(Arrays.copyOf(body, at), at, Arrays.copyOfRange(body,
					at + this.random.nextInt(body.length - at), body.length));
			default -> chunk(request);
		}
		if (this.random.nextInt(4) != 0) {
			request.headers.replaceAll((line) -> line.startsWith("Content-Length:") ? "Content-Length: " + request.body.length : line);
		}
	}

	private void chunk(RawRequest request) {
		request.headers.removeIf((line) -> line.startsWith("Content-Length:"));
		request.headers.add("Transfer-Encoding: chunked");
		String size = (this.random.nextInt(3) == 0) ? any(VALUES) : Integer.toHexString(request.body.length);
		byte[] end = ((this.random.nextInt(3) == 0) ? "" : "\r\n0\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
		byte[] begun = inserted(request.body, 0, (size + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
		request.body = inserted(begun, begun.length, end);
	}

	private static byte[] inserted(byte[] body, int at, byte[] more) {
		byte[] all = new byte[body.length + more.length];
		System.arraycopy(body, 0, all, 0, at);
		System.arraycopy(more, 0, all, at, more.length);
		System.arraycopy(body, at, all, at + more.length, body.length - at);
		return all;
	}

	private <T> T any(List<T> choices) {
		return choices.get(this.random.nextInt(choices.size()));
	}

}
