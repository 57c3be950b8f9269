/**
 * The file formats that there are, and image files as the other rooms see them.
 */
@NullMarked
package dev.dcae.image.formats;

import org.jspecify.annotations.NullMarked;
