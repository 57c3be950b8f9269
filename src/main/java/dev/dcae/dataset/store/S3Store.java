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
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.InvalidObjectStateException;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects below a prefix of a bucket. An object appears when its upload is complete,
 * or not at all. The client's own environment says where and as whom: {@code AWS_REGION},
 * {@code AWS_ENDPOINT_URL}, {@code AWS_ACCESS_KEY_ID} and all else that the AWS SDK
 * reads. Where an endpoint is named the bucket goes into the path of addresses, as MinIO,
 * Ceph and R2 take it.
 */
public final class S3Store implements Store {

	/**
	 * The bytes of a part of an upload; a smaller object is put at once. With the most
	 * parts that S3 has, 10,000, an object can have 160 GB.
	 */
	static final int PART = 16 << 20;

	private static final Attempts ATTEMPTS = new Attempts(8, Duration.ofMillis(200));

	private static final int FEW_ATTEMPTS = 2;

	/**
	 * The SDK's own attempts at a request, on which SlowDown waits.
	 */
	private static final int REQUEST_ATTEMPTS = 10;

	private static final int NOT_FOUND = 404;

	private static final int PRECONDITION_FAILED = 412;

	private final S3Client client;

	private final S3Location location;

	private final int part;

	private final Attempts attempts;

	/**
	 * A store.
	 * @param part bytes of a part of an upload, at least 5 MiB
	 * @param attempts at what the client itself does not try again
	 */
	S3Store(S3Client client, S3Location location, int part, Attempts attempts) {
		this.client = client;
		this.location = location;
		this.part = part;
		this.attempts = attempts;
	}

	/**
	 * A place, by the client that all places of the process share.
	 * @throws IllegalArgumentException if nothing says in which region it is
	 */
	static S3Store at(S3Location location) {
		try {
			return new S3Store(Shared.CLIENT, location, PART, ATTEMPTS);
		}
		catch (ExceptionInInitializerError | NoClassDefFoundError ex) {
			throw new IllegalArgumentException(
					"%s cannot be used without a region: set AWS_REGION, or AWS_ENDPOINT_URL for another store than Amazon's"
						.formatted(location),
					ex);
		}
	}

	private static final class Shared {

		static final S3Client CLIENT = client(endpoint());

		private static Optional<URI> endpoint() {
			for (String name : List.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")) {
				String value = System.getenv(name);
				if (value != null && !value.isBlank()) {
					return Optional.of(URI.create(value));
				}
			}
			return Optional.empty();
		}

	}

	static S3ClientBuilder builder(Optional<URI> endpoint) {
		S3ClientBuilder builder = S3Client.builder()
			.httpClientBuilder(UrlConnectionHttpClient.builder()
				.connectionTimeout(Duration.ofSeconds(10))
				.socketTimeout(Duration.ofMinutes(1)))
			.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
			.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
			.overrideConfiguration((override) -> override
				.retryStrategy(DefaultRetryStrategy.standardStrategyBuilder().maxAttempts(REQUEST_ATTEMPTS).build()));
		endpoint.ifPresent((address) -> builder.endpointOverride(address).forcePathStyle(true));
		return builder;
	}

	private static S3Client client(Optional<URI> endpoint) {
		S3ClientBuilder builder = builder(endpoint);
		if (endpoint.isPresent()) {
			// Other stores than Amazon's need none, and the client needs one.
			builder.region(configuredRegion().orElse(Region.US_EAST_1));
		}
		return builder.build();
	}

	private static Optional<Region> configuredRegion() {
		try {
			return Optional.of(DefaultAwsRegionProviderChain.builder().build().getRegion());
		}
		catch (SdkClientException ex) {
			return Optional.empty();
		}
	}

	@Override
	public String place() {
		return this.location.toString();
	}

	private String key(String name) {
		return this.location.prefix() + name;
	}

	@Override
	public List<StoredFile> list(String beginning) throws IOException {
		List<StoredFile> files = new ArrayList<>();
		ListObjectsV2Request request = ListObjectsV2Request.builder()
			.bucket(this.location.bucket())
			.prefix(key(beginning))
			.build();
		try {
			for (S3Object object : this.client.listObjectsV2Paginator(request).contents()) {
				String name = object.key().substring(this.location.prefix().length());
				// Some consoles put an empty object where a folder would be.
				if (!name.isEmpty() && !name.endsWith("/")) {
					files.add(new StoredFile(name, object.size(), object.lastModified().toEpochMilli()));
				}
			}
		}
		catch (SdkException ex) {
			throw failed(beginning, ex);
		}
		files.sort(Comparator.comparing(StoredFile::name));
		return files;
	}

