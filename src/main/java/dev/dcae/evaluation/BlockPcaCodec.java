package dev.dcae.evaluation;

import dev.dcae.image.RgbImage;
import org.ejml.data.DMatrixRMaj;

/**
 * A codec that holds each block of {@code ratio × ratio} pixels as {@code channels}
 * coefficients of the principal components of blocks: the best linear codec, in the mean
 * square, of an autoencoder's shape, for images like those it was fitted to. Coefficients
 * are not rounded.
 */
public final class BlockPcaCodec implements ImageCodec {

	/**
	 * The largest block that is fitted: 32 × 32 × 3. A ratio of 64 would need many times
	 * the blocks, each four times as long.
	 */
	private static final int LARGEST_RATIO = 32;

	private static final int SAMPLES = 16_384;

	private static final long SEED = 1;

	private final int ratio;

	private final PrincipalComponents components;

	private BlockPcaCodec(int ratio, PrincipalComponents components) {
		this.ratio = ratio;
		this.components = components;
	}

	/**
	 * Tells whether blocks of a ratio are small enough to fit one.
	 */
	public static boolean fits(int ratio) {
		return ratio <= LARGEST_RATIO;
	}

	/**
	 * Fits to the images of a folder.
	 * @param grid the side of a block, and its number of coefficients
	 * @throws IllegalArgumentException if the ratio is too large
	 * @throws EvaluationException if no image is as large as a block, or one cannot be
	 * read
	 */
	public static BlockPcaCodec fit(ImageFolder folder, LatentGrid grid) {
		if (!fits(grid.ratio())) {
			throw new IllegalArgumentException("The blocks of %s are too large".formatted(grid));
		}
		BlockSamples samples = BlockSamples.of(folder, grid.ratio(), SAMPLES, SEED);
		return new BlockPcaCodec(grid.ratio(), PrincipalComponents.fit(samples, grid.channels(), SEED));
	}

	/**
	 * This codec with the first of its coefficients.
	 */
	public BlockPcaCodec first(int channels) {
		return new BlockPcaCodec(this.ratio, this.components.first(channels));
	}

	@Override
	public String name() {
		return "block-PCA " + new LatentGrid(this.ratio, channels());
	}

	private int channels() {
		return this.components.basis().numCols;
	}

	@Override
	public Rate rate(int width, int height) {
		long blocks = (long) (width / this.ratio) * (height / this.ratio);
		return Rate.of(blocks * channels(), Rate.FLOAT16, (long) width * height);
	}

	@Override
	public RgbImage reconstruct(RgbImage image) {
		byte[] pixels = new byte[image.pixels().length];
		for (int y = 0; y < image.height(); y += this.ratio) {
			byte[][] row = new byte[image.width() / this.ratio][];
			for (int i = 0; i < row.length; i++) {
				row[i] = image.crop(i * this.ratio, y, this.ratio, this.ratio).pixels();
			}
			DMatrixRMaj projected = this.components.project(row);
			for (int i = 0; i < row.length; i++) {
				place(projected, i, pixels, 3 * (y * image.width() + i * this.ratio), 3 * image.width());
			}
		}
		return new RgbImage(image.width(), image.height(), pixels);
	}

	private void place(DMatrixRMaj projected, int block, byte[] pixels, int from, int stride) {
		int length = 3 * this.ratio;
		for (int y = 0; y < this.ratio; y++) {
			for (int i = 0; i < length; i++) {
				double level = projected.data[block * projected.numCols + y * length + i];
				pixels[from + y * stride + i] = (byte) Math.clamp(Math.round(level), 0, 255);
			}
		}
	}

}
