package dev.dcae.serving;

/**
 * What waits of one caller.
 */
record CallerLoad(int items, long pixels) {

	static final CallerLoad NONE = new CallerLoad(0, 0);

	CallerLoad plus(CallerLoad other) {
		return new CallerLoad(this.items + other.items, this.pixels + other.pixels);
	}

	boolean fits(QueueBounds bounds) {
		return this.items <= bounds.maxItems() && this.pixels <= bounds.maxPixels();
	}

}
