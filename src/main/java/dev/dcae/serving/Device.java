package dev.dcae.serving;

/**
 * A device that runs batches, by its engine's name: {@code cpu}, {@code cuda:0}.
 */
public record Device(String name) {

	@Override
	public String toString() {
		return this.name;
	}

}
