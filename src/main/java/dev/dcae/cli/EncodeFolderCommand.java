package dev.dcae.cli;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

import dev.dcae.cli.latents.FolderEncoding;
import dev.dcae.cli.latents.Recipe;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.ops.Dtype;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.RequestException;
import dev.dcae.tensor.DType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Caches the latents of a folder of images.
 */
@Command(name = "encode-folder", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
		"Encodes the images of a folder, and of those below it, to safetensors of latents: what a diffusion"
				+ " model is trained on.",
		"OUT gets a folder for each shape of latents (32x16x16/000000.safetensors, a tensor [c, h, w] for each"
				+ " image, named by its path), manifest.jsonl with a line for each latent, and failed.jsonl with"
				+ " the images that have none, and why.",
		"Run it again to go on where it was stopped, by whatever: what is in the manifest is not encoded again." },
		exitCodeListHeading = "Exit status:%n", exitCodeList = { "0:every image has its latent", "1:it failed",
				"2:the arguments are wrong", "3:some images have no latent: see failed.jsonl" })
final class EncodeFolderCommand implements Callable<Integer> {

	private static final int SOME_FAILED = 3;

	private static final long HEAP = Runtime.getRuntime().maxMemory();

	/**
	 * Heap that a pixel takes on its way: as it was decoded, resized and padded.
	 */
	private static final long BYTES_PER_PIXEL = 9;

	@Parameters(paramLabel = "FOLDER", description = "The folder with images: " + ImageFormats.ENDINGS + ".")
	private Path from = Path.of("");

	@Option(names = { "-o", "--out" }, required = true, paramLabel = "OUT",
			description = "The folder for latents, new or from an earlier run.")
	private Path to = Path.of("");

	@Option(names = "--model", defaultValue = "classpath:models/dc-ae-tiny-f32c32", paramLabel = "SOURCE",
			description = "The checkpoint, as in dcae.models[n].source (default: ${DEFAULT-VALUE}).")
	private String model = "";

	@Mixin
	private VariantOption variant = new VariantOption();

	@Option(names = "--precision", paramLabel = "TYPE",
			description = "What the model computes in: float32, bfloat16, float16; auto is what the service would choose,"
					+ " bfloat16 on a GPU, and on a CPU what dcae.cpu.dtype says (default: as in the run before,"
					+ " else auto).")
	private @Nullable Dtype precision;

	@Option(names = "--device", defaultValue = "auto", split = ",", paramLabel = "NAME",
			description = "Where it computes: cpu, cuda:0,cuda:1; auto (default) is every GPU, or the CPU.")
	private List<String> devices = List.of();

	@Option(names = "--resize", paramLabel = "PIXELS",
			description = "Resize first, so that the shorter side has so many pixels (Lanczos).")
	private @Nullable Integer resize;

	@Option(names = "--crop", paramLabel = "PIXELS",
			description = "Then cut a square of so many pixels from the middle.")
	private @Nullable Integer crop;

	@Option(names = "--fit", defaultValue = "crop", paramLabel = "FIT",
			description = "What is done about sides that are not multiples of the ratio: crop (default), pad, resize,"
					+ " reject.")
	private Fit fit = Fit.CROP;

	@Option(names = "--scaled", description = "Multiply latents by the model's scaling factor.")
	private boolean scaled;

	@Option(names = "--channels", paramLabel = "N",
			description = "Keep the first N channels, of models with structured latents.")
	private @Nullable Integer channels;

	@Option(names = "--dtype", defaultValue = "float16", paramLabel = "TYPE",
			description = "What latents are rounded to: float16 (default), bfloat16, float32.")
	private DType dtype = DType.F16;

	@Option(names = "--shard-size", defaultValue = "1024", paramLabel = "N",
			description = "Latents of a shard (default: ${DEFAULT-VALUE}); fewer in the last ones, and where many"
					+ " shapes would take too much memory.")
	private int shardSize;

