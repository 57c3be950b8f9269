package dev.dcae.image;

/**
 * The weights of pixels when an image is resized, by their distance in pixels of the
 * smaller image.
 */
public enum Kernel {

	/**
	 * The cubic of Keys, "Cubic Convolution Interpolation for Digital Image Processing"
	 * (1981), with a = -1/2: what Pillow calls {@code BICUBIC}.
	 */
	BICUBIC(2) {

		@Override
		double at(double x) {
			double distance = Math.abs(x);
			if (distance < 1) {
				return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
			}
			return (distance < 2) ? A * (((distance - 5) * distance + 8) * distance - 4) : 0;
		}

	},

	/**
	 * The sinc windowed by its own main lobe of radius 3: what Pillow calls
	 * {@code LANCZOS}.
	 */
	LANCZOS(3) {

		@Override
		double at(double x) {
			return (x >= -radius() && x < radius()) ? sinc(x) * sinc(x / radius()) : 0;
		}

	};

	private static final double A = -0.5;

	private final int radius;

	Kernel(int radius) {
		this.radius = radius;
	}

	/**
	 * The distance from which on the weight is zero.
	 */
	int radius() {
		return this.radius;
	}

	/**
	 * The weight at a distance, not normalised.
	 */
	abstract double at(double x);

	private static double sinc(double x) {
		return (x == 0) ? 1 : Math.sin(x * Math.PI) / (x * Math.PI);
	}

}
