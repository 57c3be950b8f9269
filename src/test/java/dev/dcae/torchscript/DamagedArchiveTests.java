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
package dev.dcae.torchscript;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An archive that is not what was compiled is compiled anew, and the log names it once.
 */
@ExtendWith(OutputCaptureExtension.class)
class DamagedArchiveTests {

	@TempDir
	Path temp;

	private final AtomicInteger found = new AtomicInteger();

	private final AtomicInteger compiled = new AtomicInteger();

	private final AtomicInteger discarded = new AtomicInteger();

	private final Checkpoint checkpoint = open(Path.of("src/test/resources/fixtures/tiny-sana"));

	private Path archive = Path.of("");

	private byte[] right = new byte[0];

	private static Checkpoint open(Path model) {
		return Checkpoint.open(new CheckpointSource.Directory(model));
	}

	@BeforeEach
	void compile() throws IOException {
		this.archive = get(Precision.FP32);
		this.right = Files.readAllBytes(this.archive);
	}

	@AfterEach
	void close() {
		this.checkpoint.close();
	}

	@Test
	void oneThatIsRightIsTakenWithoutAWord(CapturedOutput output) throws IOException {
		assertThat(get(Precision.FP32)).isEqualTo(this.archive);
		assertThat(this.found).hasValue(1);
		assertThat(this.compiled).hasValue(1);
		assertThat(output).isEmpty();
	}

	@ParameterizedTest
	@EnumSource
	void oneOfAnyPrecisionIsRecognised(Precision precision) throws IOException {
		Path first = get(precision);
		int before = this.compiled.get();
		assertThat(get(precision)).isEqualTo(first);
		assertThat(this.compiled).hasValue(before);
	}

	@Test
	void turnedSignsOfWeightsAreFound(CapturedOutput output) throws IOException {
		byte[] wrong = this.right.clone();
		int at = offset("archive/data/0");
		for (int i = 0; i < 200; i++) {
			wrong[at + 4 * i + 3] ^= (byte) 0x80;
		}
		assertIsCompiledAnew(wrong, output);
	}

	@Test
	void oneBitAnywhereIsFound() throws IOException {
		long seed = new Random().nextLong();
		System.out.println("DamagedArchiveTests seed " + seed);
		Random random = new Random(seed);
		for (int i = 0; i < 30; i++) {
			byte[] wrong = this.right.clone();
			wrong[random.nextInt(wrong.length)] ^= (byte) (1 << random.nextInt(8));
			assertIsCompiledAnew(wrong);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "version", "byteorder", "constants.pkl", "data.pkl", "code/__torch__/dcae/network.py",
			"code/__torch__/dcae/ends.py" })
	void anotherByteOfWhatIsNoWeightIsFound(String entry, CapturedOutput output) throws IOException {
		byte[] wrong = this.right.clone();
		wrong[offset("archive/" + entry)]++;
		assertIsCompiledAnew(wrong, output);
	}

	/**
	 * Writes it as somebody would who wants other code to run: the zip is in order.
	 */
	@Test
	void alteredCodeWithItsOwnChecksumIsFound(CapturedOutput output) throws IOException {
		try (FileSystem zip = FileSystems.newFileSystem(this.archive)) {
			Path code = zip.getPath("archive/code/__torch__/dcae/ends.py");
			String text = Files.readString(code);
			Files.writeString(code, text.replaceFirst("\n", "\n# other code\n"));
		}
		assertIsCompiledAnew(Files.readAllBytes(this.archive), output);
	}

	@Test
	void aFileThatTheCompilerDoesNotWriteIsFound(CapturedOutput output) throws IOException {
		try (FileSystem zip = FileSystems.newFileSystem(this.archive);
				OutputStream more = Files.newOutputStream(zip.getPath("archive/code/__torch__/dcae/more.py"))) {
			more.write("def more() -> int:\n  return 1\n".getBytes(StandardCharsets.UTF_8));
		}
		assertIsCompiledAnew(Files.readAllBytes(this.archive), output);
	}

	@ParameterizedTest
	@ValueSource(ints = { 5000, 1, 40 })
	void aFileThatIsCutIsFound(int bytes, CapturedOutput output) throws IOException {
		assertIsCompiledAnew(Arrays.copyOf(this.right, this.right.length - bytes), output);
	}

