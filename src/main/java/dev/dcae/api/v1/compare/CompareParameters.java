package dev.dcae.api.v1.compare;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The query parameters of {@code compare}.
 */
record CompareParameters(@Nullable List<String> model, @Nullable String shape, @Nullable String dtype,
		@Nullable String format) {
}
