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

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * An object as a stream. Where the connection breaks another one goes on at the same
 * byte, of the same object: one that was replaced meanwhile is refused.
 */
final class S3Input extends InputStream {

	private static final long TO_THE_END = Long.MAX_VALUE;

	private final S3Client client;

	private final String bucket;

	private final String key;

	private final Attempts attempts;

	private long at;

	/**
	 * The byte behind the last one; known with the first answer.
	 */
	private long end;

	private String etag = "";

	private @Nullable ResponseInputStream<GetObjectResponse> in;

	private int leftIfGone;

	/**
	 * Opens an object.
	 * @param ifGone the most attempts if it is not there, at least 1
	 */
	S3Input(S3Client client, String bucket, String key, Attempts attempts, int ifGone) throws IOException {
		this(client, bucket, key, attempts, ifGone, 0, TO_THE_END);
	}

	/**
	 * Opens a part of an object.
	 */
	S3Input(S3Client client, String bucket, String key, Attempts attempts, int ifGone, long from, long to)
			throws IOException {
		this.client = client;
		this.bucket = bucket;
		this.key = key;
		this.attempts = attempts;
		this.leftIfGone = ifGone;
		this.at = from;
		this.end = to;
		this.attempts.run(this::connected, this::mayPass);
	}

	private boolean mayPass(Exception failure) {
		boolean gone = failure instanceof StoreException one && one.isOfOneFile();
		return S3Store.mayPass(failure) && (!gone || --this.leftIfGone > 0);
	}

	private ResponseInputStream<GetObjectResponse> connected() throws IOException {
		if (this.in != null) {
			return this.in;
		}
		GetObjectRequest.Builder request = GetObjectRequest.builder().bucket(this.bucket).key(this.key);
		if (this.end != TO_THE_END) {
			request.range("bytes=%d-%d".formatted(this.at, this.end - 1));
		}
		if (!this.etag.isEmpty()) {
			request.ifMatch(this.etag);
		}
		try {
			ResponseInputStream<GetObjectResponse> opened = this.client.getObject(request.build());
			this.etag = (opened.response().eTag() != null) ? opened.response().eTag() : "";
			if (this.end == TO_THE_END) {
				this.end = opened.response().contentLength();
			}
			this.in = opened;
			return opened;
		}
		catch (S3Exception ex) {
			throw new StoreException(S3Store.isReplaced(ex) ? "%s was replaced while it was read".formatted(address())
					: "%s: %s".formatted(address(), ex.getMessage()), ex, S3Store.isOfOneObject(ex));
		}
		catch (SdkException ex) {
			throw new StoreException("%s: %s".formatted(address(), ex.getMessage()), ex);
		}
	}

	private String address() {
		return "s3://%s/%s".formatted(this.bucket, this.key);
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : Byte.toUnsignedInt(one[0]);
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		if (this.at >= this.end) {
			return -1;
		}
		int most = (int) Math.min(length, this.end - this.at);
		int read = this.attempts.run(() -> readSome(bytes, offset, most), S3Store::mayPass);
		this.at += read;
		return read;
	}

	private int readSome(byte[] bytes, int offset, int length) throws IOException {
		try {
			int read = connected().read(bytes, offset, length);
			if (read < 0) {
				throw new IOException("%s ended at byte %d of %d".formatted(address(), this.at, this.end));
			}
			return read;
		}
		catch (StoreException ex) {
			throw ex;
		}
		catch (IOException | SdkException ex) {
			drop();
			throw new StoreException("%s: %s".formatted(address(), ex.getMessage()), ex);
		}
	}

	/**
	 * Gives the connection up. To read the rest in order to use it again could take long.
	 */
	private void drop() {
		if (this.in != null) {
			this.in.abort();
			this.in = null;
		}
	}

	@Override
	public void close() {
		drop();
	}

}
