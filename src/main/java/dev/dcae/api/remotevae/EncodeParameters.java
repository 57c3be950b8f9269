package dev.dcae.api.remotevae;

import java.util.List;

import dev.dcae.api.http.LeftOutAs;
import io.swagger.v3.oas.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters that diffusers' {@code remote_encode} sends. Python's clients
 * write its {@code None} in one of these ways.
 */
@LeftOutAs({ "", "None", "null" })
record EncodeParameters(@Nullable List<String> shape, @Nullable String dtype,
		@Parameter(name = "scaling_factor") @Nullable String scalingFactor,
		@Parameter(name = "shift_factor") @Nullable String shiftFactor,
		@Parameter(name = "do_scaling") @Nullable Boolean doScaling) {

	/**
	 * Tells images with an axis of frames, which a model refuses that has none.
	 */
	boolean isFramed() {
		return this.shape != null && String.join(",", this.shape).split(",").length == 5;
	}

}
