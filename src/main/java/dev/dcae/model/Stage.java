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
