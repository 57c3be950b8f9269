package dev.dcae.cli.latents;

import java.util.OptionalInt;

import dev.dcae.image.RgbImage;

/**
 * The steps before an image is fitted to the model.
 *
 * @param resize what its shorter side becomes, in pixels, its proportions kept
 * @param crop the side of the square that is then cut from its middle, in pixels
 */
record Preparation(OptionalInt resize, OptionalInt crop) {

	/**
	 * Prepares an image.
	 * @throws UnfitImageException if it is smaller than the square
	 */
	RgbImage of(RgbImage image) {
		RgbImage resized = this.resize.isPresent() ? resize(image, this.resize.getAsInt()) : image;
		return this.crop.isPresent() ? crop(resized, this.crop.getAsInt()) : resized;
	}

	private static RgbImage resize(RgbImage image, int shorter) {
		double scale = (double) shorter / Math.min(image.width(), image.height());
		return image.resize((int) Math.max(shorter, Math.round(scale * image.width())),
				(int) Math.max(shorter, Math.round(scale * image.height())));
	}

	private static RgbImage crop(RgbImage image, int side) {
		if (image.width() < side || image.height() < side) {
			throw new UnfitImageException("The image has %d × %d pixels, too few for a square of %d; --resize enlarges"
				.formatted(image.width(), image.height(), side));
		}
		return image.centerCrop(side, side);
	}

}
