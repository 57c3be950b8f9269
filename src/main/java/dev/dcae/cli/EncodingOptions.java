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

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

import dev.dcae.dataset.Buckets;
import dev.dcae.dataset.ImageEncoder;
import dev.dcae.dataset.Preparation;
import dev.dcae.dataset.Recipe;
import dev.dcae.image.ImageLimits;
import dev.dcae.image.Kernel;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.model.Autoencoder;
import dev.dcae.ops.PrecisionChoice;
import dev.dcae.pipeline.Channels;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.RequestException;
import dev.dcae.tensor.DType;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The options of commands that encode many images: the model, and what an image becomes.
 */
final class EncodingOptions {

	static final long HEAP = Runtime.getRuntime().maxMemory();

	/**
	 * Heap that a pixel takes on its way: as it was decoded, resized and padded.
	 */
	private static final long BYTES_PER_PIXEL = 9;

	@Option(names = "--model", defaultValue = "classpath:models/dc-ae-tiny-f32c32", paramLabel = "SOURCE",
			description = "The checkpoint, as in dcae.models[n].source (default: ${DEFAULT-VALUE}).")
	private String model = "";

	@Mixin
	private VariantOption variant = new VariantOption();

	@Option(names = "--precision", paramLabel = "TYPE",
			description = "What the model computes in: float32, bfloat16, float16; auto is what the service would choose,"
					+ " bfloat16 on a GPU, and on a CPU what dcae.cpu.dtype says (default: as in the run before,"
					+ " else auto).")
	private @Nullable PrecisionChoice precision;

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

	@Option(names = "--scaled",
			description = "Write latents as a diffusion model takes them: shifted and scaled by the checkpoint's factors,"
					+ " or by those of each channel.")
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

	@Spec(Spec.Target.MIXEE)
	private CommandSpec spec = CommandSpec.create();

	/**
	 * The choices that a command adds to the recipe.
	 *
	 * @param buckets instead of the options that say how an image is resized and cut
	 * @param kernel that images are resized with; without one that of the buckets, or
	 * Lanczos
	 * @param moments true if latents are distributions
	 * @param flip true if mirrored images are encoded, too
	 */
	record More(Optional<Buckets> buckets, Optional<Kernel> kernel, boolean moments, boolean flip) {

		static final More NOTHING = new More(Optional.empty(), Optional.empty(), false, false);

	}

	/**
	 * Refuses what makes no sense before anything is done.
	 */
	void check() {
		requirePositive("--resize", this.resize);
		requirePositive("--crop", this.crop);
		requirePositive("--channels", this.channels);
		requirePositive("--shard-size", this.shardSize);
		requirePositive("--batch", this.batch);
		if (this.maxPixels < 1 || this.maxPixels > ImageLimits.MOST_PIXELS) {
			throw wrong("--max-pixels is %d; it is 1 to %d".formatted(this.maxPixels, ImageLimits.MOST_PIXELS));
		}
	}

	/**
	 * Refuses what does not go together.
	 */
	void check(More more) {
		check();
		if (more.buckets().isPresent() && (this.resize != null || this.crop != null)) {
			throw wrong("--buckets says how images are resized and cut; leave out --resize and --crop");
		}
		if (more.kernel().isPresent() && more.buckets().isEmpty() && this.resize == null) {
			throw wrong("--kernel is for --resize or --buckets, and neither is there");
		}
		if (more.moments() && (this.scaled || this.channels != null)) {
			throw wrong("--moments are of the latents as they are; leave out --scaled and --channels");
		}
	}

	private void requirePositive(String option, @Nullable Integer value) {
		if (value != null && value < 1) {
			throw wrong("%s is %d; it is a number from 1 on".formatted(option, value));
		}
	}

	/**
	 * Arguments that are wrong.
	 */
	ParameterException wrong(String message) {
		return new ParameterException(this.spec.commandLine(), message);
	}

	/**
	 * Starts the model.
	 * @param before the precision of an earlier run, by which a run goes on whatever auto
	 * would be now
	 */
	LocalModel start(Optional<String> before) {
		PrecisionChoice computing = (this.precision != null) ? this.precision
				: before.map((name) -> PrecisionChoice.valueOf(name.toUpperCase(Locale.ROOT)))
					.orElse(PrecisionChoice.AUTO);
		LocalModel.Options options = new LocalModel.Options(this.model, this.variant.get(), computing, this.devices,
				this.caches, this.spec.commandLine().getErr(), this.batch, this.maxPixels);
		LocalModel local = LocalModel.start(options, atOnce());
		err().println("Encoding with %s on %s".formatted(this.model, local.place()));
		err().flush();
		return local;
	}

	/**
	 * Images under way: enough for every lane to have a batch and for the next to be
	 * decoded meanwhile.
	 */
	int atOnce() {
		return Math.max(64, 4 * this.batch);
	}

	int shardSize() {
		return this.shardSize;
	}

	DType dtype() {
		return this.dtype;
	}

	/**
	 * The way in which a model's latents are made.
	 * @throws RequestException if it cannot make them so
	 * @throws IllegalArgumentException likewise
	 */
	Recipe recipe(Autoencoder of, More more) {
		if (this.scaled && !of.scaling().known()) {
			throw new RequestException.UnknownScaling(of.id());
		}
		if (more.moments() && !of.config().samples()) {
			throw new IllegalArgumentException(
					"%s encodes an image to one latent, not to a distribution; leave out --moments".formatted(of.id()));
		}
		more.buckets().ifPresent((sizes) -> sizes.requireMultiplesOf(of.config().ratio()));
		Preparation preparation = new Preparation(optional(this.resize), optional(this.crop), more.buckets(),
				more.kernel().or(() -> more.buckets().map(Buckets::kernel)).orElse(Kernel.LANCZOS));
		return new Recipe(of, this.model, preparation, this.fit, Channels.of(of, optional(this.channels)), this.scaled,
				more.moments(), more.flip(), this.dtype);
	}

	/**
	 * The heap that is left beside what is held for the whole run, as the names of
	 * millions of images are. Garbage has to go before it can be told.
	 */
	static long heapLeft() {
		System.gc();
		Runtime runtime = Runtime.getRuntime();
		return HEAP - (runtime.totalMemory() - runtime.freeMemory());
	}

	/**
	 * The encoder.
	 * @param heap that images may share, in bytes
	 */
	ImageEncoder encoder(LocalModel local, long heap) {
		return new ImageEncoder(local.codec(), local.pool(), ImageFormats.ofCollections(),
				new ImageLimits(this.maxPixels, Integer.MAX_VALUE), heap / 3 / BYTES_PER_PIXEL);
	}

	private static OptionalInt optional(@Nullable Integer value) {
		return (value != null) ? OptionalInt.of(value) : OptionalInt.empty();
	}

	/**
	 * Tells whether somebody is looking on. The console is null, too, where there is no
	 * terminal, in some versions of Java.
	 */
	@SuppressWarnings("SystemConsoleNull")
	static boolean isTerminal() {
		Console console = System.console();
		return console != null && console.isTerminal();
	}

	PrintWriter err() {
		return this.spec.commandLine().getErr();
	}

}
