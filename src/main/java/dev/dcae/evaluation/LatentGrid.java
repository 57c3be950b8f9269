package dev.dcae.evaluation;

/**
 * How many values a latent has: {@code channels} for each {@code ratio × ratio} pixels.
 *
 * @param ratio pixels per latent cell side
 * @param channels of a cell
 */
public record LatentGrid(int ratio, int channels) {

	/**
	 * As models are named: {@code f32c32}.
	 */
	@Override
	public String toString() {
		return "f%dc%d".formatted(this.ratio, this.channels);
	}

}
