/**
 * Folders of images as folders of latents, by one process at a time.
 */
@NullMarked
package dev.dcae.dataset.folder;

import org.jspecify.annotations.NullMarked;
