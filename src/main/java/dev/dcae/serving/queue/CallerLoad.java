package dev.dcae.serving.queue;

import dev.dcae.serving.QueueBounds;

/**
 * The load that waits of one caller.
 */
public record CallerLoad(int items, long pixels) {

	/**
	 * Nothing.
	 */
	public static final CallerLoad NONE = new CallerLoad(0, 0);

	public CallerLoad plus(CallerLoad other) {
		return new CallerLoad(this.items + other.items, this.pixels + other.pixels);
	}

	public boolean fits(QueueBounds bounds) {
		return this.items <= bounds.maxItems() && this.pixels <= bounds.maxPixels();
	}

}
