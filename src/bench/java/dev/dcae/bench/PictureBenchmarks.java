package dev.dcae.bench;

import java.util.concurrent.TimeUnit;

import dev.dcae.image.ImageDecoder;
import dev.dcae.image.ImageEncoder;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.RgbImage;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A photo from a file and to a file, in every format at its default quality.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class PictureBenchmarks {

	private static final ImageLimits LIMITS = new ImageLimits(1 << 24, 1 << 14);

	@Param({ "256", "1024" })
	int side;

	@Param
	ImageFormat format;

	private RgbImage image;

	private byte[] file;

	@Setup
	public void prepare() {
		this.image = Photo.square(this.side);
		this.file = ImageEncoder.encode(this.image, this.format);
	}

	@Benchmark
	public RgbImage decode() {
		return ImageDecoder.decode(this.file, LIMITS);
	}

	@Benchmark
	public byte[] encode() {
		return ImageEncoder.encode(this.image, this.format);
	}

}
