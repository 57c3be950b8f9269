/**
 * The compiler: a config and its weights become a TorchScript archive. The blocks' code
 * is readable {@code .py} text in this package's resources; how they are put together,
 * and the pickle and the zip around them, is written here.
 */
@NullMarked
package dev.dcae.torchscript;

import org.jspecify.annotations.NullMarked;
