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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

import dev.dcae.image.Fixtures;
import dev.dcae.image.ImageException;
import dev.dcae.image.StoredImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The header is read where a file arrives, its scans where they are decoded.
 */
class JpegHeaderTests {

	private static final int MARKER_BYTES = 2;

	/**
	 * Behind the limit of a buffer nothing can be read: the walk would take the file to
	 * be cut short, and not know where the scans begin.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "420.jpg", "progressive.jpg", "restarts.jpg", "grey.jpg", "cmyk.jpg", "wide-gamut.jpg" })
	void noByteBehindTheMarkerOfTheFirstScanIsRead(String name) {
		byte[] file = Fixtures.file(name);
		JpegHeader whole = JpegHeader.read(ByteBuffer.wrap(file));
		int scans = whole.scans().orElseThrow();
		assertThat(file[scans]).isEqualTo((byte) 0xff);
		assertThat(file[scans + 1]).isEqualTo((byte) JpegMarkers.SOS);
		JpegHeader header = JpegHeader.read(ByteBuffer.wrap(file).limit(scans + MARKER_BYTES));
		assertThat(header.scans()).hasValue(scans);
		assertThat(header.frame()).isEqualTo(whole.frame());
		assertThat(header.colour()).isEqualTo(whole.colour());
		assertThat(header.tables()).isEqualTo(whole.tables());
		assertThat(header.profile().map(ByteBuffer::wrap)).isEqualTo(whole.profile().map(ByteBuffer::wrap));
		assertThat(JpegHeader.read(ByteBuffer.wrap(file).limit(scans + 1)).scans()).isEmpty();
	}

	/**
	 * The end of the file is not looked at before.
	 */
	@Test
	void theScansAreWalkedOverWhenTheyAreDecoded() {
		byte[] file = Fixtures.file("420.jpg");
		StoredImage image = new JpegFormat().parse(file);
		Arrays.fill(file, file.length - 100, file.length, (byte) 0xff);
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(image::samples)
			.withMessage("The JPEG image is cut short.");
	}

	@Test
	void aSecondFrameBetweenScansIsDamage() {
		byte[] file = Fixtures.file("progressive.jpg");
		int first = JpegHeader.read(ByteBuffer.wrap(file)).scans().orElseThrow();
		JpegMarkers markers = new JpegMarkers(ByteBuffer.wrap(file), first);
		markers.next();
		markers.segment();
		markers.addScan();
		markers.next();
		StoredImage image = new JpegFormat().parse(withSecondFrame(file, markers.position()));
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(image::samples)
			.withMessage("The JPEG image is damaged.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "420.jpg", "progressive.jpg" })
	void aSecondFrameBehindAllScansIsAnotherImage(String name) throws IOException {
		byte[] file = Fixtures.file(name);
		StoredImage image = new JpegFormat().parse(withSecondFrame(file, file.length - MARKER_BYTES));
		assertThat(image.isEndDamaged()).isTrue();
		assertThat(image.samples().colour()).isEqualTo(new JpegFormat().parse(file).samples().colour());
	}

	private static byte[] withSecondFrame(byte[] file, int position) {
		JpegHeader header = JpegHeader.read(ByteBuffer.wrap(file));
		ByteBuffer frame = header.tables()
			.stream()
			.filter((table) -> table.get(1) == (byte) 0xc0 || table.get(1) == (byte) 0xc2)
			.findFirst()
			.orElseThrow();
		return ByteBuffer.allocate(file.length + frame.limit())
			.put(file, 0, position)
			.put(frame.duplicate())
			.put(file, position, file.length - position)
			.array();
	}

	@Test
	void aScanBeforeAnyFrameIsDamage() {
		byte[] file = Fixtures.file("420.jpg");
		int scans = JpegHeader.read(ByteBuffer.wrap(file)).scans().orElseThrow();
		byte[] scan = Arrays.copyOfRange(file, scans, file.length);
		byte[] headless = ByteBuffer.allocate(MARKER_BYTES + scan.length).put(file, 0, MARKER_BYTES).put(scan).array();
		assertThatExceptionOfType(ImageException.Undecodable.class).isThrownBy(() -> new JpegFormat().parse(headless))
			.withMessage("The JPEG image is damaged.");
	}

}
