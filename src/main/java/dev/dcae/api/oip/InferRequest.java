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
package dev.dcae.api.oip;

import java.util.Optional;

/**
 * A request, read and checked as far as it can be without the model's own rules.
 *
 * @param id that the answer repeats
 * @param settings the parameters of the whole
 * @param binary whether the output is wanted after the JSON of the answer
 * @param framed whether the length of its JSON was told, as Triton's clients do
 */
record InferRequest(Optional<String> id, Settings settings, InputTensor input, boolean binary, boolean framed) {
}
