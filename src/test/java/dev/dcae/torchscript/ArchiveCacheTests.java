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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.RandomCheckpoint;
import dev.dcae.model.ConfigJson;
import dev.dcae.model.Precision;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Archives are compiled once, appear whole or not at all, and leave nothing behind.
 */
class ArchiveCacheTests {

	@TempDir
	Path temp;

	private Path folder = Path.of("");

	private final List<Checkpoint> opened = new ArrayList<>();

	@BeforeEach
	void folder() {
		this.folder = this.temp.resolve("cache/of/archives");
	}

	@AfterEach
	void closeCheckpoints() {
		this.opened.forEach(Checkpoint::close);
	}

	@Test
	void anArchiveIsCompiledOnce() throws IOException {
		Checkpoint checkpoint = checkpoint(1);
		Path archive = get(checkpoint, Precision.FP32);
		Object file = fileKey(archive);
		// A compiler whose weights can no longer be read: reading one would throw.
		Compiler unreadable = Compiler.of(checkpoint.config(), checkpoint::tensor, Precision.FP32);
		String digest = checkpoint.digest();
		checkpoint.close();
		assertThat(new ArchiveCache(this.folder).get(digest, unreadable)).isEqualTo(archive);
		assertThat(fileKey(archive)).isEqualTo(file);
		assertThat(files()).containsExactly(archive);
	}

	@Test
	void eachPrecisionHasAnArchive() throws IOException {
		Checkpoint checkpoint = checkpoint(1);
		Path fp32 = get(checkpoint, Precision.FP32);
		Path bf16 = get(checkpoint, Precision.BF16);
		Path fp16 = get(checkpoint, Precision.FP16);
		assertThat(files()).containsExactlyInAnyOrder(fp32, bf16, fp16).doesNotHaveDuplicates();
	}

	@Test
	void otherWeightsHaveAnotherArchive() throws IOException {
		Path first = get(checkpoint(1), Precision.FP32);
		Path second = get(checkpoint(2), Precision.FP32);
		assertThat(files()).containsExactlyInAnyOrder(first, second).doesNotHaveDuplicates();
	}

	@Test
	void theSameCheckpointCompilesToTheSameBytes() throws IOException {
		byte[] first = Files.readAllBytes(get(checkpoint(1), Precision.BF16));
		this.folder = this.temp.resolve("another");
		assertThat(Files.readAllBytes(get(checkpoint(1), Precision.BF16))).isEqualTo(first);
	}

	@Test
	void aWriterThatFailsLeavesNothingBehind() throws IOException {
		Checkpoint checkpoint = checkpoint(1);
		Compiler unreadable = Compiler.of(checkpoint.config(), checkpoint::tensor, Precision.FP32);
		checkpoint.close();
		assertThatIllegalStateException()
			.isThrownBy(() -> new ArchiveCache(this.folder).get(checkpoint.digest(), unreadable));
		assertThat(files()).isEmpty();
		// And the next one is not in its way.
		Path archive = get(checkpoint(1), Precision.FP32);
		assertThat(files()).containsExactly(archive);
	}

	@Test
	void whatACrashLeftBehindIsRemovedByTheNextWriter() throws IOException {
		Files.createDirectories(this.folder);
		Files.writeString(this.folder.resolve("old.partial"), "half an archive");
		Files.setLastModifiedTime(this.folder.resolve("old.partial"), FileTime.from(Instant.EPOCH));
		// A pod restarts within seconds.
		Files.writeString(this.folder.resolve("new.partial"), "half an archive");
		Path archive = get(checkpoint(1), Precision.FP32);
		assertThat(files()).containsExactly(archive);
	}

	@Test
	void aFileThatSomebodyIsStillWritingIsNotRemoved() throws IOException, InterruptedException {
		Files.createDirectories(this.folder);
		Path partial = Files.writeString(this.folder.resolve("living.partial"), "half an archive");
		Process process = OtherProcess.start("lock", partial);
		try (BufferedReader output = process.inputReader()) {
			assertThat(output.readLine()).isEqualTo("locked");
			Path archive = get(checkpoint(1), Precision.FP32);
			assertThat(files()).containsExactlyInAnyOrder(archive, partial);
			process.outputWriter().close();
			process.waitFor();
			get(checkpoint(2), Precision.FP32);
			assertThat(partial).doesNotExist();
		}
		finally {
			process.destroyForcibly();
		}
	}

