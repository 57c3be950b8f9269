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
package dev.dcae;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The documents do not name what is not there.
 */
class DocumentsTests {

	private static final Path DOCS = Path.of("docs");

	private static final Pattern LINK = Pattern.compile("(?:]\\(|src=\")(?!https?:)([^)\"#]*)(?:#([^)\"]+))?[)\"]");

	private static final Pattern COMMIT = Pattern.compile("hf:[A-Za-z0-9._/-]+@([0-9a-f]{6,})\\b");

	private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

	private static final Pattern NAME = Pattern.compile("`([A-Za-z][A-Za-z0-9.]*)`");

	private static final Pattern TESTS = Pattern.compile("`([a-z.]*[A-Z][A-Za-z0-9]*Tests)`");

	private static final Pattern HOST = Pattern.compile("https?://([A-Za-z0-9.-]+)");

	/** Names that stand for any, this machine's, those of clusters and of Compose. */
	private static final Pattern NOBODYS = Pattern.compile("(.*\\.)?(example|localhost|monitoring|prometheus)|any");

	/** The beginnings of the names of the remote VAEs that Hugging Face hosted. */
	private static final List<String> HOSTED_VAES = List.of("q1bj3bpq6kzilnsu", "x2dmsqunjd6k9prw", "whhx50ex1aryqvw6",
			"qc6479g0aac6qwy9", "xjqqhmyn62rog84g", "ptccx55jz97f9zgo");

	private static final List<String> OTHERS = List.of("github.com", "huggingface.co", "json-schema.org",
			"keepachangelog.com", "maven.apache.org", "semver.org", "www.apache.org", "www.w3.org");

	private static final List<Path> SOURCES = List.of(Path.of("src/main/java/dev/dcae"),
			Path.of("src/test/java/dev/dcae"), Path.of("src/bench/java/dev/dcae"));

	static List<Path> documents() {
		return Stream.concat(Stream.of(Path.of("README.md")), files(DOCS, ".md")).toList();
	}

	@ParameterizedTest
	@MethodSource("documents")
	void everyLinkLeadsSomewhere(Path document) {
		for (MatchResult link : matches(LINK, read(document))) {
			Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1)).normalize();
			assertThat(target).as("the target of %s in %s", link.group(), document).exists();
			if (link.group(2) != null) {
				assertThat(anchors(target)).as("the headings of %s", target).contains(link.group(2));
			}
		}
	}

	/**
	 * Fewer digits are the name of a branch: whoever copies the example pins nothing.
	 */
	@ParameterizedTest
	@MethodSource("documents")
	void everyCommitOfTheHubIsWhole(Path document) {
		assertThat(matches(COMMIT, read(document))).allSatisfy((commit) -> assertThat(commit.group(1)).hasSize(40));
	}

	@Test
	void everyDecisionIsListed() {
		Path folder = DOCS.resolve("decisions");
		List<String> listed = matches(LINK, read(folder.resolve("README.md"))).stream()
			.map((link) -> link.group(1))
			.toList();
		assertThat(files(folder, ".md").map((file) -> file.getFileName().toString())).hasSizeGreaterThan(10)
			.filteredOn((name) -> !name.equals("README.md"))
			.containsExactlyElementsOf(listed);
	}

	/**
	 * In backticks are the names of classes, with a member if need be, and of packages;
	 * all else that might be code has another sign in it.
	 */
	@Test
	void everyClassAndPackageOfTheArchitectureExists() {
		Map<String, Path> classes = SOURCES.stream()
			.flatMap((folder) -> files(folder, ".java"))
			.collect(Collectors.toMap((file) -> file.getFileName().toString().replace(".java", ""), Function.identity(),
					(first, second) -> first));
		List<MatchResult> names = matches(NAME, read(DOCS.resolve("architecture.md")));
		assertThat(names).hasSizeGreaterThan(50)
			.allSatisfy((name) -> assertThat(exists(name.group(1), classes)).isTrue());
		List<MatchResult> tests = matches(TESTS, read(DOCS.resolve("SECURITY.md")));
		assertThat(tests).hasSizeGreaterThan(50)
			.allSatisfy((name) -> assertThat(
					Path.of("src/test/java/dev/dcae", name.group(1).replace('.', '/').concat(".java")))
				.exists());
	}

	/**
	 * Documents that have no public address do not get one here.
	 */
	@Test
	void noAddressIsMadeUp() {
		List<Path> files = Stream
			.of(documents().stream(), files(Path.of("helm"), ""),
					Stream.of(Path.of("Dockerfile"), Path.of("docker-compose.yml"), Path.of("pom.xml")))
			.flatMap(Function.identity())
			.filter(Files::isRegularFile)
			.toList();
		assertThat(files).hasSizeGreaterThan(50)
			.allSatisfy((file) -> assertThat(matches(HOST, read(file))).extracting((host) -> host.group(1))
				.allMatch((host) -> NOBODYS.matcher(host).matches() || OTHERS.contains(host)
						|| HOSTED_VAES.contains(host)));
	}

	private static boolean exists(String name, Map<String, Path> classes) {
		String[] parts = name.split("\\.", 2);
		Path source = classes.get(parts[0]);
		if (source == null) {
			return Files.isDirectory(SOURCES.getFirst().resolve(name.replace('.', '/')));
		}
		return parts.length == 1 || Pattern.compile("\\b" + parts[1] + "\\b").matcher(read(source)).find();
	}

	private static List<String> anchors(Path document) {
		return matches(HEADING, read(document)).stream()
			.map((heading) -> heading.group(1)
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{N} _-]", "")
				.replace(' ', '-'))
			.toList();
	}

	private static List<MatchResult> matches(Pattern pattern, String text) {
		return pattern.matcher(text).results().toList();
	}

	private static Stream<Path> files(Path folder, String ending) {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter((file) -> file.toString().endsWith(ending)).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
