package dev.dcae.evaluation;

/**
 * The number of a latent's values: {@code channels} for each {@code ratio × ratio}
 * pixels.
 *
 * @param ratio pixels per latent cell side
 * @param channels of a cell
 */
public record LatentGrid(int ratio, int channels) {

	/**
	 * The grid as models are named: {@code f32c32}.
	 */
	@Override
	public String toString() {
		return "f%dc%d".formatted(this.ratio, this.channels);
	}

}
