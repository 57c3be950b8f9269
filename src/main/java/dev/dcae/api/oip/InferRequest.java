package dev.dcae.api.oip;

import java.util.Optional;

/**
 * A request, read and checked as far as it can be without the model's own rules.
 *
 * @param id that the answer repeats
 * @param settings the parameters of the whole
 * @param binary whether the output is wanted after the JSON of the answer
 */
record InferRequest(Optional<String> id, Settings settings, InputTensor input, boolean binary) {
}
