/**
 * Image files in folders: which there are, and what they are called.
 */
@NullMarked
package dev.dcae.image.folder;

import org.jspecify.annotations.NullMarked;
