package dev.dcae.api.v1.interpolate;

import java.util.List;

import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.Interpolation;
import org.jspecify.annotations.Nullable;

import org.springframework.web.bind.annotation.RequestParam;

/**
 * The query parameters of {@code interpolate}.
 */
record InterpolateParameters(@RequestParam(defaultValue = "0.5") List<String> alpha,
		@RequestParam(defaultValue = "linear") Interpolation mode, @Nullable String model,
		@RequestParam(defaultValue = "pad") Fit fit, @Nullable Boolean scaled,
		@RequestParam(defaultValue = "false") boolean force, @Nullable String format, @Nullable Integer quality) {
}
