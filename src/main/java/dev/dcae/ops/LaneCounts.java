package dev.dcae.ops;

/**
 * The lanes of each device of a kind.
 *
 * @param cpu of the CPU
 * @param gpu of each GPU
 */
public record LaneCounts(int cpu, int gpu) {

	private static final String CPU = "cpu";

	/**
	 * The lanes of a device.
	 * @param device by its name
	 */
	int on(String device) {
		return device.equals(CPU) ? this.cpu : this.gpu;
	}

}
