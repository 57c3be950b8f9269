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
package dev.dcae.api;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

import dev.dcae.image.RgbImage;
import dev.dcae.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every kind of image file encodes as the plain PNG of the pixels that Pillow sees in it.
 */
@HttpTest
class ImageKindsTests {

	/**
	 * The most that a difference of two levels in some pixels makes of this model's
	 * latents. A forgotten profile or a wrong channel makes a hundred times as much.
	 */
	private static final float CLOSE = 0.05f;

	/**
	 * An EXIF segment with orientation 6: the camera was turned, and the image is to be
	 * turned clockwise.
	 */
	private static final byte[] SIDEWAYS = HexFormat.of()
		.parseHex("ffe10022457869660000" + "4d4d002a00000008" + "0001" + "0112000300000001" + "00060000" + "00000000");

	private final Service service;

	ImageKindsTests(Service service) {
		this.service = service;
	}

	@ParameterizedTest
	@ValueSource(strings = { "grey.png", "bilevel.png", "indexed.png", "indexed-transparency.png", "grey16.png",
			"grey-alpha.png", "rgba.png", "wide-gamut.png", "444.jpg", "grey.jpg", "cmyk.jpg", "ycck.jpg",
			"wide-gamut.jpg", "lossless.webp", "lossless-alpha.webp", "wide-gamut.webp" })
	void isSeenAsPillowSeesIt(String file) {
		String type = "image/" + file.substring(file.indexOf('.') + 1).replace("jpg", "jpeg");
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", type, TestImages.resource(file)).ok();
		assertThat(answer.header("X-Image-Size")).isEqualTo("37x23");
		Tensor expected = this.service.encode("model=tiny-mix", TestImages.asPillowSees(file));
		assertThat(Latents.maxDifference(Wire.JSON.read(answer), expected)).isLessThan(CLOSE);
	}

	@Test
	void aTurnedPhotographIsSeenUpright() {
		byte[] plain = TestImages.resource("444.jpg");
		ByteArrayOutputStream turned = new ByteArrayOutputStream();
		turned.write(plain, 0, 2);
		turned.writeBytes(SIDEWAYS);
		turned.write(plain, 2, plain.length - 2);
		Answer answer = this.service.post("/v1/encode?model=tiny-mix", "image/jpeg", turned.toByteArray()).ok();
		assertThat(answer.header("X-Image-Size")).isEqualTo("23x37");
		Tensor expected = this.service.encode("model=tiny-mix", clockwise(TestImages.asPillowSees("444.jpg")));
		assertThat(Latents.maxDifference(Wire.JSON.read(answer), expected)).isLessThan(CLOSE);
	}

	private static RgbImage clockwise(RgbImage lying) {
		byte[] pixels = new byte[lying.pixels().length];
		for (int y = 0; y < lying.height(); y++) {
			for (int x = 0; x < lying.width(); x++) {
				int to = x * lying.height() + lying.height() - 1 - y;
				System.arraycopy(lying.pixels(), 3 * (y * lying.width() + x), pixels, 3 * to, 3);
			}
		}
		return new RgbImage(lying.height(), lying.width(), pixels);
	}

}
