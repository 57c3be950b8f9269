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
package dev.dcae.image.colour;

import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * From the colours of an ICC profile to sRGB, by the JDK's LittleCMS, perceptual intent.
 * Safe from many threads once made.
 */
public final class ColourTransform {

	/**
	 * Profiles beyond this are ignored. Those of printers have a few megabytes at most.
	 */
	public static final int MOST_BYTES = 8 << 20;

	/**
	 * Pixels converted by one call: enough to hide the call's cost, few enough not to
	 * need a second image.
	 */
	private static final int STRIP = 1 << 16;

	private static final int CLASS_OFFSET = ICC_Profile.icHdrDeviceClass;

	private static final int INTENT_OFFSET = ICC_Profile.icHdrRenderingIntent;

	private static final int LEVELS = 256;

	private final int channels;

	private final ColorConvertOp conversion;

	private ColourTransform(int channels, ICC_Profile profile) {
		this.channels = channels;
		this.conversion = new ColorConvertOp(new ICC_Profile[] { profile, ICC_Profile.getInstance(ColorSpace.CS_sRGB) },
				null);
	}

	/**
	 * The transform of a profile, unless the profile is unusable, does not fit the image,
	 * or describes sRGB: then the colours had better be left alone.
	 */
	public static Optional<ColourTransform> of(byte[] profile, int channels) {
		try {
			ICC_Profile parsed = ICC_Profile.getInstance(perceptual(profile));
			if (parsed.getColorSpaceType() != colorSpaceType(channels)) {
				return Optional.empty();
			}
			ColourTransform transform = new ColourTransform(channels, parsed);
			return transform.changesNothing() ? Optional.empty() : Optional.of(transform);
		}
		catch (RuntimeException ex) {
			// A broken profile costs the colours, not the image.
			return Optional.empty();
		}
	}

	/**
	 * Converts colours of uint8 [n, channels] to RGB of uint8 [n, 3]. May reuse the
	 * array.
	 */
	public byte[] apply(byte[] colour) {
		if (this.channels == 1) {
			return lookUp(convert(allLevels()), colour);
		}
		int pixels = colour.length / this.channels;
		byte[] rgb = (this.channels == 3) ? colour : new byte[3 * pixels];
		for (int from = 0; from < pixels; from += STRIP) {
			int to = Math.min(from + STRIP, pixels);
			byte[] strip = convert(Arrays.copyOfRange(colour, from * this.channels, to * this.channels));
			System.arraycopy(strip, 0, rgb, 3 * from, strip.length);
		}
		return rgb;
	}

	private byte[] convert(byte[] colour) {
		int pixels = colour.length / this.channels;
		byte[] rgb = new byte[3 * pixels];
		this.conversion.filter(line(colour, pixels, this.channels), line(rgb, pixels, 3));
		return rgb;
	}

	/**
	 * Most profiles in the wild are some flavour of sRGB. Rather than know their names,
	 * convert a coarse cube and the greys, and see whether any byte moves by more than
	 * the rounding.
	 */
	private boolean changesNothing() {
		byte[] before = switch (this.channels) {
			case 1 -> allLevels();
			case 3 -> cubeAndGreys();
			default -> new byte[this.channels];
		};
		// Also what finds out that a profile is broken: LittleCMS links when it has to.
		byte[] after = convert(before);
		if (this.channels == 4) {
			return false;
		}
		for (int i = 0; i < after.length; i++) {
			int expected = before[(this.channels == 1) ? i / 3 : i] & 0xff;
			if (Math.abs((after[i] & 0xff) - expected) > 1) {
				return false;
			}
		}
		return true;
	}

	private static byte[] lookUp(byte[] table, byte[] grey) {
		byte[] rgb = new byte[3 * grey.length];
		for (int i = 0; i < grey.length; i++) {
			System.arraycopy(table, 3 * (grey[i] & 0xff), rgb, 3 * i, 3);
		}
		return rgb;
	}

	private static byte[] allLevels() {
		byte[] levels = new byte[LEVELS];
		for (int i = 0; i < LEVELS; i++) {
			levels[i] = (byte) i;
		}
		return levels;
	}

	private static byte[] cubeAndGreys() {
		int side = 6;
		byte[] colours = new byte[3 * (side * side * side + LEVELS)];
		int at = 0;
		for (int i = 0; i < side * side * side; i++) {
			colours[at++] = (byte) (51 * (i / side / side));
			colours[at++] = (byte) (51 * (i / side % side));
			colours[at++] = (byte) (51 * (i % side));
		}
		for (int i = 0; i < LEVELS; i++) {
			Arrays.fill(colours, at, at + 3, (byte) i);
			at += 3;
		}
		return colours;
	}

	/**
	 * The JDK converts from a printer's profile colorimetrically, which clips, and from a
	 * display's perceptually; and it refuses profiles that ask for an unknown intent. So
	 * every profile becomes a display's, asking for nothing.
	 */
	private static byte[] perceptual(byte[] profile) {
		ByteBuffer copy = ByteBuffer.wrap(profile.clone());
		if (copy.getInt(CLASS_OFFSET) == ICC_Profile.icSigOutputClass) {
			copy.putInt(CLASS_OFFSET, ICC_Profile.icSigDisplayClass);
		}
		return copy.putInt(INTENT_OFFSET, ICC_Profile.icPerceptual).array();
	}

	private static int colorSpaceType(int channels) {
		return switch (channels) {
			case 1 -> ColorSpace.TYPE_GRAY;
			case 3 -> ColorSpace.TYPE_RGB;
			case 4 -> ColorSpace.TYPE_CMYK;
			default -> throw new IllegalArgumentException(channels + " channels");
		};
	}

	private static WritableRaster line(byte[] values, int pixels, int channels) {
		int[] offsets = new int[channels];
		Arrays.setAll(offsets, (i) -> i);
		return Raster.createInterleavedRaster(new DataBufferByte(values, values.length), pixels, 1, pixels * channels,
				channels, offsets, null);
	}

}
