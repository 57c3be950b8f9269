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
package dev.dcae.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.dcae.dataset.Buckets;
import dev.dcae.dataset.Recipe;
import dev.dcae.dataset.parts.DatasetEncoding;
import dev.dcae.dataset.parts.DatasetIndex;
import dev.dcae.dataset.parts.FailureLimit;
import dev.dcae.dataset.parts.Ledger;
import dev.dcae.dataset.parts.OutputFormat;
import dev.dcae.dataset.parts.Part;
import dev.dcae.dataset.parts.Tally;
import dev.dcae.dataset.parts.TooManyFailedException;
import dev.dcae.dataset.source.SourceException;
import dev.dcae.dataset.source.Sources;
import dev.dcae.dataset.store.Store;
import dev.dcae.image.Kernel;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.serving.NanoClock;
import dev.dcae.tensor.DType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of a data set that is encoded in parts, and what is done with them.
 */
final class DatasetOptions {

	private static final int SOME_FAILED = 3;

	private static final int INCOMPLETE = 4;

	/**
	 * The fewest units that images are divided into, where there are so many: work for as
	 * many parts.
	 */
	private static final int LEAST_UNITS = 64;

	private static final int CLASSES_SHOWN = 10;

	@Option(names = "--format", paramLabel = "FORMAT",
			description = "safetensors (default): files of tensors [c, h, w] in a folder for each shape. webdataset: a"
					+ " tar for each SOURCE tar, with KEY.npy in place of the image, and wids-meta.json."
					+ " lightningdit: files of the tensors latents, latents_flip and labels.")
	private @Nullable OutputFormat format;

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

	@Option(names = "--max-failed", paramLabel = "N",
			description = "The number of images that may fail, or their share such as 0.1%%: the run ends when more do, and"
					+ " succeeds when fewer do.")
	private @Nullable String maxFailed;

	@Option(names = "--metrics-port", paramLabel = "PORT",
			description = "Tell Prometheus at http://host:PORT/metrics how the work gets on.")
	private @Nullable Integer metricsPort;

	@Spec(Spec.Target.MIXEE)
	private CommandSpec spec = CommandSpec.create();

	/**
	 * Tells whether any of these options is given.
	 */
	boolean areGiven() {
		return this.format != null || this.flip || this.moments || this.buckets != null || this.kernel != null
				|| this.part != null || this.parts != null || this.maxFailed != null || this.metricsPort != null;
	}

	/**
	 * Encodes a part of a data set.
	 * @return the exit status
	 * @throws IOException if a place cannot be used, saying why
	 */
	int encode(EncodingOptions options, List<String> sources, String out) throws IOException {
		Optional<FailureLimit> limit = limit();
		OutputFormat to = (this.format != null) ? this.format : OutputFormat.SAFETENSORS;
		EncodingOptions.More more = new EncodingOptions.More(read("--buckets", this.buckets, Buckets::of),
				Optional.ofNullable(this.kernel), this.moments, this.flip || to == OutputFormat.LIGHTNINGDIT);
		options.check(more);
		if (to == OutputFormat.WEBDATASET && options.dtype() == DType.BF16) {
			throw options.wrong("--dtype bfloat16 is none that .npy has; use float16 or float32");
		}
		Part own = part();
		Ledger ledger = new Ledger(place(out));
		int before = ledger.buckets();
		Sources.DataSet found = find(sources, out, ledger,
				(images) -> (before > 0) ? before : Math.max(LEAST_UNITS, Math.ceilDiv(images, options.shardSize())));
		if (to == OutputFormat.LIGHTNINGDIT) {
			describe(found.classes());
		}
		long heap = EncodingOptions.heapLeft();
		try (LocalModel local = options.start(ledger.settings().map((all) -> all.get(Recipe.PRECISION)))) {
			// From here on the clock runs: the model's start is over.
			Tally tally = new Tally(NanoClock.system(), (own.count() > 1) ? own.toString() : "");
			Recipe recipe = options.recipe(local.model(), more);
			DatasetEncoding encoding = new DatasetEncoding(options.encoder(local, heap),
					new DatasetEncoding.Bounds(options.atOnce(), heap / 6, options.shardSize()), tally, limit);
			boolean complete;
			try (RunReports _ = RunReports.start(tally, this.spec.commandLine(), this.metricsPort)) {
				complete = encoding.run(ledger, found, own, recipe, to);
			}
			return report(ledger, tally, complete, limit);
		}
		catch (TooManyFailedException ex) {
			new DatasetIndex(ledger).writeFailures();
			err().println(ex.getMessage() + "; see failed.jsonl");
			err().flush();
			return SOME_FAILED;
		}
	}

