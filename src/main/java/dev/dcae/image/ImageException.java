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
package dev.dcae.image;

/**
 * A file that does not become an image, or an image that does not become a file. Messages
 * are for the person who sent or asked for it: one sentence, no class names. Unchecked,
 * because it crosses pools, lambdas and rooms untouched on its way to the one place that
 * answers errors.
 */
public abstract sealed class ImageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private ImageException(String message) {
		super(message);
	}

	/**
	 * None of the formats that there are.
	 */
	public static final class NotAnImage extends ImageException {

		private static final long serialVersionUID = 1L;

		/**
		 * Another format.
		 * @param formats that there are, such as {@code PNG, JPEG or WebP}
		 */
		public NotAnImage(String formats) {
			super("The data is not a " + formats + " image.");
		}

		/**
		 * A format that is known and not taken.
		 * @param title of it, such as {@code AVIF}
		 * @param formats that there are
		 */
		public NotAnImage(String title, String formats) {
			super("The image is %s; convert it to %s.".formatted(title, formats));
		}

	}

	/**
	 * The right format, but cut short, damaged, animated, or of a kind that is not
	 * supported.
	 */
	public static final class Undecodable extends ImageException {

		private static final long serialVersionUID = 1L;

		/**
		 * Completes "The PNG image ...".
		 * @param format its title
		 */
		public Undecodable(String format, String predicate) {
			super("The " + format + " image " + predicate + ".");
		}

		/**
		 * The file ends too soon.
		 * @param format its title
		 */
		public static Undecodable cutShort(String format) {
			return new Undecodable(format, "is cut short");
		}

		/**
		 * The file makes no sense.
		 * @param format its title
		 */
		public static Undecodable damaged(String format) {
			return new Undecodable(format, "is damaged");
		}

		/**
		 * Whatever a codec stumbled over. Its words are kept for the log only.
		 * @param format its title
		 */
		public static Undecodable damaged(String format, Throwable cause) {
			Undecodable exception = damaged(format);
			exception.initCause(cause);
			return exception;
		}

	}

	/**
	 * More pixels, or a longer side, than allowed.
	 */
	public static final class TooLarge extends ImageException {

		private static final long serialVersionUID = 1L;

		private final int width;

		private final int height;

		private final transient ImageLimits limits;

		TooLarge(int width, int height, ImageLimits limits) {
			super("The image has %d x %d pixels; at most %d pixels, and %d on a side, are accepted.".formatted(width,
					height, limits.maxPixels(), limits.maxSide()));
			this.width = width;
			this.height = height;
			this.limits = limits;
		}

		/**
		 * In pixels.
		 */
		public int width() {
			return this.width;
		}

		/**
		 * In pixels.
		 */
		public int height() {
			return this.height;
		}

		public ImageLimits limits() {
			return this.limits;
		}

	}

	/**
	 * A longer side than the format to be written can have.
	 */
	public static final class Unencodable extends ImageException {

		private static final long serialVersionUID = 1L;

		Unencodable(RgbImage image, ImageFormat format) {
			super("An image of %d × %d pixels is too long for %s, which has at most %d on a side; ask for image/png."
				.formatted(image.width(), image.height(), format.title(), format.longestSide()));
		}

	}

}
