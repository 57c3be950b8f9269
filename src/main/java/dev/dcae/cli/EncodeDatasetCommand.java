package dev.dcae.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.dcae.dataset.Buckets;
import dev.dcae.dataset.ImageEncoder;
import dev.dcae.dataset.Recipe;
import dev.dcae.dataset.parts.DatasetEncoding;
import dev.dcae.dataset.parts.DatasetIndex;
import dev.dcae.dataset.parts.FailureLimit;
import dev.dcae.dataset.parts.Ledger;
import dev.dcae.dataset.parts.OutputFormat;
import dev.dcae.dataset.parts.Part;
import dev.dcae.dataset.parts.Tally;
import dev.dcae.dataset.parts.TooManyFailedException;
import dev.dcae.dataset.source.Sources;
import dev.dcae.dataset.store.Store;
import dev.dcae.image.Kernel;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.serving.NanoClock;
import dev.dcae.tensor.DType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Caches the latents of a data set, on as many machines as there are.
 */
@Command(name = "encode-dataset", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
		"Encodes a data set of images to latents: what a diffusion model is trained on.",
		"A SOURCE is a folder of images, a tar of samples as WebDataset has them or Parquet as the hub has it, a"
				+ " pattern for many such as 'shard-{000000..000099}.tar' or '**/*.parquet', any of these under"
				+ " s3://bucket/prefix, or @list.txt with a source or an image in each line.",
		"OUT is a folder or s3://bucket/prefix. It gets the latents, manifest.jsonl with a line for each,"
				+ " failed.jsonl with the samples that have none, and why, and stats.safetensors with the mean and"
				+ " the deviation of each channel.",
		"Any part of the work can run anywhere, be killed at any moment and be started again in any number: a sample"
				+ " is there once." },
		exitCodeListHeading = "Exit status:%n",
		exitCodeList = { "0:every image of this part has its latent, or all but what --max-failed allows",
				"1:it failed; start it again to go on", "2:the arguments are wrong",
				"3:images have no latent, more than --max-failed allows: see failed.jsonl",
				"4:--finish found that shards are missing", "143:it was stopped; start it again to go on" })
final class EncodeDatasetCommand implements Callable<Integer> {

	private static final int SOME_FAILED = 3;

	private static final int INCOMPLETE = 4;

	/**
	 * The fewest units that images are divided into, where there are so many: work for as
	 * many parts.
	 */
	private static final int LEAST_UNITS = 64;

	@Parameters(paramLabel = "SOURCE", arity = "0..*", description = "Where images come from.")
	private List<String> sources = List.of();

	@Option(names = { "-o", "--out" }, paramLabel = "OUT",
			description = "The place for latents, new or from an earlier run.")
	private @Nullable String out;

	@Option(names = "--format", defaultValue = "safetensors", paramLabel = "FORMAT",
			description = "safetensors (default): files of tensors [c, h, w] in a folder for each shape. webdataset: a"
					+ " tar for each SOURCE tar, with KEY.npy in place of the image, and wids-meta.json."
					+ " lightningdit: files of the tensors latents, latents_flip and labels.")
	private OutputFormat format = OutputFormat.SAFETENSORS;

	@Option(names = "--flip", description = "Encode the mirrored images, too.")
	private boolean flip;

	@Option(names = "--moments", description = "Write the mean and the logarithm of the variance of each value, [2c, h,"
			+ " w], of models that find a distribution.")
	private boolean moments;

	@Option(names = "--buckets", paramLabel = "SIZES",
			description = "Resize and cut each image to the size that is nearest in its proportions: 512, 1024 or 2048,"
					+ " the tables of PixArt and SANA, or a list such as 512x512,640x384, width first.")
	private @Nullable String buckets;

	@Option(names = "--kernel", paramLabel = "KERNEL",
			description = "The kernel of --resize and --buckets, antialiased and equal to Pillow's: lanczos or bicubic"
					+ " (default: lanczos; bicubic for the tables 512 and 1024, as SANA has it).")
	private @Nullable Kernel kernel;

	@Option(names = "--part", paramLabel = "I/N", description = "Do the part I, from 0, of N parts.")
	private @Nullable String part;

	@Option(names = "--parts", paramLabel = "N",
			description = "Do one of N parts: the one that JOB_COMPLETION_INDEX says,"
					+ " or SLURM_ARRAY_TASK_ID, where N need not be given.")
	private @Nullable Integer parts;

	@Option(names = "--finish", paramLabel = "OUT",
			description = "Encode nothing; write the index over all parts of OUT and say what is missing. The part that"
					+ " ends last does so by itself.")
	private @Nullable String finish;

	@Option(names = "--max-failed", paramLabel = "N",
			description = "How many images may fail, or which share such as 0.1%%: the run ends when more do, and"
					+ " succeeds when fewer do.")
	private @Nullable String maxFailed;

	@Option(names = "--metrics-port", paramLabel = "PORT",
			description = "Tell Prometheus at http://host:PORT/metrics how the work gets on.")
	private @Nullable Integer metricsPort;

