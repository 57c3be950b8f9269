package dev.dcae.pipeline;

import java.util.function.Supplier;

import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.serving.ServingException;

/**
 * Whether an image goes through a model in one piece, in tiles, or in tiles if one piece
 * does not fit.
 */
enum Pieces {

	ONE, TILES, ONE_OR_TILES;

	/**
	 * Above so many elements of an activation kernels fail, or leave zeros.
	 */
	private static final long LARGEST_ACTIVATION = Integer.MAX_VALUE;

	static Pieces of(Autoencoder model, Operation operation, TileGrid grid, WhenToTile when) {
		if (!grid.splits()) {
			return ONE;
		}
		return switch (when) {
			case NEVER -> ONE;
			case ALWAYS -> TILES;
			case AUTO -> {
				long pixels = (long) grid.width() * grid.height();
				long fitting = LARGEST_ACTIVATION / model.config().peakElementsPerPixel(operation);
				yield (pixels > Math.min(fitting, model.tiling().threshold())) ? TILES : ONE_OR_TILES;
			}
		};
	}

	<T> T run(RequestWork work, Supplier<T> one, Supplier<T> tiles) {
		if (this != TILES) {
			try {
				return one.get();
			}
			catch (ServingException.TooLarge ex) {
				if (this == ONE) {
					throw ex;
				}
			}
		}
		work.tiled();
		return tiles.get();
	}

}