	@Option(names = "--batch", defaultValue = "32", paramLabel = "N",
			description = "The most images of a batch (default: ${DEFAULT-VALUE}).")
	private int batch;

	@Option(names = "--max-pixels", defaultValue = "67108864", paramLabel = "N",
			description = "The most pixels of an image (default: ${DEFAULT-VALUE}).")
	private long maxPixels;

	@Mixin
	private Caches caches = new Caches();

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		check();
		// Enough for every lane to have a batch and for the next to be decoded meanwhile.
		int atOnce = Math.max(64, 4 * this.batch);
		LocalModel.Options options = new LocalModel.Options(this.model, this.variant.get(), precision(), this.devices,
				this.caches, err(), this.batch, this.maxPixels);
		try (LocalModel local = LocalModel.start(options, atOnce)) {
			if (this.scaled && !local.model().scaling().known()) {
				throw new RequestException.UnknownScaling(local.model().id());
			}
			Recipe recipe = new Recipe(local.model(), optional(this.resize), optional(this.crop), this.fit,
					Channels.of(local.model(), optional(this.channels)), this.scaled, this.dtype);
			FolderEncoding.Bounds bounds = new FolderEncoding.Bounds(atOnce, HEAP / 3 / BYTES_PER_PIXEL, this.shardSize,
					HEAP / 6);
			FolderEncoding encoding = new FolderEncoding(local.codec(), local.pool(), ImageFormats.ofCollections(),
					new ImageLimits(this.maxPixels, Integer.MAX_VALUE), bounds, err());
			return report(encoding.run(this.from, this.to, recipe, isTerminal()));
		}
	}

	/**
	 * The latents of a folder are all of one precision: whatever auto would be now, a run
	 * goes on as it began.
	 */
	private Dtype precision() throws IOException {
		if (this.precision != null) {
			return this.precision;
		}
		return FolderEncoding.precision(this.to)
			.map((before) -> Dtype.valueOf(before.toUpperCase(Locale.ROOT)))
			.orElse(Dtype.AUTO);
	}

	private void check() {
		requirePositive("--resize", this.resize);
		requirePositive("--crop", this.crop);
		requirePositive("--channels", this.channels);
		requirePositive("--shard-size", this.shardSize);
		requirePositive("--batch", this.batch);
		if (this.maxPixels < 1 || this.maxPixels > ImageLimits.MOST_PIXELS) {
			throw new ParameterException(this.spec.commandLine(),
					"--max-pixels is %d; it is 1 to %d".formatted(this.maxPixels, ImageLimits.MOST_PIXELS));
		}
	}

	private void requirePositive(String option, @Nullable Integer value) {
		if (value != null && value < 1) {
			throw new ParameterException(this.spec.commandLine(),
					"%s is %d; it is a number from 1 on".formatted(option, value));
		}
	}

	private int report(FolderEncoding.Outcome outcome) {
		err().println("%,d images encoded, %,d before, %,d failed%s".formatted(outcome.encoded(), outcome.before(),
				outcome.failed(), (outcome.failed() > 0) ? ": see " + this.to.resolve("failed.jsonl") : ""));
		if (!outcome.others().isEmpty()) {
			err().println("Left out, since their names are not those of images: " + outcome.others()
				.entrySet()
				.stream()
				.map((one) -> "%,d %s".formatted(one.getValue(), one.getKey()))
				.collect(Collectors.joining(", ")));
		}
		err().flush();
		return (outcome.failed() > 0) ? SOME_FAILED : 0;
	}

	private static OptionalInt optional(@Nullable Integer value) {
		return (value != null) ? OptionalInt.of(value) : OptionalInt.empty();
	}

	/**
	 * The console is null, too, where there is no terminal, in some versions of Java.
	 */
	@SuppressWarnings("SystemConsoleNull")
	private static boolean isTerminal() {
		Console console = System.console();
		return console != null && console.isTerminal();
	}

	private PrintWriter err() {
		return this.spec.commandLine().getErr();
	}

}
