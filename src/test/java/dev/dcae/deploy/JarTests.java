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
package dev.dcae.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The jar has nothing in it that another build of the same commit would have in another
 * way.
 */
@Tag("slow")
class JarTests {

	private static final Pattern TIMESTAMP = Pattern
		.compile("<project.build.outputTimestamp>(.+)</project.build.outputTimestamp>");

	private static final String COMPONENTS = "META-INF/sbom/application.cdx.json";

	@Test
	void everyFileHasTheTimeOfTheProject() throws IOException {
		Matcher timestamp = TIMESTAMP.matcher(Files.readString(Path.of("pom.xml")));
		assertThat(timestamp.find()).isTrue();
		LocalDateTime time = OffsetDateTime.parse(timestamp.group(1)).toLocalDateTime();
		try (ZipFile jar = new ZipFile(Image.jar().toFile())) {
			List<? extends ZipEntry> files = jar.stream().toList();
			assertThat(files).hasSizeGreaterThan(500)
				.allSatisfy((file) -> assertThat(file.getTimeLocal()).as(file.getName()).isEqualTo(time));
		}
	}

	@Test
	void itNamesNeitherMachineNorHour() throws IOException {
		assertThat(text("META-INF/MANIFEST.MF")).doesNotContain("Built-By", "Build-Time", "Build-Timestamp",
				System.getProperty("java.version"), System.getProperty("user.dir"));
		JsonNode components = JsonMapper.shared().readTree(text(COMPONENTS));
		// It is made of the content, not of chance.
		String serial = components.path("serialNumber").asString().replace("urn:uuid:", "");
		assertThat(UUID.fromString(serial).version()).isEqualTo(3);
		assertThat(components.at("/metadata/timestamp").isMissingNode()).isTrue();
	}

	private static String text(String name) throws IOException {
		try (ZipFile jar = new ZipFile(Image.jar().toFile())) {
			ZipEntry entry = jar.getEntry(name);
			assumeTrue("true".equals(System.getenv("CI")) || entry != null,
					"Skipped: Maven was offline, without " + name);
			return new String(jar.getInputStream(Objects.requireNonNull(entry)).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
