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
package dev.dcae.model;

import java.util.List;

/**
 * One resolution of an encoder or decoder.
 *
 * @param block the block it repeats
 * @param channels the width of its feature map
 * @param layers how often the block is repeated
 * @param multiscales sizes of the extra depthwise kernels of its attention; empty for
 * {@link BlockType#RES_BLOCK}
 * @param norm the norm of a {@link BlockType#RES_BLOCK} and of an attention's output
 * @param activation the activation of a {@link BlockType#RES_BLOCK}
 */
public record Stage(BlockType block, int channels, int layers, List<Integer> multiscales, Norm norm,
		Activation activation) {

	/**
	 * Copies the list.
	 */
	public Stage {
		multiscales = List.copyOf(multiscales);
	}

}