	@Test
	void threadsThatStartAtOnceGetOneArchive() throws Exception {
		Checkpoint checkpoint = checkpoint(1);
		CyclicBarrier start = new CyclicBarrier(4);
		List<Future<Path>> archives = new ArrayList<>();
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			for (int i = 0; i < 4; i++) {
				archives.add(threads.submit(() -> {
					start.await();
					return get(checkpoint, Precision.FP32);
				}));
			}
		}
		for (Future<Path> archive : archives) {
			assertThat(files()).containsExactly(archive.get());
		}
		assertThat(Files.readAllBytes(archives.getFirst().get())).isEqualTo(alone(checkpoint));
	}

	@Test
	void anArchiveIsNotWaitedForWhileAnotherIsCompiled() throws Exception {
		Checkpoint slow = checkpoint(1);
		Checkpoint other = checkpoint(2);
		CountDownLatch compiling = new CountDownLatch(1);
		CompletableFuture<Void> compiled = new CompletableFuture<>();
		ArchiveCache.Listener held = new ArchiveCache.Listener() {

			@Override
			public void found(Duration time) {
				// Nothing is there.
			}

			@Override
			public void compiled(Duration time) {
				compiling.countDown();
				compiled.join();
			}

			@Override
			public void discarded() {
				// Nothing is there.
			}

		};
		try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
			Future<Path> first = threads.submit(() -> new ArchiveCache(this.folder, Long.MAX_VALUE, held)
				.get(slow.digest(), Compiler.of(slow.config(), slow::tensor, Precision.FP32)));
			compiling.await();
			Future<Path> second = threads.submit(() -> get(other, Precision.FP32));
			try {
				assertThat(second).succeedsWithin(Duration.ofSeconds(30));
			}
			finally {
				compiled.complete(null);
			}
			assertThat(files()).contains(first.get(), second.get()).hasSize(2);
		}
	}

	@Test
	void processesThatStartAtOnceGetOneArchive() throws Exception {
		Path model = this.temp.resolve("model-1");
		RandomCheckpoint.write(model, ConfigJson.tiny(), 1);
		List<Process> processes = List.of(OtherProcess.start("compile", model, this.folder),
				OtherProcess.start("compile", model, this.folder));
		try {
			for (Process process : processes) {
				assertThat(process.inputReader().readLine()).isEqualTo("ready");
			}
			for (Process process : processes) {
				process.outputWriter().write('\n');
				process.outputWriter().flush();
			}
			Set<Path> archives = new HashSet<>();
			for (Process process : processes) {
				archives.add(Path.of(String.valueOf(process.inputReader().readLine())));
				assertThat(process.waitFor()).isZero();
			}
			assertThat(files()).hasSize(1).containsExactlyElementsOf(archives);
		}
		finally {
			processes.forEach(Process::destroyForcibly);
		}
		assertThat(Files.readAllBytes(files().getFirst())).isEqualTo(alone(checkpoint(1)));
	}

	private static Object fileKey(Path file) throws IOException {
		return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
	}

	/**
	 * The archive that one thread of one process writes for FP32.
	 */
	private byte[] alone(Checkpoint checkpoint) throws IOException {
		this.folder = this.temp.resolve("alone");
		return Files.readAllBytes(get(checkpoint, Precision.FP32));
	}

	private Checkpoint checkpoint(long seed) throws IOException {
		Path model = this.temp.resolve("model-" + seed);
		if (!Files.exists(model)) {
			RandomCheckpoint.write(model, ConfigJson.tiny(), seed);
		}
		Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(model));
		this.opened.add(checkpoint);
		return checkpoint;
	}

	private Path get(Checkpoint checkpoint, Precision precision) throws IOException {
		Compiler compiler = Compiler.of(checkpoint.config(), checkpoint::tensor, precision);
		return new ArchiveCache(this.folder).get(checkpoint.digest(), compiler);
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.folder)) {
			return files.toList();
		}
	}

}
