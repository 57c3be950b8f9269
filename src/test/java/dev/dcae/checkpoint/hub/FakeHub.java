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
package dev.dcae.checkpoint.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two servers that behave as the hub does: one has the API and the small files, and
 * redirects to the other, on another port and so another host, for the large ones. A test
 * can make the next answer to a request a wrong one.
 */
public final class FakeHub implements AutoCloseable {

	private final HttpServer hub;

	private final HttpServer storage;

	private final Map<String, Commit> commits = new ConcurrentHashMap<>();

	private final Map<String, byte[]> stored = new ConcurrentHashMap<>();

	private final List<Wrong> wrongs = new CopyOnWriteArrayList<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private volatile @Nullable String token;

	/**
	 * A request as it came.
	 *
	 * @param storage whether to the server that stores large files
	 */
	public record Request(boolean storage, String path, String range, String ifRange, String authorization) {
	}

	/**
	 * Answers a request in place of the hub.
	 */
	@FunctionalInterface
	public interface Fault {

		void answer(HttpExchange exchange, byte[] right) throws IOException;

	}

	private record Commit(String sha, Map<String, byte[]> files) {
	}

	private record Wrong(String part, Fault fault) {
	}

	/**
	 * Starts the servers on free ports.
	 */
	public FakeHub() {
		this.hub = server(this::answer);
		this.storage = server(this::store);
	}

