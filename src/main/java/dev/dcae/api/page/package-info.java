/**
 * The page at {@code /}.
 */
@NullMarked
package dev.dcae.api.page;

import org.jspecify.annotations.NullMarked;
