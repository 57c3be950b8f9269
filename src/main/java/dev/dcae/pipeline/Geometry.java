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
package dev.dcae.pipeline;

import dev.dcae.tensor.Shape;

/**
 * The latent that an image of a known size becomes, told before any pixel is decoded.
 *
 * @param latent {@code [c, h, w]}, with all channels, as the encoder makes it
 * @param width of the image that decoding gives back, in pixels
 * @param height of the image that decoding gives back, in pixels
 */
public record Geometry(Shape latent, int width, int height) {
}