	@Test
	void anEmptyFileIsFound(CapturedOutput output) throws IOException {
		assertIsCompiledAnew(new byte[0], output);
	}

	@Test
	void aFileOfZerosIsFound(CapturedOutput output) throws IOException {
		assertIsCompiledAnew(new byte[this.right.length], output);
	}

	@Test
	void bytesBehindTheEndAreFound(CapturedOutput output) throws IOException {
		assertIsCompiledAnew(Arrays.copyOf(this.right, this.right.length + 1), output);
	}

	/**
	 * Libraries look for the end of a zip from behind: what is in front of it would be
	 * another archive.
	 */
	@Test
	void anArchiveBehindAnotherIsFound(CapturedOutput output) throws IOException {
		Files.write(this.archive, this.right, StandardOpenOption.APPEND);
		assertIsCompiledAnew(Files.readAllBytes(this.archive), output);
	}

	@Test
	void theArchiveOfOtherWeightsUnderThisNameIsFound(CapturedOutput output) throws IOException {
		Path model = this.temp.resolve("model");
		RandomCheckpoint.write(model, ConfigJson.tiny(), 7);
		try (Checkpoint other = open(model)) {
			Path another = cache().get(other.digest(), Compiler.of(other.config(), other::tensor, Precision.FP32));
			assertIsCompiledAnew(Files.readAllBytes(another), output);
		}
	}

	@Test
	void oneThatCouldNotBeLoadedIsCompiledAnewWhateverIsThere() throws IOException {
		Files.write(this.archive, new byte[] { 1 });
		assertThat(cache().renew(this.checkpoint.digest(), compiler(Precision.FP32))).isEqualTo(this.archive);
		assertThat(this.archive).hasBinaryContent(this.right);
		Files.delete(this.archive);
		cache().renew(this.checkpoint.digest(), compiler(Precision.FP32));
		assertThat(this.archive).hasBinaryContent(this.right);
		assertThat(this.discarded).hasValue(2);
	}

	@Test
	@EnabledOnOs({ OS.LINUX, OS.MAC })
	void theFolderIsItsOwnersAlone() throws IOException {
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(this.temp.resolve("archives"))))
			.isEqualTo("rwx------");
	}

	private void assertIsCompiledAnew(byte[] wrong, CapturedOutput output) throws IOException {
		assertIsCompiledAnew(wrong);
		assertThat(output.getAll().lines().filter((line) -> line.contains(this.archive.toString()))).hasSize(1)
			.allMatch((line) -> line.contains("WARN"));
	}

	private void assertIsCompiledAnew(byte[] wrong) throws IOException {
		assertThat(wrong).isNotEqualTo(this.right);
		int before = this.discarded.get();
		Files.write(this.archive, wrong);
		assertThat(get(Precision.FP32)).isEqualTo(this.archive).hasBinaryContent(this.right);
		assertThat(this.discarded).hasValue(before + 1);
		assertThat(cache().find(this.checkpoint.digest(), compiler(Precision.FP32))).contains(this.archive);
	}

	private int offset(String entry) throws IOException {
		try (ZipFile zip = ZipFile.builder().setPath(this.archive).get()) {
			ZipArchiveEntry found = zip.getEntry(entry);
			return (int) found.getDataOffset();
		}
	}

	private Path get(Precision precision) throws IOException {
		return cache().get(this.checkpoint.digest(), compiler(precision));
	}

	private Compiler compiler(Precision precision) {
		return Compiler.of(this.checkpoint.config(), this.checkpoint::tensor, precision);
	}

	private ArchiveCache cache() {
		return new ArchiveCache(this.temp.resolve("archives"), Long.MAX_VALUE, new ArchiveCache.Listener() {

			@Override
			public void found(Duration time) {
				DamagedArchiveTests.this.found.incrementAndGet();
			}

			@Override
			public void compiled(Duration time) {
				DamagedArchiveTests.this.compiled.incrementAndGet();
			}

			@Override
			public void discarded() {
				DamagedArchiveTests.this.discarded.incrementAndGet();
			}

		});
	}

}
