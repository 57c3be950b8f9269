package dev.dcae.tensor;

/**
 * A tensor's type and sizes, without its values.
 *
 * @param dtype the type of its elements
 * @param shape its sizes, outermost first
 */
public record TensorType(DType dtype, Shape shape) {

	/**
	 * The bytes of such a tensor.
	 * @throws IllegalArgumentException if they overflow a {@code long}
	 */
	public long bytes() {
		return Tensor.bytes(this.dtype, this.shape);
	}

}
