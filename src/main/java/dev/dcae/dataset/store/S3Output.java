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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/**
 * An object that is being written: put at once if it is small, else in the parts of an
 * upload, of which one is held. A part that fails is sent again by the client.
 */
final class S3Output extends StoreOutput {

	private final S3Client client;

	private final String bucket;

	private final String key;

	private final int part;

	private byte[] buffer = new byte[1 << 16];

	private int filled;

	private String upload = "";

	private final List<CompletedPart> sent = new ArrayList<>();

	private long bytes;

	private boolean committed;

	S3Output(S3Client client, String bucket, String key, int part) {
		this.client = client;
		this.bucket = bucket;
		this.key = key;
		this.part = part;
	}

	@Override
	public void write(int b) throws IOException {
		write(new byte[] { (byte) b }, 0, 1);
	}

	@Override
	public void write(byte[] bytes, int offset, int length) throws IOException {
		int at = offset;
		int left = length;
		while (left > 0) {
			if (this.filled == this.part) {
				sendPart();
			}
			int some = Math.min(left, this.part - this.filled);
			if (this.filled + some > this.buffer.length) {
				this.buffer = Arrays.copyOf(this.buffer,
						(int) Math.min(this.part, Math.max(2L * this.buffer.length, this.filled + (long) some)));
			}
			System.arraycopy(bytes, at, this.buffer, this.filled, some);
			this.filled += some;
			at += some;
			left -= some;
		}
	}

	private void sendPart() throws IOException {
		try {
			if (this.upload.isEmpty()) {
				this.upload = this.client.createMultipartUpload((request) -> request.bucket(this.bucket).key(this.key))
					.uploadId();
			}
			int number = this.sent.size() + 1;
			String etag = this.client
				.uploadPart(
						(request) -> request.bucket(this.bucket).key(this.key).uploadId(this.upload).partNumber(number),
						body())
				.eTag();
			this.bytes += this.filled;
			this.sent.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
			this.filled = 0;
		}
		catch (SdkException ex) {
			throw failed(ex);
		}
	}

	private RequestBody body() {
		return RequestBody.fromBytes(Arrays.copyOf(this.buffer, this.filled));
	}

	@Override
	public void commit() throws IOException {
		try {
			if (this.upload.isEmpty()) {
				this.client.putObject((request) -> request.bucket(this.bucket).key(this.key), body());
			}
			else {
				sendPart();
				complete();
			}
			this.committed = true;
		}
		catch (SdkException ex) {
			throw failed(ex);
		}
	}

	/**
	 * Completes the upload. An answer that was lost on its way is asked for again, and
	 * then there is no such upload any more.
	 */
	private void complete() {
		try {
			this.client.completeMultipartUpload((request) -> request.bucket(this.bucket)
				.key(this.key)
				.uploadId(this.upload)
				.multipartUpload((parts) -> parts.parts(this.sent)));
		}
		catch (NoSuchUploadException ex) {
			long there = this.client.headObject((request) -> request.bucket(this.bucket).key(this.key)).contentLength();
			if (there != this.bytes) {
				throw ex;
			}
		}
	}

	@Override
	public void close() throws IOException {
		if (this.committed || this.upload.isEmpty()) {
			return;
		}
		try {
			this.client
				.abortMultipartUpload((request) -> request.bucket(this.bucket).key(this.key).uploadId(this.upload));
			this.committed = true;
		}
		catch (NoSuchUploadException ex) {
			// It is gone, which is what was wanted.
		}
		catch (SdkException ex) {
			throw failed(ex);
		}
	}

	private StoreException failed(SdkException cause) {
		return new StoreException("s3://%s/%s: %s".formatted(this.bucket, this.key, cause.getMessage()), cause);
	}

}
