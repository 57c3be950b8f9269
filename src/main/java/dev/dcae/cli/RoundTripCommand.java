package dev.dcae.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;

import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.image.png.PngReader;
import dev.dcae.image.png.PngWriter;
import dev.dcae.image.rows.CroppedRows;
import dev.dcae.image.rows.PaddedRows;
import dev.dcae.image.rows.RowSource;
import dev.dcae.model.Precision;
import dev.dcae.model.Tiling;
import dev.dcae.pipeline.Call;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Encodes and decodes an image of any size in tiles. Of the pixels a row of tiles is held
 * at a time; the latent is held as a whole.
 */
@Command(name = "roundtrip", mixinStandardHelpOptions = true,
		description = { "Encodes an image in tiles, decodes its latent, and compares the two.",
				"Of an 8-bit RGB PNG, a few hundred rows are held at a time, and as large a part of the result;"
						+ " other images are read as a whole." })
final class RoundTripCommand implements Callable<Integer> {

	/**
	 * More than there are tiles on their way.
	 */
	private static final int QUEUE = 1024;

	@Parameters(arity = "1..2", paramLabel = "FILE",
			description = "The image, unless it is synthetic, and the PNG file to write.")
	private List<Path> files = List.of();

	@Option(names = "--model", defaultValue = "classpath:models/dc-ae-tiny-f32c32", paramLabel = "SOURCE",
			description = "Checkpoint: a directory, or classpath: and a folder (default: ${DEFAULT-VALUE}).")
	private String model = "";

	@Option(names = "--tile", paramLabel = "PIXELS",
			description = "The side of a tile, a multiple of the model's ratio (default: the model's, mostly 512).")
	private @Nullable Integer tile;

	@Option(names = "--stride", paramLabel = "PIXELS",
			description = "From one tile to the next, a multiple of the model's ratio (default: mostly 7/8 of a tile).")
	private @Nullable Integer stride;

	@Option(names = "--synthetic", paramLabel = "WxH",
			description = "Instead of an image: one that is made as it is read, such as 16384x16384.")
	private @Nullable String synthetic;

	@Option(names = "--batch", defaultValue = "1", paramLabel = "N",
			description = "The most tiles in one call; more take more memory, and save time on a GPU (default: 1).")
	private int batch;

	@Option(names = "--dtype", paramLabel = "TYPE",
			description = "What the model computes in: fp32, bf16, fp16 (default: bf16 on a GPU, fp32 on a CPU).")
	private @Nullable Precision dtype;

	@Option(names = "--device", defaultValue = "auto", paramLabel = "NAME",
			description = "Where it computes: cpu, cuda:0; auto (default) is every GPU, or the CPU.")
	private String device = "";

	@Option(names = "--cache-dir", defaultValue = "${sys:user.home}/.cache/dcae", paramLabel = "DIR",
			description = "Where compiled archives are kept (default: ${DEFAULT-VALUE}).")
	private Path cacheDir = Path.of("");

	@Spec
	private CommandSpec spec = CommandSpec.create();

	/**
	 * Begins to read the image; it is read twice.
	 */
	@FunctionalInterface
	private interface Image {

		RowSource open() throws IOException;

	}

	@Override
	public Integer call() throws IOException {
		Image image = image();
		Path folder = this.files.getLast().toAbsolutePath().getParent();
		if (folder == null || !Files.isDirectory(folder)) {
			throw wrong("There is no folder %s to write into".formatted(folder));
		}
		if (this.batch < 1) {
			throw wrong("--batch is %d; it is a number from 1 on".formatted(this.batch));
		}
		LocalModel.Options options = new LocalModel.Options(this.model, Optional.ofNullable(this.dtype),
				List.of(this.device), this.cacheDir,
				CheckpointHub.ofEnvironment(ConsoleProgress.on(this.spec.commandLine().getErr())), this.batch,
				Long.MAX_VALUE);
		try (LocalModel local = LocalModel.start(options, QUEUE)) {
			run(local, tiling(local.model().tiling()), image);
		}
		print("peak heap", "%d MB".formatted(PeakMemory.heap() >> 20));
		OptionalLong resident = PeakMemory.resident();
		if (resident.isPresent()) {
			print("peak RSS", "%d MB".formatted(resident.getAsLong() >> 20));
		}
		return 0;
	}

	private void run(LocalModel local, Tiling tiling, Image image) throws IOException {
		long start = System.nanoTime();
		Tensor latent;
		try (RowSource rows = image.open()) {
			print("image", "%d × %d".formatted(rows.width(), rows.height()));
			print("tiles", "%d px, stride %d".formatted(tiling.tile(), tiling.stride()));
			RowSource padded = new PaddedRows(rows, up(rows.width(), tiling.ratio()),
					up(rows.height(), tiling.ratio()));
			latent = local.tiles().encode(Call.ofCommand(), local.model(), tiling, padded);
		}
		print("latent", latent.shape().toString());
		print("encode", "%.1f s".formatted(seconds(start)));
		start = System.nanoTime();
		try (RowSource rows = image.open(); PngWriter file = writer(rows)) {
			ComparedRows compared = new ComparedRows(rows, file);
			int width = up(rows.width(), tiling.ratio());
			local.tiles()
				.decode(Call.ofCommand(), local.model(), tiling, latent,
						new CroppedRows(compared, width, rows.width(), rows.height()));
			print("decode", "%.1f s".formatted(seconds(start)));
			print("PSNR", "%.2f dB".formatted(compared.psnr()));
		}
	}

	private Image image() {
		if (this.files.size() != ((this.synthetic != null) ? 1 : 2)) {
			throw wrong((this.synthetic != null) ? "With --synthetic there is one file: the PNG to write"
					: "There are two files: the image and the PNG to write");
		}
		if (this.synthetic == null) {
			Path file = this.files.getFirst();
			if (!Files.isReadable(file)) {
				throw wrong("%s is not there or cannot be read".formatted(file));
			}
			return () -> open(file);
		}
		if (!this.synthetic.matches("[1-9]\\d{0,6}x[1-9]\\d{0,6}")) {
			throw wrong("--synthetic is '%s'; it is a size such as 4096x4096".formatted(this.synthetic));
		}
		String[] sides = this.synthetic.split("x", -1);
		return () -> new SyntheticRows(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
	}

	private static RowSource open(Path file) throws IOException {
		Optional<PngReader> plain = PngReader.open(Files.newInputStream(file));
		return plain.isPresent() ? plain.get()
				: RowSource.of(ImageFormats.ofCollections().read(Files.readAllBytes(file), ImageLimits.NONE).decode());
	}

	private PngWriter writer(RowSource image) throws IOException {
		return new PngWriter(new BufferedOutputStream(Files.newOutputStream(this.files.getLast())), image.width(),
				image.height());
	}

	private Tiling tiling(Tiling usual) {
		try {
			Tiling tiled = (this.tile != null) ? usual.withTile(this.tile) : usual;
			return new Tiling(usual.ratio(), tiled.tile(), (this.stride != null) ? this.stride : tiled.stride(),
					usual.threshold());
		}
		catch (IllegalArgumentException ex) {
			throw wrong(String.valueOf(ex.getMessage()));
		}
	}

	private ParameterException wrong(String message) {
		return new ParameterException(this.spec.commandLine(), message);
	}

	private void print(String name, String value) {
		PrintWriter out = this.spec.commandLine().getOut();
		out.println("%-10s %s".formatted(name, value));
		out.flush();
	}

	private static double seconds(long start) {
		return Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
	}

	private static int up(int size, int ratio) {
		return Math.ceilDiv(size, ratio) * ratio;
	}

}