	@Override
	public Optional<byte[]> read(String name) throws IOException {
		return this.attempts.run(() -> {
			try {
				return Optional
					.of(this.client.getObjectAsBytes((request) -> request.bucket(this.location.bucket()).key(key(name)))
						.asByteArray());
			}
			catch (NoSuchKeyException ex) {
				return Optional.empty();
			}
			catch (SdkException ex) {
				throw failed(name, ex);
			}
		}, S3Store::mayPass);
	}

	@Override
	public InputStream open(String name) throws IOException {
		return new S3Input(this.client, this.location.bucket(), key(name), this.attempts, this.attempts.most());
	}

	@Override
	public InputStream tryOpen(String name) throws IOException {
		return new S3Input(this.client, this.location.bucket(), key(name), this.attempts, FEW_ATTEMPTS);
	}

	@Override
	public byte[] range(String name, long offset, int length) throws IOException {
		try (InputStream in = new S3Input(this.client, this.location.bucket(), key(name), this.attempts,
				this.attempts.most(), offset, offset + length)) {
			byte[] bytes = in.readNBytes(length);
			if (bytes.length < length) {
				throw new StoreException("%s%s has fewer bytes than it had".formatted(this.location, name));
			}
			return bytes;
		}
	}

	@Override
	public StoreOutput create(String name) {
		return new S3Output(this.client, this.location.bucket(), key(name), this.part);
	}

	@Override
	public void delete(String name) throws IOException {
		try {
			this.client.deleteObject((request) -> request.bucket(this.location.bucket()).key(key(name)));
		}
		catch (SdkException ex) {
			throw failed(name, ex);
		}
	}

	@Override
	public void discardUnfinished(Predicate<StoredFile> which) throws IOException {
		try {
			String keyMarker = null;
			String uploadMarker = null;
			boolean more = true;
			while (more) {
				ListMultipartUploadsRequest request = ListMultipartUploadsRequest.builder()
					.bucket(this.location.bucket())
					.prefix(this.location.prefix())
					.keyMarker(keyMarker)
					.uploadIdMarker(uploadMarker)
					.build();
				ListMultipartUploadsResponse page = this.client.listMultipartUploads(request);
				for (MultipartUpload upload : page.uploads()) {
					if (which.test(new StoredFile(upload.key().substring(this.location.prefix().length()), 0,
							upload.initiated().toEpochMilli()))) {
						abort(upload);
					}
				}
				more = Boolean.TRUE.equals(page.isTruncated());
				keyMarker = page.nextKeyMarker();
				uploadMarker = page.nextUploadIdMarker();
			}
		}
		catch (SdkException ex) {
			throw failed("", ex);
		}
	}

	private void abort(MultipartUpload upload) {
		try {
			this.client.abortMultipartUpload(
					(abort) -> abort.bucket(this.location.bucket()).key(upload.key()).uploadId(upload.uploadId()));
		}
		catch (NoSuchUploadException ex) {
			// Another process, which ended at the same time, was first.
		}
	}

	private StoreException failed(String name, SdkException cause) {
		return new StoreException("%s%s: %s".formatted(this.location, name, cause.getMessage()), cause);
	}

	/**
	 * Tells failures that another attempt may not meet. An object that a listing has
	 * shown and that is not found is one: some stores show it in one place first.
	 */
	static boolean mayPass(Exception failure) {
		Throwable cause = (failure instanceof StoreException) ? failure.getCause() : failure;
		if (cause instanceof S3Exception answered) {
			return answered.statusCode() >= 500 || answered.statusCode() == NOT_FOUND
					|| answered.isThrottlingException();
		}
		return cause instanceof SdkClientException || cause instanceof IOException;
	}

	/**
	 * Tells an answer about one object: it is not there, or in an archive such as
	 * Glacier.
	 */
	static boolean isOfOneObject(S3Exception answered) {
		return answered instanceof NoSuchKeyException || answered instanceof InvalidObjectStateException;
	}

	/**
	 * Tells an object that was replaced while it was read.
	 */
	static boolean isReplaced(S3Exception answered) {
		return answered.statusCode() == PRECONDITION_FAILED;
	}

}
