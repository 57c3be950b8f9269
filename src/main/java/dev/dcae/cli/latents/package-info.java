/**
 * Folders of images as folders of latents, for training on.
 */
@NullMarked
package dev.dcae.cli.latents;

import org.jspecify.annotations.NullMarked;
