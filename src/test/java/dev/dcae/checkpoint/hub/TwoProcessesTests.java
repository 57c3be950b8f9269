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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import dev.dcae.checkpoint.CheckpointSource;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes that want the same files at once download them once.
 */
class TwoProcessesTests extends HubTest {

	private final CountDownLatch halfway = new CountDownLatch(1);

	private final CountDownLatch goOn = new CountDownLatch(1);

	@Test
	void oneProcessDownloadsAndTheOtherWaits() throws Exception {
		holdTheDownload();
		Process first = start();
		this.halfway.await();
		Process second = start();
		try (BufferedReader output = second.inputReader()) {
			String line = output.readLine();
			while (line != null && !line.contains("another process is downloading it; waiting")) {
				line = output.readLine();
			}
			assertThat(line).as("the second process waits").isNotNull();
			this.goOn.countDown();
			String last = output.lines().reduce("", (before, after) -> after);
			assertThat(second.waitFor()).isZero();
			assertThat(last).isEqualTo(first.inputReader().lines().reduce("", (before, after) -> after))
				.endsWith("/snapshots/" + this.commit);
			assertThat(first.waitFor()).isZero();
		}
		finally {
			first.destroyForcibly();
			second.destroyForcibly();
		}
		assertThat(this.server.downloads()).hasSize(1);
		assertFetched(hub(true).fetch(new CheckpointSource.OnHub(HubReference.of("hf:owner/tiny"))));
	}

	/**
	 * On a file system without links the one that was first leaves no blob.
	 */
	@Test
	void whatAnotherProcessMovedToItsNameWhileOneWaitedIsTaken() throws Exception {
		Path name = home().resolve("snapshots").resolve(this.commit).resolve(WEIGHTS);
		Path lock = this.cache.resolve(".locks/models--owner--tiny/" + blob(WEIGHTS).getFileName() + ".dcae.lock");
		Files.createDirectories(name.getParent());
		Files.createDirectories(lock.getParent());
		Process second;
		try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
				FileLock _ = channel.lock()) {
			second = start();
			BufferedReader output = second.inputReader();
			String line = output.readLine();
			while (line != null && !line.contains("another process is downloading it; waiting")) {
				line = output.readLine();
			}
			assertThat(line).as("the second process waits").isNotNull();
			Files.write(name, this.weights);
		}
		assertThat(second.waitFor()).isZero();
		assertThat(this.server.downloads()).isEmpty();
		assertThat(name).isRegularFile().hasBinaryContent(this.weights);
		assertThat(Files.isSymbolicLink(name)).isFalse();
	}

	@Test
	void whatAProcessLeavesWhenItIsKilledIsContinuedByTheNext() throws Exception {
		holdTheDownload();
		Process first = start();
		try {
			this.halfway.await();
			while (!Files.exists(incomplete()) || Files.size(incomplete()) < 1000) {
				Thread.onSpinWait();
			}
		}
		finally {
			first.destroyForcibly().waitFor();
		}
		this.goOn.countDown();
		assertFetched(fetch());
		assertThat(this.server.downloads()).hasSize(2).last().satisfies((request) -> {
			assertThat(request.range()).isEqualTo("bytes=1000-");
			assertThat(request.ifRange()).isEqualTo(FakeHub.storedTag(this.weights));
		});
	}

	@Test
	void threadsOfOneProcessDownloadOnce() throws Exception {
		List<Future<Snapshot>> snapshots = new ArrayList<>();
		try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
			Callable<Snapshot> fetch = this::fetch;
			for (int i = 0; i < 4; i++) {
				snapshots.add(threads.submit(fetch));
			}
		}
		for (Future<Snapshot> snapshot : snapshots) {
			assertFetched(snapshot.get());
		}
		assertThat(this.server.downloads()).hasSize(1);
	}

	private Process start() throws IOException {
		return OtherProcess.start(this.server.endpoint(), this.cache, "hf:owner/tiny");
	}

	/**
	 * Lets the next download stop after 1000 bytes until it is told to go on.
	 */
	private void holdTheDownload() {
		this.server.next(blob(WEIGHTS).getFileName().toString(), (exchange, right) -> {
			exchange.getResponseHeaders().set("ETag", FakeHub.storedTag(right));
			exchange.sendResponseHeaders(200, right.length);
			exchange.getResponseBody().write(right, 0, 1000);
			exchange.getResponseBody().flush();
			this.halfway.countDown();
			try {
				this.goOn.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			exchange.getResponseBody().write(right, 1000, right.length - 1000);
		});
	}

}
