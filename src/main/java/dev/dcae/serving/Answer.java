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
package dev.dcae.serving;

import dev.dcae.tensor.Tensor;

/**
 * The outcome of an item.
 *
 * @param output without a batch dimension
 * @param finite whether every element was finite; if not, the output is what the model
 * computed, after the retry in float32 where there was one
 * @param retriedInFp32 whether the output is that of a float32 replica, after the normal
 * one's was not finite
 * @param device where it ran
 */
public record Answer(Tensor output, boolean finite, boolean retriedInFp32, Device device, Timings timings) {
}