	@Mixin
	private EncodingOptions options = new EncodingOptions();

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		Optional<FailureLimit> limit = read("--max-failed", this.maxFailed, FailureLimit::of);
		if (this.finish != null) {
			if (!this.sources.isEmpty() || this.out != null) {
				throw this.options.wrong("--finish OUT is all that is said; leave out SOURCE and --out");
			}
			return report(new DatasetIndex(new Ledger(place(this.finish))).write(), limit);
		}
		if (this.sources.isEmpty() || this.out == null) {
			throw this.options.wrong("SOURCE and --out are missing; --help says more");
		}
		EncodingOptions.More more = new EncodingOptions.More(read("--buckets", this.buckets, Buckets::of),
				Optional.ofNullable(this.kernel), this.moments, this.flip || this.format == OutputFormat.LIGHTNINGDIT);
		this.options.check(more);
		if (this.format == OutputFormat.WEBDATASET && this.options.dtype() == DType.BF16) {
			throw this.options.wrong("--dtype bfloat16 is none that .npy has; use float16 or float32");
		}
		Part own = part();
		return encode(own, more, limit, new Ledger(place(this.out)));
	}

	private int encode(Part own, EncodingOptions.More more, Optional<FailureLimit> limit, Ledger ledger)
			throws IOException {
		String to = (this.out != null) ? this.out : "";
		int before = ledger.buckets();
		Sources.DataSet found = Sources.find(this.sources, ImageFormats.ofCollections(), to, (images) -> (before > 0)
				? before : Math.max(LEAST_UNITS, Math.ceilDiv(images, this.options.shardSize())));
		try (LocalModel local = this.options.start(ledger.settings().map((all) -> all.get(Recipe.PRECISION)))) {
			// From here on the clock runs: the model's start is over.
			Tally tally = new Tally(NanoClock.system(), (own.count() > 1) ? own.toString() : "");
			Recipe recipe = this.options.recipe(local.model(), more);
			ImageEncoder encoder = this.options.encoder(local);
			DatasetEncoding encoding = new DatasetEncoding(encoder, new DatasetEncoding.Bounds(this.options.atOnce(),
					EncodingOptions.HEAP / 6, this.options.shardSize()), tally, limit);
			boolean complete;
			try (RunReports _ = RunReports.start(tally, this.spec.commandLine(), this.metricsPort)) {
				complete = encoding.run(ledger, found, own, recipe, this.format);
			}
			return report(ledger, tally, complete, limit);
		}
		catch (TooManyFailedException ex) {
			err().println(ex.getMessage());
			err().flush();
			return SOME_FAILED;
		}
	}

	private Part part() {
		try {
			if (this.part != null && this.parts != null) {
				throw new IllegalArgumentException("it says the same as --parts N; give one");
			}
			if (this.part != null) {
				return Part.of(this.part);
			}
			if (this.parts != null && this.parts < 1) {
				throw new IllegalArgumentException("--parts is %d; it is a number from 1 on".formatted(this.parts));
			}
			return Part.of(System.getenv(), (this.parts != null) ? OptionalInt.of(this.parts) : OptionalInt.empty())
				.orElse(Part.WHOLE);
		}
		catch (IllegalArgumentException ex) {
			throw this.options.wrong("--part: " + ex.getMessage());
		}
	}

	private Store place(String text) {
		try {
			return Store.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw this.options.wrong(String.valueOf(ex.getMessage()));
		}
	}

	private <T> Optional<T> read(String option, @Nullable String text, Function<String, T> reader) {
		try {
			return Optional.ofNullable(text).map(reader);
		}
		catch (IllegalArgumentException ex) {
			throw this.options.wrong("%s: %s".formatted(option, ex.getMessage()));
		}
	}

	/**
	 * Reports a part, and all if it was the last one.
	 */
	private int report(Ledger ledger, Tally tally, boolean complete, Optional<FailureLimit> limit) throws IOException {
		err().println("%,d images encoded, %,d before, %,d failed".formatted(tally.encoded(), tally.before(),
				tally.failed()));
		if (complete) {
			DatasetIndex.Summary all = new DatasetIndex(ledger).write();
			describe(all);
		}
		else {
			err().println("Other parts are not done; the last one writes the index, or --finish");
		}
		err().flush();
		return status(tally.failed(), tally.samples(), limit);
	}

	private int report(DatasetIndex.Summary all, Optional<FailureLimit> limit) {
		describe(all);
		if (!all.isComplete()) {
			err().println("%,d shards are missing:".formatted(all.missing().size()));
			all.missing().forEach(err()::println);
		}
		err().flush();
		return all.isComplete() ? status(all.failed(), all.latents() + all.failed(), limit) : INCOMPLETE;
	}

	private void describe(DatasetIndex.Summary all) {
		err().println("%,d images have latents, %,d failed%s".formatted(all.latents(), all.failed(),
				(all.failed() > 0) ? ": see failed.jsonl" : ""));
		SortedMap<String, Integer> others = all.leftOut();
		if (!others.isEmpty()) {
			err().println("Left out, since they are no images: " + others.entrySet()
				.stream()
				.map((one) -> "%,d %s".formatted(one.getValue(), one.getKey()))
				.collect(Collectors.joining(", ")));
		}
	}

	private static int status(long failed, long samples, Optional<FailureLimit> limit) {
		boolean allowed = failed == 0 || (limit.isPresent() && limit.get().allows(failed, samples));
		return allowed ? 0 : SOME_FAILED;
	}

	private PrintWriter err() {
		return this.spec.commandLine().getErr();
	}

}
