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
package dev.dcae.training.data;

import java.util.random.RandomGenerator;

import dev.dcae.image.RgbImage;

/**
 * Makes images to train on. May be asked by several threads at once.
 */
@FunctionalInterface
public interface ImageSource {

	/**
	 * A square image that depends on the side and on the generator alone: generators in
	 * the same state give the same bytes.
	 * @param side in pixels, at least 1
	 * @param random makes every choice
	 */
	RgbImage patch(int side, RandomGenerator random);

}
