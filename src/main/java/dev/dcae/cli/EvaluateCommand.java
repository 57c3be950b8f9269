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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.dcae.engine.Devices;
import dev.dcae.engine.PerceptualDistance;
import dev.dcae.engine.TorchEngine;
import dev.dcae.evaluation.EvaluationException;
import dev.dcae.evaluation.ImageCodec;
import dev.dcae.evaluation.ImageFolder;
import dev.dcae.evaluation.LatentGrid;
import dev.dcae.evaluation.LpipsMetric;
import dev.dcae.evaluation.Measurement;
import dev.dcae.evaluation.Reconstruction;
import dev.dcae.evaluation.Yardsticks;
import dev.dcae.image.RgbImage;
import dev.dcae.image.folder.FileNames;
import dev.dcae.image.formats.ImageFormats;
import dev.dcae.image.metrics.PerceptualMetric;
import dev.dcae.image.png.PngFormat;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Precision;
import dev.dcae.ops.ModelArchives;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures models on images, beside simpler means with as many values.
 */
@Command(name = "evaluate", mixinStandardHelpOptions = true, versionProvider = Version.class,
		description = {
				"Measures models on the images of a folder: PSNR, SSIM and MSE over 8-bit RGB, bits and time,"
						+ " beside yardsticks that hold as many values, and JPEG and WebP files of as many bytes.",
				"Images are cropped in the middle to multiples of the largest ratio. Bits per pixel count a latent's"
						+ " value as float16, the small image of bicubic as uint8, and no entropy coding." })
final class EvaluateCommand implements Callable<Integer> {

	private static final int THREADS = Runtime.getRuntime().availableProcessors();

	@Option(names = "--models", required = true, split = ",", paramLabel = "SOURCE",
			description = "Checkpoints, each as in dcae.models[n].source: hf:owner/name, a directory, or classpath: and a folder.")
	private List<String> models = List.of();

	@Option(names = "--images", required = true, paramLabel = "DIR",
			description = "Folder with the images, " + ImageFormats.ENDINGS + ".")
	private Path images = Path.of("");

	@Option(names = "--pca-images", paramLabel = "DIR",
			description = "Folder with other images, which the block-PCA yardstick is fitted to; it is left out without.")
	private @Nullable Path pcaImages;

	@Option(names = "--lpips", paramLabel = "FILE",
			description = "TorchScript archive whose forward(a, b) answers the perceptual distance of two float32"
					+ " tensors [1, 3, H, W] in [-1, 1].")
	private @Nullable Path lpips;

	@Option(names = "--channels", split = ",", paramLabel = "N",
			description = "For models with structured latents (without shortcuts at their ends): keep the first N"
					+ " channels, zero the others, one row for each N.")
	private List<Integer> channels = List.of();

	@Mixin
	private VariantOption variant = new VariantOption();

	@Option(names = "--dtype", defaultValue = "float32", paramLabel = "TYPE",
			description = "What models compute in: float32 (default), bfloat16, float16.")
	private Precision dtype = Precision.FP32;

	@Option(names = "--device", defaultValue = "auto", paramLabel = "NAME",
			description = "Where they compute: cpu, cuda:0; auto (default) is the first GPU, or the CPU.")
	private String device = "auto";

	@Option(names = "--json", paramLabel = "FILE", description = "Also write the numbers as JSON.")
	private @Nullable Path json;

	@Option(names = "--sheet", paramLabel = "FILE",
			description = "Also write a contact sheet as PNG, of at most " + EvaluationSheet.MOST_ROWS + " images.")
	private @Nullable Path sheet;

	@Mixin
	private Caches caches = new Caches();

	@Spec
	private CommandSpec spec = CommandSpec.create();

	@Override
	public Integer call() throws IOException {
		check();
		ImageFormats formats = ImageFormats.ofCollections();
		ImageFolder folder = ImageFolder.of(this.images, formats);
		Optional<ImageFolder> pca = Optional.ofNullable(this.pcaImages)
			.map((images) -> ImageFolder.of(images, formats));
		String where = Devices.resolve(List.of(this.device), THREADS).getFirst();
		ModelArchives archives = this.caches.archives(this.spec.commandLine().getErr(), new TorchEngine(THREADS));
		Path metric = this.lpips;
		try (NativeWork work = new NativeWork(); EvaluatedModels loaded = new EvaluatedModels(archives); @Nullable
		LpipsMetric perceptual = (metric != null)
				? new LpipsMetric(work.run(() -> PerceptualDistance.load(metric, where, THREADS)), () -> Long.MAX_VALUE)
				: null) {
			this.models.forEach(
					(source) -> describe(work.run(() -> loaded.load(source, this.variant.get(), this.dtype, where))));
			List<ModelCodec> codecs = loaded.codecs(this.channels);
			List<ImageCodec> all = new ArrayList<>(codecs);
			all.addAll(yardsticks(codecs, pca, folder.longestSide()));
			out().println();
			evaluate(work, folder, loaded.ratio(), all, (perceptual != null) ? perceptual : PerceptualMetric.NONE);
		}
		return 0;
	}