	private static HttpServer server(HttpHandler handler) {
		try {
			HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
			server.createContext("/", handler);
			server.start();
			return server;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String endpoint() {
		return address(this.hub);
	}

	private static String address(HttpServer server) {
		return "http://localhost:" + server.getAddress().getPort();
	}

	/**
	 * Commits files to the branch main of a repository, in place of those that it had.
	 * @return the commit
	 */
	public String commit(String repository, Map<String, byte[]> files) {
		StringBuilder tree = new StringBuilder();
		new TreeMap<>(files).forEach((name, bytes) -> tree.append(name).append(blob(name, bytes)));
		String sha = hash("SHA-1", tree.toString().getBytes(StandardCharsets.UTF_8));
		Commit commit = new Commit(sha, new LinkedHashMap<>(files));
		this.commits.put(repository + "@main", commit);
		this.commits.put(repository + "@" + sha, commit);
		files.forEach((name, bytes) -> {
			if (isLarge(name)) {
				this.stored.put("/" + blob(name, bytes), bytes);
			}
		});
		return sha;
	}

	/**
	 * Lets another revision of a repository be what main is now.
	 * @param revision as it stands in an address
	 */
	public void name(String repository, String revision) {
		this.commits.put(repository + "@" + revision, Objects.requireNonNull(this.commits.get(repository + "@main")));
	}

	/**
	 * Answers only whoever has the token, from now on.
	 */
	public void require(String secret) {
		this.token = secret;
	}

	/**
	 * Answers the next request whose path has a part, and that no earlier call took, in
	 * another way.
	 */
	public void next(String part, Fault fault) {
		this.wrongs.add(new Wrong(part, fault));
	}

	public List<Request> requests(String part) {
		return this.requests.stream().filter((request) -> request.path().contains(part)).toList();
	}

	/**
	 * The requests for the contents of large files.
	 */
	public List<Request> downloads() {
		return this.requests.stream().filter(Request::storage).toList();
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = seen(exchange, false);
			String[] parts = path.substring(1).split("/", 6);
			if (broken(exchange, path, new byte[0])) {
				return;
			}
			String expected = this.token;
			if (expected != null
					&& !("Bearer " + expected).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
				send(exchange, 401, new byte[0], "X-Error-Code", "RepoNotFound");
			}
			else if (parts[0].equals("api")) {
				list(exchange, parts[2] + "/" + parts[3], parts[5].replaceFirst("\\?.*", ""));
			}
			else {
				resolve(exchange, parts[0] + "/" + parts[1], parts[3], path.split("/", 6)[5]);
			}
		}
	}

	private void list(HttpExchange exchange, String repository, String revision) throws IOException {
		Commit commit = this.commits.get(repository + "@" + revision);
		if (commit == null) {
			boolean known = this.commits.containsKey(repository + "@main");
			send(exchange, 404, new byte[0], "X-Error-Code", known ? "RevisionNotFound" : "RepoNotFound");
			return;
		}
		ObjectNode answer = JsonMapper.shared().createObjectNode().put("id", repository).put("sha", commit.sha);
		ArrayNode siblings = answer.putArray("siblings");
		commit.files.forEach((name, bytes) -> {
			ObjectNode file = siblings.addObject().put("rfilename", name).put("size", bytes.length);
			file.put("blobId", gitBlob(bytes));
			if (isLarge(name)) {
				file.putObject("lfs")
					.put("sha256", blob(name, bytes))
					.put("size", bytes.length)
					.put("pointerSize", 130);
			}
		});
		send(exchange, 200, JsonMapper.shared().writeValueAsBytes(answer));
	}

	private void resolve(HttpExchange exchange, String repository, String revision, String name) throws IOException {
		Commit commit = this.commits.get(repository + "@" + revision);
		byte[] bytes = (commit != null) ? commit.files.get(name) : null;
		if (commit == null || bytes == null) {
			send(exchange, 404, new byte[0], "X-Error-Code", "EntryNotFound");
			return;
		}
		String etag = "\"" + blob(name, bytes) + "\"";
		if (isLarge(name)) {
			send(exchange, 302, new byte[0], "Location", address(this.storage) + "/" + blob(name, bytes) + "?signed=1",
					"X-Repo-Commit", commit.sha, "X-Linked-Size", Integer.toString(bytes.length), "X-Linked-Etag",
					etag);
		}
		else {
			exchange.getResponseHeaders().set("X-Repo-Commit", commit.sha);
			ranged(exchange, bytes, etag);
		}
	}

	private void store(HttpExchange exchange) throws IOException {
		try (exchange) {
			String path = seen(exchange, true);
			byte[] bytes = Objects.requireNonNull(this.stored.get(path.replaceFirst("\\?.*", "")), path);
			if (!broken(exchange, path, bytes)) {
				ranged(exchange, bytes, storedTag(bytes));
			}
		}
	}

	private String seen(HttpExchange exchange, boolean atStorage) {
		URI uri = exchange.getRequestURI();
		String path = (uri.getRawQuery() != null) ? uri.getRawPath() + "?" + uri.getRawQuery() : uri.getRawPath();
		this.requests.add(new Request(atStorage, path, header(exchange, "Range"), header(exchange, "If-Range"),
				header(exchange, "Authorization")));
		return path;
	}

	private static String header(HttpExchange exchange, String name) {
		String value = exchange.getRequestHeaders().getFirst(name);
		return (value != null) ? value : "";
	}

	private boolean broken(HttpExchange exchange, String path, byte[] right) throws IOException {
		for (Wrong wrong : this.wrongs) {
			if (path.contains(wrong.part) && this.wrongs.remove(wrong)) {
				wrong.fault.answer(exchange, right);
				return true;
			}
		}
		return false;
	}

	/**
	 * Answers with a content, or the part of it that was asked for.
	 */
	static void ranged(HttpExchange exchange, byte[] bytes, String etag) throws IOException {
		String range = header(exchange, "Range");
		String ifRange = header(exchange, "If-Range");
		exchange.getResponseHeaders().set("ETag", etag);
		if (range.isEmpty() || !ifRange.isEmpty() && !ifRange.equals(etag)) {
			send(exchange, 200, bytes);
			return;
		}
		int start = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
		if (start >= bytes.length) {
			send(exchange, 416, new byte[0], "Content-Range", "bytes */" + bytes.length);
			return;
		}
		send(exchange, 206, Arrays.copyOfRange(bytes, start, bytes.length), "Content-Range",
				"bytes %d-%d/%d".formatted(start, bytes.length - 1, bytes.length));
	}

	/**
	 * Answers with a status.
	 * @param headers names and values in turn
	 */
	static void send(HttpExchange exchange, int status, byte[] body, String... headers) throws IOException {
		Iterator<String> each = List.of(headers).iterator();
		while (each.hasNext()) {
			exchange.getResponseHeaders().set(each.next(), each.next());
		}
		if (exchange.getRequestMethod().equals("HEAD")) {
			exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
			exchange.sendResponseHeaders(status, -1);
			return;
		}
		exchange.sendResponseHeaders(status, (body.length > 0) ? body.length : -1);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

	/**
	 * Another host's hash, which is not the hub's.
	 */
	static String storedTag(byte[] bytes) {
		return "\"" + hash("MD5", bytes) + "\"";
	}

	static boolean isLarge(String name) {
		return !name.endsWith(".json") && !name.endsWith(".md");
	}

	/**
	 * The cache's name for a content.
	 */
	static String blob(String name, byte[] bytes) {
		return isLarge(name) ? hash("SHA-256", bytes) : gitBlob(bytes);
	}

	private static String gitBlob(byte[] bytes) {
		byte[] header = "blob %d\0".formatted(bytes.length).getBytes(StandardCharsets.US_ASCII);
		byte[] object = Arrays.copyOf(header, header.length + bytes.length);
		System.arraycopy(bytes, 0, object, header.length, bytes.length);
		return hash("SHA-1", object);
	}

	private static String hash(String algorithm, byte[] bytes) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The files of a folder, as a repository has them.
	 */
	public static Map<String, byte[]> files(Path folder, String... names) throws IOException {
		Map<String, byte[]> files = new LinkedHashMap<>();
		for (String name : names) {
			files.put(name, Files.readAllBytes(folder.resolve(name)));
		}
		return files;
	}

	@Override
	public void close() {
		List.of(this.hub, this.storage).forEach((server) -> server.stop(0));
	}

}
