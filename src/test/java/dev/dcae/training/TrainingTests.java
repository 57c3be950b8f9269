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
package dev.dcae.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.dcae.checkpoint.Checkpoint;
import dev.dcae.checkpoint.CheckpointSource;
import dev.dcae.checkpoint.hub.EnvironmentsHub;
import dev.dcae.engine.TorchRunner;
import dev.dcae.image.Formats;
import dev.dcae.image.RgbImage;
import dev.dcae.model.DcAeConfig;
import dev.dcae.model.Operation;
import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.ArchiveCache;
import dev.dcae.torchscript.Compiler;
import dev.dcae.torchscript.DistanceArchive;
import dev.dcae.training.data.ImageSource;
import dev.dcae.training.data.Procedural;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class TrainingTests {

	@TempDir
	private Path folder;

	private static Training training(TrainingSettings settings, Consumer<Progress> listener) throws IOException {
		return new Training(settings, () -> EnvironmentsHub.open(), listener);
	}

	private static List<Progress> run(TrainingSettings settings) throws Exception {
		List<Progress> progress = new ArrayList<>();
		training(settings, progress::add).run();
		return progress;
	}

	/**
	 * Every tensor of the checkpoint that a run wrote.
	 */
	private static Map<String, Tensor> written(Path folder) {
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(folder))) {
			Map<String, Tensor> tensors = new HashMap<>();
			checkpoint.config().weights().keySet().forEach((name) -> tensors.put(name, copy(checkpoint.tensor(name))));
			return tensors;
		}
	}

	private static Tensor copy(Tensor tensor) {
		return tensor.dtype().isFloat() ? Tensor.of(tensor.shape(), tensor.toFloats()) : Tensor.of(new Shape(1), 0);
	}

	private static float[] values(Map<String, Tensor> tensors, String name) {
		return Objects.requireNonNull(tensors.get(name), name).toFloats();
	}

	@Test
	void lossFallsFromScratchAndFromALinearStart() throws Exception {
		for (String linear : List.of("false", "true")) {
			Path here = Files.createDirectory(this.folder.resolve(linear));
			List<Progress> progress = run(Micro.settings(here,
					Map.of("linear-start", linear, "steps", "60", "log-every", "20", "learning-rate",
							linear.equals("true") ? "1e-3" : "5e-3", "plain-rate",
							linear.equals("true") ? "0.05" : "1")));
			assertThat(progress.getLast().loss()).as("linear start " + linear).isLessThan(progress.getFirst().loss());
			assertThat(progress.getLast().step()).isEqualTo(60);
			assertThat(here.resolve("out/curve.png")).isNotEmptyFile();
		}
	}

	@Test
	void linearStartIsFarBetterThanNoise() throws Exception {
		double linear = run(Micro.settings(this.folder, Map.of("steps", "1", "log-every", "1"))).getFirst().psnr();
		Path other = Files.createDirectory(this.folder.resolve("noise"));
		double noise = run(Micro.settings(other, Map.of("steps", "1", "log-every", "1", "linear-start", "false")))
			.getFirst()
			.psnr();
		assertThat(linear).isGreaterThan(noise + 5);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "0.1" })
	void resumedRunEndsWhereAnUninterruptedOneEnds(String adversarial) throws Exception {
		Map<String, String> settings = Map.of("accumulate", "2", "snapshot-every", "0s", "adversarial.weight",
				adversarial);
		TrainingSettings whole = Micro.settings(this.folder, settings);
		run(whole);
		Map<String, Tensor> expected = written(whole.output());
		String log = lastRow(whole.output());

		Path other = Files.createDirectory(this.folder.resolve("killed"));
		TrainingSettings killed = Micro.settings(other, settings);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> training(killed, (progress) -> {
			if (progress.step() == 4) {
				throw new IllegalStateException("killed");
			}
		}).run());
		List<Progress> rest = run(killed);
		assertThat(rest).extracting(Progress::step).containsExactly(4, 6);
		Map<String, Tensor> actual = written(killed.output());
		expected.forEach((name, tensor) -> assertThat(values(actual, name)).as(name).isEqualTo(tensor.toFloats()));
		assertThat(lastRow(killed.output())).isEqualTo(log);
		assertThat(killed.output().resolve("log.csv")).content().hasLineCount(4);
	}

	@Test
	void aRunsOwnChartIsNoPhotograph() throws Exception {
		Files.write(this.folder.resolve("one.png"),
				Formats.PNG.encode(new Procedural().patch(64, new SplittableRandom(7))));
		for (Path output : List.of(this.folder.resolve("out"), this.folder)) {
			Path chart = Files.createDirectories(output).resolve("curve.png");
			Files.writeString(chart, "of an earlier part of the run");
			run(Micro.settings(this.folder, Map.of("output", output.toString(), "data.photos", this.folder.toString(),
					"validation.images", this.folder.toString(), "steps", "1")));
			assertThat(Formats.decode(Files.readAllBytes(chart)).width()).isEqualTo(960);
			Files.delete(chart);
		}
	}

	/**
	 * The last row of a run's log, but for the seconds.
	 */
	private static String lastRow(Path folder) throws Exception {
		return Files.readAllLines(folder.resolve("log.csv")).getLast().replaceAll("^((?:[^,]*,){6})[^,]*", "$1");
	}

	@Test
	void theBestWeightsByValidationAreKeptAndNotTheLast() throws Exception {
		Path images = Files.createDirectory(this.folder.resolve("images"));
		RgbImage image = new Procedural().patch(48, new SplittableRandom(7));
		Files.write(images.resolve("one.png"), Formats.PNG.encode(image));
		// The rate is far too high, so that the linear start is the better the less it is
		// left.
		TrainingSettings settings = Micro.settings(this.folder, Map.of("validation.images", images.toString(),
				"validation.every", "1", "log-every", "1", "steps", "8", "warm-up", "6", "learning-rate", "3e-1"));
		List<Progress> progress = new ArrayList<>();
		TrainingResult result = training(settings, progress::add).run();
		double best = progress.stream().mapToDouble(Progress::validationPsnr).max().orElseThrow();
		assertThat(result.validationPsnr()).isEqualTo(best).isGreaterThan(progress.getLast().validationPsnr() + 0.01);
		assertThat(progress.get(result.step() - 1).validationPsnr()).isEqualTo(best);
		Map<String, Tensor> written = written(settings.output());
		assertThat(Validation.of(images, this.folder.resolve("none"), Micro.config(), 1)
			.score(this.folder, written)
			.psnr()).isCloseTo(best, within(1e-6));
		assertThat(settings.output().resolve("log.csv")).content().contains("validation_psnr,validation_ssim");
		assertThat(training(settings, progress::add).run()).isEqualTo(result);
		assertThat(values(written(settings.output()), "decoder.conv_in.weight"))
			.isEqualTo(values(written, "decoder.conv_in.weight"));
	}

	@Test
	void aValidationImageWithoutRoomForACellIsRefused() throws Exception {
		Path images = Files.createDirectory(this.folder.resolve("images"));
		Files.write(images.resolve("one.png"), Formats.PNG.encode(new Procedural().patch(7, new SplittableRandom(7))));
		assertThatExceptionOfType(TrainingException.class)
			.isThrownBy(() -> run(Micro.settings(this.folder, Map.of("validation.images", images.toString()))))
			.withMessage("validation.images has an image of 7 × 7 pixels; the model's ratio is 8");
	}

	@Test
	void refusesTheSnapshotOfARunWithOtherSettings() throws Exception {
		run(Micro.settings(this.folder, Map.of("steps", "1")));
		assertThatExceptionOfType(TrainingException.class)
			.isThrownBy(() -> run(Micro.settings(this.folder, Map.of("steps", "2"))))
			.withMessageContaining("other settings");
	}

	@Test
	void aFolderHasOneRunAtATime() throws Exception {
		TrainingSettings settings = Micro.settings(this.folder, Map.of("log-every", "1", "steps", "2"));
		training(settings,
				(progress) -> assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> run(settings))
					.withMessageStartingWith("Another run writes into " + settings.output()))
			.run();
		assertThat(settings.output().resolve("log.csv")).content().hasLineCount(3);
	}

	@Test
	void aCheckpointThatIsThereAlreadyIsLeftAsItIs() throws Exception {
		TrainingSettings first = Micro.settings(this.folder, Map.of("steps", "1"));
		run(first);
		Path output = first.output();
		Files.delete(output.resolve("snapshot.safetensors"));
		Map<String, byte[]> before = contents(output);
		for (TrainingSettings next : List.of(first,
				Micro.settings(this.folder, Map.of("steps", "1", "source", output.toString())))) {
			assertThatExceptionOfType(TrainingException.class).isThrownBy(() -> run(next))
				.withMessage("%s has a checkpoint already; choose another output".formatted(output));
			assertThat(contents(output)).containsAllEntriesOf(before);
		}
	}

	@Test
	void aConfigToStartFromMayLieWhereTheRunWrites() throws Exception {
		Path output = Files.createDirectory(this.folder.resolve("out"));
		Path config = Files.writeString(output.resolve("config.json"), Micro.JSON);
		run(Micro.settings(this.folder, Map.of("architecture", config.toString(), "steps", "1")));
		assertThat(written(output)).isNotEmpty();
	}

	/**
	 * The files of a folder by their names.
	 */
	private static Map<String, byte[]> contents(Path folder) throws Exception {
		Map<String, byte[]> contents = new HashMap<>();
		try (Stream<Path> files = Files.list(folder)) {
			for (Path file : files.toList()) {
				contents.put(file.getFileName().toString(), Files.readAllBytes(file));
			}
		}
		return contents;
	}

	@Test
	void aRunThatIsKilledAfterItsFirstValidationGoesOn() throws Exception {
		Path images = Files.createDirectory(this.folder.resolve("images"));
		Files.write(images.resolve("one.png"), Formats.PNG.encode(new Procedural().patch(32, new SplittableRandom(7))));
		TrainingSettings settings = Micro.settings(this.folder, Map.of("validation.images", images.toString(),
				"validation.every", "1", "log-every", "1", "steps", "2"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> training(settings, (progress) -> {
			throw new IllegalStateException("killed");
		}).run());
		assertThat(settings.output().resolve("config.json")).exists();
		assertThat(run(settings).getLast().step()).isEqualTo(2);
	}

	@Test
	void serviceAnswersWhatTheTrainerSaw() throws Exception {
		TrainingSettings settings = Micro.settings(this.folder, Map.of());
		run(settings);
		RgbImage image = new Procedural().patch(48, new SplittableRandom(7));
		Tensor pixels = Tensor.ofBytes(new Shape(48, 48, 3), image.pixels());
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(settings.output()));
				TrainableModel trainer = TrainableModel.load(this.folder, (DcAeConfig) checkpoint.config(),
						checkpoint::tensor, (name) -> true, Precision.FP32, 1)) {
			float[] expected = trainer.reconstruct(pixels.reshape(1, 48, 48, 3)).toFloats();
			Path archive = new ArchiveCache(this.folder).get(checkpoint.digest(),
					Compiler.of(checkpoint.config(), checkpoint::tensor, Precision.FP32));
			TorchRunner runner = TorchRunner.load(archive, checkpoint.config(), "cpu", 1);
			Tensor latent = runner.run(Operation.ENCODE_IMAGE, List.of(pixels)).getFirst().output();
			float[] actual = runner.run(Operation.DECODE, List.of(latent)).getFirst().output().toFloats();
			runner.close();
			assertThat(actual).hasSameSizeAs(expected).containsExactly(expected, within(1e-4f));
		}
	}

	@Test
	void scalingFactorIsOneOverTheRmsOfTheLatents() throws Exception {
		TrainingSettings settings = Micro.settings(this.folder, Map.of("steps", "2"));
		run(settings);
		ImageSource images = TrainingImages.source(settings);
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(settings.output()));
				TrainableModel trainer = TrainableModel.load(this.folder, (DcAeConfig) checkpoint.config(),
						checkpoint::tensor, (name) -> true, Precision.FP32, 1)) {
			SplittableRandom random = new SplittableRandom(99);
			double square = Stream.generate(() -> images.patch(32, random)).limit(400).flatMap((patch) -> {
				float[] latent = trainer.encode(Tensor.ofBytes(new Shape(1, 32, 32, 3), patch.pixels())).toFloats();
				return IntStream.range(0, latent.length).mapToObj((i) -> (double) latent[i]);
			}).mapToDouble((value) -> value * value).average().orElseThrow();
			assertThat(checkpoint.config().scaling().factor() * Math.sqrt(square)).isCloseTo(1, within(0.15));
		}
	}

	@ParameterizedTest
	@EnumSource(Phase.class)
	void phaseTrainsItsTensorsAndNoOthers(Phase phase) throws Exception {
		Path first = Files.createDirectory(this.folder.resolve("first"));
		TrainingSettings start = Micro.settings(first, Map.of("steps", "1", "linear-start", "false"));
		run(start);
		Map<String, Tensor> before = written(start.output());
		double scalingFactor = scalingFactor(start.output());
		TrainingSettings settings = Micro.settings(this.folder,
				Map.of("source", start.output().toString(), "phase", phase.name(), "steps", "3"));
		run(settings);
		Map<String, Tensor> after = written(settings.output());
		before.forEach((name, tensor) -> {
			boolean trained = switch (phase) {
				case FULL -> true;
				case DECODER_ONLY -> name.startsWith("decoder.");
				case REFINE_HEAD -> name.startsWith("decoder.up_blocks.1.") || name.startsWith("decoder.norm_out")
						|| name.startsWith("decoder.conv_out");
			};
			boolean statistic = name.contains("running_") || name.endsWith("num_batches_tracked");
			assertThat(Arrays.equals(values(after, name), tensor.toFloats())).as(name).isEqualTo(!trained || statistic);
		});
		if (phase != Phase.FULL) {
			assertThat(scalingFactor(settings.output())).isEqualTo(scalingFactor);
		}
	}

	private static double scalingFactor(Path folder) {
		try (Checkpoint checkpoint = Checkpoint.open(new CheckpointSource.Directory(folder))) {
			return checkpoint.config().scaling().factor();
		}
	}

	@Test
	void structuredTrainingNeverLooksAtChannelsThatItLeavesOff() throws Exception {
		String json = Micro.architecture(this.folder, Micro.STRUCTURED).toString();
		TrainingSettings settings = Micro.settings(this.folder, Map.of("architecture", json, "linear-start", "false",
				"channels[0].until", "1", "channels[0].keep", "2,4", "weight-decay", "0"));
		Map<String, Tensor> before = FreshCheckpoint.of(Micro.config(), settings.seed());
		run(settings);
		float[] was = values(before, "decoder.conv_in.weight");
		float[] is = values(written(settings.output()), "decoder.conv_in.weight");
		double[] moved = new double[8];
		for (int i = 0; i < is.length; i++) {
			moved[i / 9 % 8] = Math.max(moved[i / 9 % 8], Math.abs(is[i] - was[i]));
		}
		for (int channel = 0; channel < 8; channel++) {
			// The moving average rounds.
			assertThat(moved[channel] > 1e-6).as("channel %d", channel).isEqualTo(channel < 4);
		}
	}

	@Test
	void skipsWhatIsNotFiniteAndGivesUpAfterTenInARow() throws Exception {
		TrainingSettings start = Micro.settings(this.folder, Map.of("steps", "1"));
		run(start);
		Map<String, Tensor> tensors = written(start.output());
		Tensor weight = Objects.requireNonNull(tensors.get("encoder.conv_out.weight"));
		float[] broken = weight.toFloats();
		broken[0] = Float.NaN;
		tensors.put("encoder.conv_out.weight", Tensor.of(weight.shape(), broken));
		tensors.replaceAll(
				(name, tensor) -> name.endsWith("num_batches_tracked") ? Tensor.zeros(DType.I64, new Shape()) : tensor);
		CheckpointFolder.writeWeights(start.output(), tensors, DType.F32, "");
		Path other = Files.createDirectory(this.folder.resolve("broken"));
		assertThatExceptionOfType(TrainingException.class)
			.isThrownBy(() -> run(Micro.settings(other, Map.of("source", start.output().toString(), "steps", "50"))))
			.withMessageContaining("not finite in 10 steps in a row");
	}

	@Test
	void aFewNonFiniteBatchesAreCountedAndLeaveTheWeightsFinite() throws Exception {
		// Infinite where the first value of the image is below 0.
		Path lpips = DistanceArchive.write(this.folder.resolve("lpips.pt"), "Tensor",
				"torch.div(torch.mean(torch.abs(torch.sub(a, b))),"
						+ " torch.to(torch.ge(torch.select(torch.flatten(b, 0), 0, 0), 0.), 6))");
		TrainingSettings settings = Micro.settings(this.folder, Map.of("lpips", lpips.toString(), "loss.lpips", "1",
				"data.pixels", "1024", "steps", "12", "log-every", "1"));
		Progress progress = run(settings).getLast();
		assertThat(progress.skipped()).isBetween(1L, 11L);
		written(settings.output()).values().forEach((tensor) -> assertThat(tensor.isFinite()).isTrue());
		List<String> log = Files.readAllLines(settings.output().resolve("log.csv"));
		int columns = log.getFirst().split(",").length;
		assertThat(log).hasSize(13).allSatisfy((row) -> assertThat(row.split(",")).hasSize(columns));
		assertThat(log).filteredOn((row) -> row.split(",")[1].equals("NaN")).hasSize((int) progress.skipped());
		assertThat(log).noneMatch((row) -> row.split(",")[1].matches("0\\.0*"));
	}

	@Test
	void twoEqualLearningRatesAreOneThatStays() throws Exception {
		TrainingSettings settings = Micro.settings(this.folder,
				Map.of("learning-rate", "1e-6", "final-learning-rate", "1e-6", "log-every", "1"));
		run(settings);
		assertThat(Files.readAllLines(settings.output().resolve("log.csv")).stream().skip(3))
			.extracting((row) -> row.split(",")[3])
			.hasSize(4)
			.containsOnly("1.00000e-06");
	}

	@Test
	void aCriticHasAPartInTheLoss() throws Exception {
		Path plain = Files.createDirectory(this.folder.resolve("plain"));
		run(Micro.settings(plain, Map.of("steps", "4")));
		TrainingSettings settings = Micro.settings(this.folder, Map.of("steps", "4", "adversarial.weight", "0.5"));
		run(settings);
		assertThat(values(written(settings.output()), "decoder.conv_in.weight"))
			.isNotEqualTo(values(written(plain.resolve("out")), "decoder.conv_in.weight"));
		assertThat(written(settings.output()).keySet()).noneMatch((name) -> name.startsWith("critic"));
	}

	@Test
	void perceptualTermOfTheUsersFileIsPartOfTheLoss() throws Exception {
		Path lpips = DistanceArchive.write(this.folder.resolve("lpips.pt"), "Tensor",
				"torch.add(torch.mul(torch.mean(torch.abs(torch.sub(a, b))), 0.), 5.)");
		Path plain = Files.createDirectory(this.folder.resolve("plain"));
		double without = run(Micro.settings(plain, Map.of("steps", "1", "log-every", "1"))).getFirst().loss();
		double with = run(Micro.settings(this.folder,
				Map.of("steps", "1", "log-every", "1", "lpips", lpips.toString(), "loss.lpips", "2")))
			.getFirst()
			.loss();
		assertThat(with - without).isCloseTo(10, within(1e-3));
	}

	@Test
	void refusesSettingsThatDoNotFitTheModel() {
		assertThatExceptionOfType(TrainingException.class)
			.isThrownBy(() -> run(Micro.settings(this.folder, Map.of("data.sides", "20"))))
			.withMessageContaining("no multiple of the model's ratio, 8");
		assertThatExceptionOfType(TrainingException.class)
			.isThrownBy(
					() -> run(Micro.settings(this.folder, Map.of("channels[0].until", "1", "channels[0].keep", "4,9"))))
			.withMessageContaining("the latent has 8");
		assertThatExceptionOfType(TrainingException.class)
			.isThrownBy(() -> run(Micro.settings(this.folder,
					Map.of("lpips", this.folder.resolve("architecture.json").toString(), "loss.lpips", "1"))))
			.withMessageContaining("not a TorchScript file");
	}

}
