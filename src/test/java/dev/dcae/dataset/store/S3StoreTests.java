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
package dev.dcae.dataset.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import dev.dcae.dataset.store.FaultyProxy.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Objects of a real server behind a network that fails.
 */
@Tag("slow")
class S3StoreTests {

	private static final int PART = 5 << 20;

	private static final Attempts ATTEMPTS = new Attempts(6, Duration.ofMillis(1));

	@TempDir
	static Path folder;

	private static S3Server server;

	private static FaultyProxy proxy;

	private static S3Client client;

	private static int buckets;

	private S3Store store;

	private String bucket = "";

	@BeforeAll
	static void start() {
		server = new S3Server(folder);
		proxy = new FaultyProxy(server.address());
		client = S3Server.client(proxy.address());
	}

	@AfterAll
	static void stop() {
		client.close();
		proxy.close();
		server.close();
	}

	@BeforeEach
	void bucket() {
		proxy.fail((method, path, number) -> Fault.NONE);
		this.bucket = "bucket-" + buckets++;
		client.createBucket((request) -> request.bucket(this.bucket));
		this.store = new S3Store(client, new S3Location(this.bucket, "data/"), PART, ATTEMPTS);
	}

	@Test
	void whatIsWrittenIsListedAndRead() throws IOException {
		this.store.write("b/2.json", new byte[] { 1, 2, 3 });
		this.store.write("a.json", new byte[] { 4 });
		assertThat(this.store.list("")).extracting(StoredFile::name).containsExactly("a.json", "b/2.json");
		assertThat(this.store.list("b/")).singleElement().satisfies((file) -> {
			assertThat(file.bytes()).isEqualTo(3);
			assertThat(file.modified()).isPositive();
		});
		assertThat(this.store.read("b/2.json")).hasValue(new byte[] { 1, 2, 3 });
		assertThat(this.store.read("c.json")).isEmpty();
		this.store.write("a.json", new byte[] { 5, 6 });
		assertThat(this.store.read("a.json")).hasValue(new byte[] { 5, 6 });
		this.store.delete("a.json");
		assertThat(this.store.read("a.json")).isEmpty();
	}

	@Test
	void aLongListingComesInPages() throws IOException {
		for (int i = 0; i < 1003; i++) {
			int number = i;
			client.putObject((request) -> request.bucket(this.bucket).key("data/x/%04d".formatted(number)),
					RequestBody.empty());
		}
		assertThat(this.store.list("x/")).hasSize(1003);
	}

	@Test
	void aLargeObjectIsUploadedInPartsAndAppearsWhole() throws IOException {
		byte[] content = bytes(2 * PART + 1000);
		try (StoreOutput out = this.store.create("large")) {
			out.write(content);
			assertThat(this.store.list("")).isEmpty();
			out.commit();
		}
		assertThat(this.store.range("large", 0, content.length)).isEqualTo(content);
		assertThat(this.store.range("large", PART - 5, 10)).isEqualTo(Arrays.copyOfRange(content, PART - 5, PART + 5));
	}

	@Test
	void whatIsNotCommittedNeverWasAndLeavesNoUpload() throws IOException {
		try (StoreOutput out = this.store.create("large")) {
			out.write(bytes(2 * PART));
			out.write(1);
		}
		assertThat(this.store.list("")).isEmpty();
		assertThat(uploads()).isZero();
	}

	@Test
	void uploadsOfKilledProcessesAreAbortedInTheEnd() throws IOException {
		StoreOutput lost = this.store.create("lost");
		lost.write(bytes(PART + 1));
		assertThat(uploads()).isEqualTo(1);
		this.store.discardUnfinished((_) -> true);
		assertThat(uploads()).isZero();
	}

