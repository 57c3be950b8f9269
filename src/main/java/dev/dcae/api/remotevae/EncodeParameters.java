/*
 * Copyright 2026 the dcae authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