	/**
	 * Finds the units of work; nothing at all is a wrong argument, too.
	 */
	private Sources.DataSet find(List<String> sources, String out, Ledger ledger, IntUnaryOperator buckets)
			throws IOException {
		String problem;
		try {
			Sources.DataSet found = Sources.find(sources, ImageFormats.ofCollections(), out, ledger.shards(), buckets);
			if (!found.units().isEmpty()) {
				return found;
			}
			problem = "There is no image and no shard in " + String.join(", ", sources);
		}
		catch (SourceException ex) {
			problem = String.valueOf(ex.getMessage());
		}
		catch (IllegalArgumentException ex) {
			throw wrong(String.valueOf(ex.getMessage()));
		}
		if (ledger.settings().isPresent()) {
			// The arguments were right before: a volume may be away for a moment.
			throw new IOException(problem);
		}
		throw wrong(problem);
	}

	/**
	 * Writes the index over all parts.
	 * @return the exit status
	 * @throws IOException if nothing was begun there, or it cannot be used
	 */
	int finish(String out) throws IOException {
		Optional<FailureLimit> limit = limit();
		return report(new DatasetIndex(new Ledger(place(out))).write(), limit);
	}

	private Optional<FailureLimit> limit() {
		return read("--max-failed", this.maxFailed, FailureLimit::of);
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
			throw wrong("--part: " + ex.getMessage());
		}
	}

	private Store place(String text) {
		try {
			return Store.of(text);
		}
		catch (IllegalArgumentException ex) {
			throw wrong(String.valueOf(ex.getMessage()));
		}
	}

	private <T> Optional<T> read(String option, @Nullable String text, Function<String, T> reader) {
		try {
			return Optional.ofNullable(text).map(reader);
		}
		catch (IllegalArgumentException ex) {
			throw wrong("%s: %s".formatted(option, ex.getMessage()));
		}
	}

	private ParameterException wrong(String message) {
		return new ParameterException(this.spec.commandLine(), message);
	}

	/**
	 * Reports a part, and all if it was the last one.
	 */
	private int report(Ledger ledger, Tally tally, boolean complete, Optional<FailureLimit> limit) throws IOException {
		err().println("%,d images encoded, %,d before, %,d failed".formatted(tally.encoded(), tally.before(),
				tally.failed()));
		int status = status(tally.failed(), tally.damaged(), tally.samples(), limit);
		if (complete) {
			DatasetIndex.Summary all = new DatasetIndex(ledger).write();
			describe(all);
		}
		else {
			if (status == SOME_FAILED) {
				new DatasetIndex(ledger).writeFailures();
			}
			err().println("Other parts are not done; the last one writes the index, or --finish");
		}
		err().flush();
		return status;
	}

	private int report(DatasetIndex.Summary all, Optional<FailureLimit> limit) {
		describe(all);
		if (!all.isComplete()) {
			err().println("Shards that are missing: %,d".formatted(all.missing().size()));
			all.missing().forEach(err()::println);
		}
		err().flush();
		return all.isComplete() ? status(all.failed(), all.damaged(), all.latents() + all.failed(), limit) : INCOMPLETE;
	}

	/**
	 * Says what the labels of latents mean.
	 */
	private void describe(List<String> classes) {
		if (!classes.isEmpty()) {
			int shown = Math.min(classes.size(), CLASSES_SHOWN);
			err().println("%,d classes, by the names of folders: %s%s".formatted(classes.size(),
					IntStream.range(0, shown)
						.mapToObj((i) -> "%d %s".formatted(i, classes.get(i)))
						.collect(Collectors.joining(", ")),
					(shown < classes.size()) ? ", …" : ""));
			err().flush();
		}
	}

	private void describe(DatasetIndex.Summary all) {
		err().println("%,d images have latents, %,d failed%s".formatted(all.latents(), all.failed(),
				(all.failed() > 0) ? ": see failed.jsonl" : ""));
		all.notRemoved()
			.ifPresent((reason) -> err().println("What was begun and given up could not be removed: " + reason));
		SortedMap<String, Integer> others = all.leftOut();
		if (!others.isEmpty()) {
			err().println("Left out, since they are no images: " + others.entrySet()
				.stream()
				.map((one) -> "%,d %s".formatted(one.getValue(), one.getKey()))
				.collect(Collectors.joining(", ")));
		}
	}

	/**
	 * The rest of a damaged shard may be thousands of samples, which no limit allows.
	 */
	private static int status(long failed, long damaged, long samples, Optional<FailureLimit> limit) {
		boolean allowed = failed == 0 || (damaged == 0 && limit.isPresent() && limit.get().allows(failed, samples));
		return allowed ? 0 : SOME_FAILED;
	}

	private PrintWriter err() {
		return this.spec.commandLine().getErr();
	}

}
