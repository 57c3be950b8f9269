package dev.dcae.bench;

/**
 * The cost of one step of a model on one image in a type of two bytes.
 *
 * @param name of the tensors it uses, or what it is
 * @param reference multiplications in diffusers
 * @param products multiplications in this project's archive
 * @param weights elements of its weights, read once a batch
 * @param moved bytes that libtorch's kernels read and write, one after the other
 * @param least bytes that have to be read and written if every chain of pointwise steps is one kernel, and what a
 * convolution can do to its own output on the way costs nothing
 */
record Layer(String name, double reference, double products, double weights, double moved, double least) {
}
