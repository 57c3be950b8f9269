package dev.dcae.pipeline;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Puts a latent together from an encoder's tiles.
 */
final class LatentOfTiles implements TileSink {

	private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED
		.withOrder(ByteOrder.LITTLE_ENDIAN);

	private final TileGrid grid;

	private final int ratio;

	private @Nullable Tensor latent;

	LatentOfTiles(TileGrid grid) {
		this.grid = grid;
		this.ratio = grid.tiling().ratio();
	}

	@Override
	public void put(Tile tile, Patch patch) {
		int width = this.grid.ownWidth(tile) / this.ratio;
		int height = this.grid.ownHeight(tile) / this.ratio;
		long rows = this.grid.height() / this.ratio;
		long columns = this.grid.width() / this.ratio;
		if (this.latent == null) {
			this.latent = Tensor.zeros(DType.F32, new Shape(patch.channels(), rows, columns));
		}
		MemorySegment to = this.latent.data();
		for (int channel = 0; channel < patch.channels(); channel++) {
			for (int y = 0; y < height; y++) {
				long at = (channel * rows + tile.y() / this.ratio + y) * columns + tile.x() / this.ratio;
				MemorySegment.copy(patch.values(), patch.at(channel, y), to, FLOAT, 4 * at, width);
			}
		}
	}

	/**
	 * Float32 [channels, h, w], once all tiles were put.
	 */
	Tensor latent() {
		return Objects.requireNonNull(this.latent, "No tile");
	}

}
