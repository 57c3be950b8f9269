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
package dev.dcae.dataset.source;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.dcae.dataset.store.S3Location;
import dev.dcae.dataset.store.Store;
import dev.dcae.dataset.store.StoredFile;
import dev.dcae.image.formats.ImageFormats;

/**
 * Finds what sources in object storage consist of.
 */
final class StoredSources {

	private final ImageFormats formats;

	private final String except;

	private final Findings findings;

	private final Map<String, Map<String, StoredFile>> listings = new HashMap<>();

	/**
	 * Nothing so far.
	 * @param except a place that is left out
	 * @param findings that get what is found
	 */
	StoredSources(ImageFormats formats, String except, Findings findings) {
		this.formats = formats;
		this.except = except;
		this.findings = findings;
	}

	/**
	 * An object, objects that a pattern stands for, or all below a prefix.
	 */
	void add(String address) throws IOException {
		S3Location whole = S3Location.of(address);
		Store bucket = Store.of("s3://" + whole.bucket());
		String key = whole.prefix().replaceAll("/$", "");
		if (Patterns.isPattern(key)) {
			Pattern names = Patterns.regex(key);
			List<StoredFile> found = bucket.list(Patterns.folder(key))
				.stream()
				.filter((file) -> names.matcher(file.name()).matches() && Shard.isNamed(file.name())
						&& !isExcepted(whole, file))
				.toList();
			if (found.isEmpty()) {
				throw new SourceException("There is nothing like " + address);
			}
			found.forEach((file) -> this.findings.add(shard(whole, bucket, file, true)));
		}
		else if (Shard.isNamed(key)) {
			this.findings.add(shard(whole, bucket, object(address, whole, bucket, key), true));
		}
		else {
			addPrefix(address, whole, bucket);
		}
	}

	/**
	 * One object, by a listing of its folder, which others of it will be asked for, too.
	 */
	private StoredFile object(String address, S3Location whole, Store bucket, String key) throws IOException {
		String folder = key.substring(0, key.lastIndexOf('/') + 1);
		String place = whole.bucket() + "/" + folder;
		Map<String, StoredFile> listing = this.listings.get(place);
		if (listing == null) {
			listing = new HashMap<>();
			for (StoredFile file : bucket.list(folder)) {
				listing.put(file.name(), file);
			}
			this.listings.put(place, listing);
		}
		StoredFile file = listing.get(key);
		if (file == null) {
			throw new SourceException("There is no " + address);
		}
		return file;
	}

	private static Shard shard(S3Location whole, Store bucket, StoredFile file, boolean named) {
		return new Shard("s3://%s/%s".formatted(whole.bucket(), file.name()), bucket, file.name(), file.bytes(), named);
	}

	private void addPrefix(String address, S3Location whole, Store bucket) throws IOException {
		List<StoredFile> found = bucket.list(whole.prefix());
		if (found.isEmpty()) {
			throw new SourceException("There is nothing below " + address);
		}
		Set<String> tables = Shard.tables(found);
		for (StoredFile file : found) {
			if (isExcepted(whole, file)) {
				continue;
			}
			String name = file.name().substring(whole.prefix().length());
			String last = name.substring(name.lastIndexOf('/') + 1);
			if (Shard.isNamed(last) && !tables.contains(file.name())) {
				this.findings.add(shard(whole, bucket, file, false));
			}
			else if (this.formats.areCalled(last)) {
				this.findings.add(new ListedImage(this.findings.key(address.replaceAll("/$", ""), name), bucket,
						file.name(), file.bytes(), file.modified()));
			}
			else {
				int dot = last.lastIndexOf('.');
				this.findings.leaveOut((dot < 0) ? "(no ending)" : last.substring(dot).toLowerCase(Locale.ROOT), 1);
			}
		}
	}

	private boolean isExcepted(S3Location bucket, StoredFile file) {
		return S3Location.isOne(this.except) && "s3://%s/%s".formatted(bucket.bucket(), file.name())
			.startsWith(S3Location.of(this.except).toString());
	}

	/**
	 * An image of a list.
	 * @param key of it
	 */
	void addListed(String key, String address) {
		S3Location whole = S3Location.of(address);
		// Nobody asks for its size: a list may be long.
		this.findings
			.add(new ListedImage(key, Store.of("s3://" + whole.bucket()), whole.prefix().replaceAll("/$", ""), 0, 0));
	}

}
