package dev.dcae.api.v1.status;

import org.jspecify.annotations.Nullable;

/**
 * The query parameters of {@code status}.
 */
record StatusParameters(@Nullable String format) {
}
