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
package dev.dcae.bench;

/**
 * The cost of one step of a model on one image in a type of two bytes.
 *
 * @param name of the tensors it uses, or what it is
 * @param reference multiplications in diffusers
 * @param products multiplications in this project's archive
 * @param weights elements of its weights, read once a batch
 * @param moved bytes that libtorch's kernels read and write, one after the other
 * @param least bytes that have to be read and written if every chain of pointwise steps is one kernel, and what a
 * convolution can do to its own output on the way costs nothing
 */
record Layer(String name, double reference, double products, double weights, double moved, double least) {
}