	@Test
	void anObjectThatIsGoneIsToldFromAPlaceThatFails() throws IOException {
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.open("gone"))
			.matches(StoreException::isOfOneFile)
			.withMessageContaining("data/gone");
		S3Store noBucket = new S3Store(client, new S3Location("nowhere", "data/"), PART, ATTEMPTS);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> noBucket.open("gone"))
			.matches((failure) -> !failure.isOfOneFile());
	}

	private int uploads() {
		return client.listMultipartUploads((request) -> request.bucket(this.bucket)).uploads().size();
	}

	@Test
	void aReadThatBreaksGoesOnWhereItWas() throws IOException {
		byte[] content = bytes(3_000_000);
		this.store.write("object", content);
		proxy.fail((method, path, number) -> (number % 2 == 0) ? Fault.CUT : Fault.NONE);
		try (InputStream in = this.store.open("object")) {
			assertThat(in.readAllBytes()).isEqualTo(content);
		}
		int[] left = { 4 };
		proxy.fail((method, path, number) -> (left[0]-- > 0) ? Fault.CUT : Fault.NONE);
		int before = proxy.requests();
		try (InputStream in = this.store.open("object")) {
			assertThat(in.readAllBytes()).isEqualTo(content);
		}
		assertThat(proxy.requests() - before).isEqualTo(5);
	}

	@Test
	void slowDownAndResetsAreWaitedFor() throws IOException {
		int[] count = { 0 };
		proxy.fail((method, path, number) -> switch (count[0]++ % 3) {
			case 0 -> Fault.SLOW_DOWN;
			case 1 -> Fault.RESET;
			default -> Fault.NONE;
		});
		byte[] content = bytes(PART + 100);
		try (StoreOutput out = this.store.create("object")) {
			out.write(content);
			out.commit();
		}
		assertThat(this.store.list("")).singleElement().extracting(StoredFile::name).isEqualTo("object");
		try (InputStream in = this.store.open("object")) {
			assertThat(in.readAllBytes()).isEqualTo(content);
		}
	}

	@Test
	void anAnswerThatIsLostWhenAnUploadIsCompletedIsNoFailure() throws IOException {
		boolean[] lost = { false };
		proxy.fail((method, path, number) -> {
			boolean completes = method.equals("POST") && path.contains("uploadId=");
			if (completes && !lost[0]) {
				lost[0] = true;
				return Fault.ANSWER_LOST;
			}
			return Fault.NONE;
		});
		byte[] content = bytes(PART + 100);
		try (StoreOutput out = this.store.create("object")) {
			out.write(content);
			out.commit();
		}
		assertThat(lost[0]).isTrue();
		assertThat(this.store.range("object", 0, content.length)).isEqualTo(content);
	}

	@Test
	void anObjectThatIsShownAndNotFoundAtFirstIsAskedForAgain() throws IOException {
		this.store.write("object", new byte[] { 7 });
		int[] left = { 3 };
		proxy.fail((method, path, number) -> (left[0]-- > 0) ? Fault.NOT_FOUND : Fault.NONE);
		try (InputStream in = this.store.open("object")) {
			assertThat(in.readAllBytes()).containsExactly(7);
		}
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.open("nowhere"))
			.withMessageContaining("s3://%s/data/nowhere".formatted(this.bucket));
	}

	@Test
	void oneOfManyObjectsThatIsGoneIsNotWaitedFor() throws IOException {
		this.store.write("object", new byte[] { 7 });
		int before = proxy.requests();
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> this.store.tryOpen("gone"))
			.matches(StoreException::isOfOneFile);
		assertThat(proxy.requests() - before).isEqualTo(2);
		int[] left = { 4 };
		proxy.fail((method, path, number) -> (left[0]-- > 0) ? Fault.CUT : Fault.NONE);
		try (InputStream in = this.store.tryOpen("object")) {
			assertThat(in.readAllBytes()).as("a place that fails is").containsExactly(7);
		}
	}

	@Test
	void anObjectThatIsReplacedWhileItIsReadIsRefused() throws IOException {
		this.store.write("object", bytes(1_000_000));
		boolean[] cut = { true };
		proxy.fail((method, path, number) -> {
			boolean now = cut[0];
			cut[0] = false;
			return now ? Fault.CUT : Fault.NONE;
		});
		try (InputStream in = this.store.open("object")) {
			assertThat(in.read()).isNotNegative();
			this.store.write("object", bytes(1_000_001));
			assertThatExceptionOfType(StoreException.class).isThrownBy(in::readAllBytes)
				.withMessageContaining("was replaced");
		}
	}

	@Test
	void aBucketThatIsNotThereIsNamed() {
		S3Store nowhere = new S3Store(client, new S3Location("no-such-bucket", ""), PART, ATTEMPTS);
		assertThatExceptionOfType(StoreException.class).isThrownBy(() -> nowhere.list(""))
			.withMessageContaining("s3://no-such-bucket");
	}

	private static byte[] bytes(int count) {
		byte[] bytes = new byte[count];
		new Random(count).nextBytes(bytes);
		return bytes;
	}

}
