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

import java.util.OptionalInt;

/**
 * The meaning of a JPEG's components, and their way to grey, RGB or CMYK. Our own because
 * the JDK guesses by other rules than everybody else, and knows no CMYK, and because
 * TwelveMonkeys gives CMYK up to a level off and drops profiles of printers.
 */
enum JpegColour {

	GREY, YCBCR, RGB, CMYK, YCCK;

	private static final int SHIFT = 16;

	private static final int HALF = 1 << (SHIFT - 1);

	private static final int RED_FROM_CR = fixed(1.40200);

	private static final int GREEN_FROM_CB = fixed(0.34414);

	private static final int GREEN_FROM_CR = fixed(0.71414);

	private static final int BLUE_FROM_CB = fixed(1.77200);

	/**
	 * No marker says it outright; these are libjpeg's rules.
	 * @param adobeTransform of the APP14 segment, if there is one
	 */
	static JpegColour of(JpegFrame frame, boolean jfif, OptionalInt adobeTransform) {
		return switch (frame.components()) {
			case 1 -> GREY;
			case 3 -> (!jfif && (adobeTransform.isPresent() ? adobeTransform.getAsInt() == 0 : frame.namedRgb())) ? RGB
					: YCBCR;
			default -> (adobeTransform.orElse(0) == 0) ? CMYK : YCCK;
		};
	}

	/**
	 * Turns decoded components into colours, in place. CMYK is stored inverted, because
	 * Photoshop stores it so, with or without an APP14 segment.
	 */
	void convert(byte[] components) {
		switch (this) {
			case GREY, RGB -> {
			}
			case YCBCR -> yccToRgb(components, 3);
			case CMYK -> {
				for (int i = 0; i < components.length; i++) {
					components[i] = (byte) ~components[i];
				}
			}
			case YCCK -> {
				// CMY is the complement of YCC's RGB, and the stored CMY the complement
				// of the ink: the two cancel.
				yccToRgb(components, 4);
				for (int i = 3; i < components.length; i += 4) {
					components[i] = (byte) ~components[i];
				}
			}
		}
	}

	/**
	 * The integer arithmetic of libjpeg's jdcolor.c, of which every decoder's bytes are
	 * made.
	 */
	private static void yccToRgb(byte[] components, int stride) {
		for (int i = 0; i < components.length; i += stride) {
			int y = components[i] & 0xff;
			int cb = (components[i + 1] & 0xff) - 128;
			int cr = (components[i + 2] & 0xff) - 128;
			components[i] = clip(y + ((RED_FROM_CR * cr + HALF) >> SHIFT));
			components[i + 1] = clip(y + ((-GREEN_FROM_CB * cb + HALF - GREEN_FROM_CR * cr) >> SHIFT));
			components[i + 2] = clip(y + ((BLUE_FROM_CB * cb + HALF) >> SHIFT));
		}
	}

	private static byte clip(int value) {
		return (byte) Math.clamp(value, 0, 255);
	}

	private static int fixed(double factor) {
		return (int) (factor * (1 << SHIFT) + 0.5);
	}

}
