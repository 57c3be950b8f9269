package dev.dcae.api.v1.codec;

import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.WhenToTile;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestParam;

/**
 * The query parameters of {@code reconstruct}.
 */
record ReconstructParameters(@Nullable String model, @RequestParam(defaultValue = "pad") Fit fit,
		@Nullable Integer channels, @RequestParam(defaultValue = "auto") WhenToTile tile, @Nullable String shape,
		@Nullable String dtype, @RequestParam(defaultValue = "false") boolean report, @Nullable String format,
		@Nullable Integer quality) {
}
