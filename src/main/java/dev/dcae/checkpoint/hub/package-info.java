/**
 * Files of repositories on a Hugging Face hub, kept in its cache. Knows nothing of what
 * the files mean.
 */
@NullMarked
package dev.dcae.checkpoint.hub;

import org.jspecify.annotations.NullMarked;
