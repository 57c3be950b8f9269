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
package dev.dcae.image.jpeg;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.image.ImageException;
import dev.dcae.image.codec.Exif;
import dev.dcae.image.codec.Magic;
import org.jspecify.annotations.Nullable;

/**
 * The segments of a JPEG file before its first scan, which are all that decoders go by
 * when they tell colours. Of the scans no byte is read.
 *
 * @param file all of it
 * @param frame the size and the components
 * @param colour what the components are
 * @param tables the segments that pixels are coded in, in their order
 * @param profile the ICC profile
 * @param exif the EXIF segment
 * @param scans the position of the first scan, if the file is not cut short before
 */
record JpegHeader(ByteBuffer file, JpegFrame frame, JpegColour colour, List<ByteBuffer> tables,
		Optional<byte[]> profile, Optional<ByteBuffer> exif, OptionalInt scans) {

	private static final int SOI_BYTES = 2;

	private static final int ADOBE_TRANSFORM = 11;

	/**
	 * Reads the segments up to the first scan or, if it is cut short, to the end of the
	 * file.
	 * @throws ImageException.Undecodable if there is no size, or it makes no sense
	 */
	static JpegHeader read(ByteBuffer file) {
		return new Reader(file).read();
	}

	private static final class Reader {

		private final ByteBuffer file;

		private final JpegMarkers markers;

		private final List<ByteBuffer> tables = new ArrayList<>();

		private final JpegProfile profile = new JpegProfile();

		private @Nullable JpegFrame frame;

		private @Nullable ByteBuffer exif;

		private boolean jfif;

		private OptionalInt adobeTransform = OptionalInt.empty();

		Reader(ByteBuffer file) {
			this.file = file;
			this.markers = new JpegMarkers(file, SOI_BYTES);
		}

		JpegHeader read() {
			OptionalInt scans = OptionalInt.empty();
			try {
				int marker = this.markers.next();
				while (marker != JpegMarkers.SOS && marker != JpegMarkers.EOI) {
					segment(marker, this.markers.segment());
					marker = this.markers.next();
				}
				scans = OptionalInt.of(this.markers.position());
			}
			catch (IndexOutOfBoundsException ex) {
				// Cut short. What has been seen so far may be enough for the size.
			}
			if (this.frame == null) {
				throw scans.isPresent() ? ImageException.Undecodable.damaged(JpegFormat.TITLE)
						: ImageException.Undecodable.cutShort(JpegFormat.TITLE);
			}
			return new JpegHeader(this.file, this.frame, JpegColour.of(this.frame, this.jfif, this.adobeTransform),
					this.tables, this.profile.assembled(), Optional.ofNullable(this.exif), scans);
		}

		private void segment(int marker, ByteBuffer data) {
			switch (marker) {
				case JpegMarkers.APP0 -> this.jfif |= Magic.begins(data, "JFIF\0");
				case JpegMarkers.APP1 ->
					this.exif = (this.exif == null && Magic.begins(data, Exif.PREFIX)) ? data : this.exif;
				case JpegMarkers.APP2 -> this.profile.add(data);
				case JpegMarkers.APP14 -> adobe(data);
				default -> {
				}
			}
			if (this.markers.isFrame()) {
				if (this.frame != null) {
					throw ImageException.Undecodable.damaged(JpegFormat.TITLE);
				}
				this.frame = JpegFrame.read(marker, data);
			}
			if (this.markers.isCoded()) {
				this.tables.add(this.markers.whole());
			}
		}

		private void adobe(ByteBuffer data) {
			if (Magic.begins(data, "Adobe") && data.limit() > ADOBE_TRANSFORM) {
				this.adobeTransform = OptionalInt.of(data.get(ADOBE_TRANSFORM) & 0xff);
			}
		}

	}

}
