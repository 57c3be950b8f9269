package dev.dcae.serving;

/**
 * How large the next batch of a bucket may be.
 *
 * @param items at least one
 * @param pixels of a batch of more than one item
 */
record BatchLimit(int items, long pixels) {

	/**
	 * Whether an item fits beside those taken already. The first always does: what cannot
	 * run even alone was not admitted, or will be told so by the device.
	 */
	boolean admits(int takenItems, long takenPixels, long itemPixels) {
		return takenItems == 0 || (takenItems < this.items && takenPixels + itemPixels <= this.pixels);
	}

}
