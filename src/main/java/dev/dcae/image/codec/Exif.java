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
package dev.dcae.image.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.RandomAccessReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifTiffHandler;
import dev.dcae.image.Orientation;

/**
 * The one EXIF tag that matters here. The others would make the library unpack maker
 * notes, thumbnails and text of strangers, of which a few kilobytes can claim gigabytes:
 * it does not get to see them.
 */
public final class Exif extends ExifTiffHandler {

	/**
	 * {@code Exif\0\0}, which JPEG requires and other formats sometimes have.
	 */
	public static final String PREFIX = "Exif\0\0";

	private Exif(Metadata metadata) {
		super(metadata, null, 0);
	}

	/**
	 * The orientation in a block of EXIF data; upright if there is none or it is broken.
	 */
	public static Orientation orientation(Optional<ByteBuffer> exif) {
		return exif.map(Exif::read).orElse(Orientation.NONE);
	}

	private static Orientation read(ByteBuffer data) {
		int start = 0;
		while (Magic.isAt(data, start, PREFIX)) {
			// Some programs put another before the one that is there.
			start += PREFIX.length();
		}
		ByteBuffer tiff = data.slice(start, data.limit() - start);
		Metadata metadata = new Metadata();
		try {
			new TiffReader().processTiff(new BufferReader(tiff), new Exif(metadata), 0);
		}
		catch (TiffProcessingException | IOException ex) {
			// What was read before the damage may have the tag.
		}
		return Optional.ofNullable(metadata.getFirstDirectoryOfType(ExifIFD0Directory.class))
			.map((directory) -> directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION))
			.map(Orientation::of)
			.orElse(Orientation.NONE);
	}

	@Override
	public boolean tryEnterSubIfd(int tag) {
		return false;
	}

	@Override
	public boolean hasFollowerIfd() {
		return false;
	}

	/**
	 * Tells if a tag needs no further processing: every one but the orientation, which is
	 * a single number.
	 */
	@Override
	public boolean customProcessTag(int offset, Set<Integer> processed, int header, RandomAccessReader reader, int tag,
			int bytes) {
		return tag != ExifIFD0Directory.TAG_ORIENTATION || bytes > Integer.BYTES;
	}

}