	/**
	 * Finds what would only be found after the work is done.
	 */
	private void check() {
		if (this.channels.stream().anyMatch((count) -> count < 1)) {
			throw new ParameterException(this.spec.commandLine(),
					"--channels takes numbers from 1 on, not " + this.channels);
		}
		for (Path file : Stream.of(this.json, this.sheet).filter(Objects::nonNull).toList()) {
			Path parent = file.toAbsolutePath().getParent();
			if (parent == null || !Files.isDirectory(parent)) {
				throw new EvaluationException("There is no folder %s to write %s into".formatted(parent, file));
			}
			if (Files.isDirectory(file)) {
				throw new EvaluationException("%s is a folder; name a file".formatted(file));
			}
			if (!Files.isWritable(Files.exists(file) ? file : parent)) {
				throw new EvaluationException("%s cannot be written".formatted(file));
			}
		}
	}

	private void describe(Autoencoder model) {
		out().println("%s: %s, %s%s".formatted(model.id(),
				new LatentGrid(model.config().ratio(), model.config().latentChannels()), name(model.precision()),
				model.note().isEmpty() ? "" : "; note: " + model.note()));
		if (!this.channels.isEmpty() && !model.config().structured()) {
			out().println(
					"  has shortcuts at its ends, so that its latents are not structured: --channels is not for it");
		}
	}

	private List<ImageCodec> yardsticks(List<ModelCodec> codecs, Optional<ImageFolder> pca, int longestSide) {
		SequencedSet<LatentGrid> grids = new LinkedHashSet<>(codecs.stream().map(ModelCodec::grid).toList());
		Yardsticks yardsticks = Yardsticks.of(grids, pca, longestSide);
		yardsticks.leftOut().forEach(out()::println);
		return yardsticks.codecs();
	}

	private void evaluate(NativeWork work, ImageFolder folder, int ratio, List<ImageCodec> codecs,
			PerceptualMetric perceptual) throws IOException {
		EvaluationJson numbers = new EvaluationJson(name(this.dtype));
		EvaluationSheet images = new EvaluationSheet(codecs);
		List<List<Measurement>> measured = new ArrayList<>();
		for (Path file : folder.files()) {
			String name = FileNames.of(file.getFileName());
			RgbImage image = cropped(folder, file, ratio);
			List<Reconstruction> reconstructions = codecs.stream()
				.map((codec) -> work.run(() -> Reconstruction.of(image, codec, perceptual)))
				.toList();
			List<Measurement> measurements = reconstructions.stream().map(Reconstruction::measurement).toList();
			EvaluationText.print(out(), "%s, %d x %d".formatted(name, image.width(), image.height()), measurements);
			numbers.add(name, image, measurements);
			images.add(name, image, reconstructions);
			measured.add(measurements);
		}
		List<Measurement> means = Measurement.means(measured);
		EvaluationText.print(out(), "Mean of %d images, and median of the times".formatted(measured.size()), means);
		if (this.json != null) {
			Files.writeString(this.json, numbers.withMeans(means));
		}
		if (this.sheet != null) {
			Files.write(this.sheet, new PngFormat().encode(images.draw()));
		}
	}

	private static RgbImage cropped(ImageFolder folder, Path file, int ratio) {
		RgbImage image = folder.read(file);
		int width = image.width() / ratio * ratio;
		int height = image.height() / ratio * ratio;
		if (width == 0 || height == 0) {
			throw new EvaluationException("%s has %d × %d pixels; the models need at least %d × %d".formatted(file,
					image.width(), image.height(), ratio, ratio));
		}
		return image.centerCrop(width, height);
	}

	private static String name(Precision precision) {
		return precision.name().toLowerCase(Locale.ROOT);
	}

	private PrintWriter out() {
		return this.spec.commandLine().getOut();
	}

}
