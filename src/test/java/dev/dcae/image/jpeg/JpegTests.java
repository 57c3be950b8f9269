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

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

import dev.dcae.image.Fixtures;
import dev.dcae.image.Formats;
import dev.dcae.image.ImageException;
import dev.dcae.image.PngBuilder;
import dev.dcae.image.StoredImage;
import dev.dcae.image.formats.FormatsTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeout;

public class JpegTests extends FormatsTest {

	private static final int SOF0 = 0xc0;

	private static final int SOS = 0xda;

	private static final int APP0 = 0xe0;

	private static final int APP15 = 0xef;

	@Test
	void anImageThatStopsHalfwayAndSaysItEndsIsRefused() {
		byte[] jpeg = format("jpeg").encode(Fixtures.gradient());
		byte[] half = Arrays.copyOf(jpeg, jpeg.length - 300);
		byte[] ended = PngBuilder.concatenate(half, new byte[] { (byte) 0xff, (byte) 0xd9 });
		assertUndecodable(ended, "The JPEG image is damaged.");
	}

	@Test
	void theCodedBytesAndTheProfileAreCountedAsTheyAreCopied() {
		byte[] jpeg = Fixtures.file("wide-gamut.jpg");
		StoredImage image = Formats.JPEG.parse(jpeg);
		assertThat(image.decoding()).isGreaterThanOrEqualTo(
				6L * image.width() * image.height() + jpeg.length + 3 * image.profile().orElseThrow().length);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0xc3, 0xc5, 0xc9, 0xca })
	void losslessHierarchicalAndArithmeticCodingAreNotSupported(int process) {
		byte[] jpeg = Fixtures.file("420.jpg");
		jpeg[position(jpeg, SOF0) + 1] = (byte) process;
		assertUndecodable(jpeg, "The JPEG image is of a rare kind that is not supported.");
	}

	@Test
	void twelveBitsAreNotSupported() {
		byte[] jpeg = Fixtures.file("420.jpg");
		jpeg[position(jpeg, SOF0) + 4] = 12;
		assertUndecodable(jpeg, "The JPEG image is of a rare kind that is not supported.");
	}

	@Test
	void aHugeImageInATinyFileCostsNothing() {
		byte[] jpeg = Fixtures.file("420.jpg");
		ByteBuffer.wrap(jpeg).putInt(position(jpeg, SOF0) + 5, -1);
		assertThatExceptionOfType(ImageException.TooLarge.class).isThrownBy(() -> decode(jpeg))
			.withMessageContaining("65535 x 65535");
	}

	@Test
	void anImageWithoutHeightIsDamage() {
		byte[] jpeg = Fixtures.file("420.jpg");
		ByteBuffer.wrap(jpeg).putShort(position(jpeg, SOF0) + 5, (short) 0);
		assertUndecodable(jpeg, "The JPEG image is damaged.");
	}

	@Test
	void applicationSegmentsOfAnySizeDoNotMatter() {
		byte[] jpeg = Fixtures.file("420.jpg");
		ByteArrayOutputStream larger = new ByteArrayOutputStream();
		larger.write(jpeg, 0, 2);
		byte[] segment = new byte[65_535];
		for (int i = 0; i < 256; i++) {
			larger.writeBytes(segment(APP0 + 1 + i % 14, segment));
		}
		larger.write(jpeg, 2, jpeg.length - 2);
		byte[] file = larger.toByteArray();
		assertTimeout(Duration.ofSeconds(5), () -> assertThat(decode(file)).isEqualTo(decode(jpeg)));
	}

	@Test
	void aFileOfNothingButSegmentsIsRefused() {
		byte[] comments = new byte[4 * 1_000_000];
		for (int i = 0; i < comments.length; i += 4) {
			ByteBuffer.wrap(comments).putInt(i, 0xfffe0002);
		}
		assertUndecodable(insert(Fixtures.file("420.jpg"), comments), "The JPEG image has too many segments.");
	}

	@Test
	void aFileOfNothingButScansIsRefused() {
		byte[] jpeg = Fixtures.file("progressive.jpg");
		int first = position(jpeg, SOS);
		byte[] scan = Arrays.copyOfRange(jpeg, first, first + 2 + ByteBuffer.wrap(jpeg).getShort(first + 2));
		byte[] scans = Arrays.copyOf(jpeg, jpeg.length - 2);
		for (int i = 0; i < 100; i++) {
			scans = PngBuilder.concatenate(scans, scan, new byte[] { 0 });
		}
		assertUndecodable(PngBuilder.concatenate(scans, new byte[] { (byte) 0xff, (byte) 0xd9 }),
				"The JPEG image has too many scans.");
	}

	@ParameterizedTest
	@CsvSource({ "1984, 26", "1984, 100", "1024, 96", "64, 101" })
	void scansThatCostMuchMoreThanTheImageAreRefusedBeforeTheyAreDecoded(int side, int scans) {
		byte[] jpeg = ManyScans.repeated(side, scans);
		assertTimeout(Duration.ofMillis(500), () -> assertUndecodable(jpeg, "The JPEG image has too many scans."));
	}

	@ParameterizedTest
	@CsvSource({ "1984, 20", "64, 66" })
	void manyScansOfFewPixelsAreTaken(int side, int scans) {
		assertThat(decode(ManyScans.banded(side, scans)).width()).isEqualTo(side);
	}

	@Test
	void bytesBetweenSegmentsAreStrayButHarmless() {
		byte[] jpeg = Fixtures.file("420.jpg");
		int frame = position(jpeg, SOF0);
		byte[] stray = PngBuilder.concatenate(Arrays.copyOf(jpeg, frame), new byte[] { 0, 1, 2 },
				Arrays.copyOfRange(jpeg, frame, jpeg.length));
		assertThat(decode(stray)).isEqualTo(decode(jpeg));
	}

	@Test
	void aThumbnailInTheMetadataIsNotTheImage() {
		byte[] jpeg = Fixtures.file("420.jpg");
		byte[] thumbnail = format("jpeg").encode(Fixtures.squares(8, "A"));
		byte[] exif = PngBuilder.concatenate("Exif\0\0II*\0".getBytes(StandardCharsets.ISO_8859_1), thumbnail);
		assertThat(decode(insert(jpeg, segment(APP0 + 1, exif)))).isEqualTo(decode(jpeg));
	}

	@Test
	void messagesAreForTheUser() {
		byte[] jpeg = Fixtures.file("420.jpg");
		// A Huffman table that makes no sense.
		jpeg[position(jpeg, 0xc4) + 6] = (byte) 0xff;
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> decode(jpeg))
			.withMessage("The JPEG image is damaged.")
			.withCauseInstanceOf(Exception.class);
	}

	/**
	 * A segment of at most 65,533 bytes; the rest is cut off.
	 */
	public static byte[] segment(int marker, byte[] data) {
		int length = Math.min(data.length, 65_533);
		assertThat(marker).isBetween(APP0, APP15);
		return ByteBuffer.allocate(length + 4)
			.putShort((short) (0xff00 | marker))
			.putShort((short) (length + 2))
			.put(data, 0, length)
			.array();
	}

	/**
	 * A file with bytes put after the SOI marker.
	 */
	public static byte[] insert(byte[] jpeg, byte[] bytes) {
		return PngBuilder.concatenate(Arrays.copyOf(jpeg, 2), bytes, Arrays.copyOfRange(jpeg, 2, jpeg.length));
	}

	private static int position(byte[] jpeg, int marker) {
		int position = 2;
		while ((jpeg[position + 1] & 0xff) != marker) {
			position += 2 + Short.toUnsignedInt(ByteBuffer.wrap(jpeg).getShort(position + 2));
		}
		return position;
	}

	private void assertUndecodable(byte[] jpeg, String message) {
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> decode(jpeg)).withMessage(message);
	}

}
