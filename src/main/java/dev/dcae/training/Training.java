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
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import ai.djl.training.tracker.Tracker;
import dev.dcae.checkpoint.CheckpointHub;
import dev.dcae.engine.Torch;
import dev.dcae.tensor.Tensor;
import dev.dcae.torchscript.TrainingArchive;
import dev.dcae.training.data.PatchBatches;
import dev.dcae.training.data.ImageSource;
import org.jspecify.annotations.Nullable;

/**
 * A training run. Every batch, and every choice of channels, depends on the seed and the
 * number of the step alone, so that a run resumed from its snapshot goes on as if it had
 * never stopped.
 */
public final class Training {

	/**
	 * Steps in a row without a finite loss, after which no finite one is to be expected.
	 */
	private static final int MAX_SKIPPED_STEPS = 10;

	/**
	 * Batches over which the latent's RMS is taken.
	 */
	private static final int SCALING_BATCHES = 32;

	private final TrainingSettings settings;

	private final Consumer<Progress> listener;

	private final ImageSource images;

	private final Start start;

	private final @Nullable Validation validation;

	private final CompletableFuture<Optional<Exception>> ended = new CompletableFuture<>();

	private volatile boolean stopping;

	private int step;

	private long skipped;

	private Validation.Best best = Validation.Best.NONE;

	private int skippedInARow;

	/**
	 * Reads the images and the checkpoint to start from.
	 * @param hub that the checkpoint comes from, asked for if it does
	 * @param listener hears of the progress
	 * @throws IOException if a file cannot be read
	 * @throws TrainingException if the settings do not fit each other
	 */
	public Training(TrainingSettings settings, Supplier<CheckpointHub> hub, Consumer<Progress> listener)
			throws IOException {
		this.settings = settings;
		this.listener = listener;
		this.images = TrainingImages.source(settings);
		this.start = Start.of(settings, this.images, hub);
		Path validated = settings.validation().images();
		this.validation = (validated != null)
				? Validation.of(validated, TrainingCurve.in(settings.output()), this.start.config(), threads()) : null;
		for (TrainingSettings.ChannelStage stage : settings.channels()) {
			if (stage.keep().isEmpty() || stage.keep().stream().anyMatch((k) -> k > channels())) {
				throw new TrainingException(
						"channels.keep is %s; the latent has %d".formatted(stage.keep(), channels()));
			}
		}
	}

	private int channels() {
		return this.start.config().latentChannels();
	}

	/**
	 * Tells whether a folder has the snapshot of a run.
	 */
	public static boolean isBegun(Path folder) {
		return Snapshot.exists(folder);
	}

	/**
	 * Has {@link #run()} return after the step that it is at, with a snapshot, and waits
	 * until it has. From another thread.
	 * @return why there is no snapshot, if the run failed in place of writing it
	 */
	public Optional<Exception> stop() {
		this.stopping = true;
		return this.ended.join();
	}

	/**
	 * Trains to the end, from the folder's snapshot where there is one, and writes the
	 * checkpoint.
	 * @throws TrainingException if another run writes the folder, if it has a checkpoint
	 * that is not of this run, or if the loss stays without a finite value
	 * @throws InterruptedException if the thread is interrupted; what is lost are the
	 * steps since the last snapshot
	 */
	public TrainingResult run() throws IOException, InterruptedException {
		try {
			TrainingResult result = runUntilStopped();
			this.ended.complete(Optional.empty());
			return result;
		}
		catch (Exception ex) {
			this.ended.complete(Optional.of(ex));
			throw ex;
		}
		finally {
			// An error, which is more than this run's.
			this.ended.complete(Optional.of(new TrainingException("The run broke off")));
		}
	}

	private TrainingResult runUntilStopped() throws IOException, InterruptedException {
		try (FileChannel _ = RunFolder.lock(this.settings.output())) {
			return runAlone();
		}
	}

	private TrainingResult runAlone() throws IOException, InterruptedException {
		int threads = threads();
		Torch.load(threads);
		Optional<Snapshot> snapshot = Snapshot.read(this.settings.output(), this.settings.toString());
		if (snapshot.isEmpty() && CheckpointFolder.isIn(this.settings.output(), this.settings.architecture())) {
			throw new TrainingException(
					"%s has a checkpoint already; choose another output".formatted(this.settings.output()));
		}
		this.step = snapshot.map(Snapshot::steps).orElse(0);
		this.skipped = snapshot.map(Snapshot::skipped).orElse(0L);
		this.best = snapshot.map(Snapshot::best).orElse(Validation.Best.NONE);
		try (TrainableModel model = TrainableModel.load(this.start.config(), (name) -> weight(name, snapshot),
				this.settings.phase().trains(this.start.config()), this.settings.precision(), threads); @Nullable
		PerceptualTerm perceptual = perceptual(); @Nullable
		Critic critic = (this.settings.adversarial().weight() > 0) ? Critic.load(this.settings, snapshot) : null;
				PatchBatches batches = new PatchBatches(this.images,
						TrainingImages.sizes(this.settings.data(), this.start.config().ratio()), this.settings.seed(),
						(long) this.step * this.settings.accumulate(), this.settings.data().threads())) {
			Optimizer optimizer = new Optimizer(this.settings.optimizer(), model.parameters(), model.manager(),
					this.settings, snapshot, 1);
			run(model, optimizer, new Judges(perceptual, critic), batches);
		}
		return new TrainingResult(this.step, this.skipped, (this.best.step() > 0) ? this.best.step() : this.step,
				this.best.score().psnr(), this.best.score().ssim());
	}

	/**
	 * The networks that have a part in the loss.
	 */
	private record Judges(@Nullable PerceptualTerm perceptual, @Nullable Critic critic) {

		NDArray total(NDManager manager, TrainableModel.Losses losses) {
			NDArray total = (this.perceptual != null) ? this.perceptual.addedTo(losses) : losses.total();
			return (this.critic != null) ? this.critic.addedTo(manager, total, losses) : total;
		}

		/**
		 * Everything that a resumed run needs.
		 */
		Map<String, NDArray> state(Optimizer optimizer) {
			Map<String, NDArray> state = new LinkedHashMap<>(optimizer.state());
			if (this.critic != null) {
				state.putAll(this.critic.state());
			}
			return state;
		}

	}

	private int threads() {
		return (this.settings.threads() > 0) ? this.settings.threads() : Runtime.getRuntime().availableProcessors();
	}

	private @Nullable PerceptualTerm perceptual() {
		return (this.settings.lpips() != null)
				? PerceptualTerm.load(this.settings.lpips(), this.settings.loss().lpips()) : null;
	}

	private Tensor weight(String name, Optional<Snapshot> snapshot) {
		Tensor started = this.start.tensors().get(name);
		if (started == null) {
			throw new IllegalArgumentException("No tensor " + name);
		}
		Tensor found = snapshot.map((saved) -> saved.tensors().get(Optimizer.PARAMETER + name)).orElse(started);
		return found.reshape(started.shape().sizes());
	}

	private void run(TrainableModel model, Optimizer optimizer, Judges judges, PatchBatches batches)
			throws IOException, InterruptedException {
		TrainingLog log = new TrainingLog(this.settings.output(), this.step, TrainingArchive.TERMS, model.parts());
		Averages averages = new Averages(model.parts().size());
		Validation.Score validated = Validation.Score.NONE;
		Tracker rate = learningRate();
		long saved = System.nanoTime();
		while (this.step < this.settings.steps() && !this.stopping) {
			averages.add(step(model, optimizer, judges, batches, rate.getNewValue(this.step)));
			this.step++;
			boolean last = this.step == this.settings.steps();
			if (this.validation != null && (last || this.step % this.settings.validation().every() == 0)) {
				if (!Snapshot.exists(this.settings.output())) {
					// By which the checkpoint is known for one of this run.
					save(optimizer, judges);
				}
				validated = validate(this.validation, tensors(optimizer));
			}
			if (last || this.step % this.settings.logEvery() == 0) {
				log.add(averages.row(this.step, this.skipped, validated));
				this.listener.accept(averages.progress(this.step, this.settings.steps(), this.skipped,
						model.parts().indexOf("encoder.conv_out"), validated));
				averages.clear();
				validated = Validation.Score.NONE;
			}
			if (System.nanoTime() - saved > this.settings.snapshotEvery().toNanos()) {
				save(optimizer, judges);
				saved = System.nanoTime();
			}
		}
		save(optimizer, judges);
		if (!log.rows().isEmpty()) {
			TrainingCurve.write(TrainingCurve.in(this.settings.output()), log.rows());
		}
	}

	/**
	 * Measures the averaged weights, and keeps the best as the checkpoint.
	 */
	private Validation.Score validate(Validation validation, Map<String, Tensor> tensors) throws IOException {
		Validation.Score score = validation.score(tensors);
		if (this.best.isBelow(score)) {
			this.best = new Validation.Best(this.step, score);
			writeCheckpoint(tensors);
		}
		return score;
	}

	private Tracker learningRate() {
		int warmUp = Math.min(this.settings.warmUp(), this.settings.steps() - 1);
		float rate = this.settings.learningRate();
		float last = this.settings.finalLearningRate();
		Tracker main = (rate == last) ? Tracker.fixed(rate)
				: Tracker.cosine()
					.setBaseValue(rate)
					.optFinalValue(last)
					.setMaxUpdates(this.settings.steps() - warmUp)
					.build();
		return Tracker.warmUp()
			.optWarmUpBeginValue(rate / (warmUp + 1))
			.optWarmUpSteps(warmUp)
			.setMainTracker(main)
			.build();
	}

	/**
	 * Makes a step, or skips it if the loss or a gradient is not finite.
	 */
	private StepResult step(TrainableModel model, Optimizer optimizer, Judges judges, PatchBatches batches, float rate)
			throws InterruptedException {
		StepResult result = StepResult.EMPTY;
		try (NDManager manager = model.manager().newSubManager()) {
			for (int i = 0; i < this.settings.accumulate(); i++) {
				long batch = (long) this.step * this.settings.accumulate() + i;
				Tensor pixels = batches.next().pixels();
				if (result.finite()) {
					result = result.plus(backward(model, judges, pixels, channels(batch)));
				}
			}
			float norm = result.finite() ? optimizer.gradientNorm(manager, this.settings.accumulate()) : Float.NaN;
			if (Float.isFinite(norm)) {
				optimizer.step(manager, rate, norm, this.settings.accumulate());
				this.skippedInARow = 0;
			}
			else {
				optimizer.forgetGradients();
				skip();
			}
			return result.with(rate, norm);
		}
	}

	private void skip() {
		this.skipped++;
		this.skippedInARow++;
		if (this.skippedInARow == MAX_SKIPPED_STEPS) {
			throw new TrainingException(
					"The loss was not finite in %d steps in a row, up to step %d; lower learning-rate, or check the images and the checkpoint"
						.formatted(MAX_SKIPPED_STEPS, this.step));
		}
	}

	private StepResult backward(TrainableModel model, Judges judges, Tensor pixels, int channels) {
		try (NDManager manager = model.manager().newSubManager();
				GradientCollector gradients = Engine.getInstance().newGradientCollector()) {
			TrainableModel.Losses losses = model.forward(manager, pixels, channels, this.settings.loss().terms());
			NDArray total = judges.total(manager, losses);
			StepResult result = new StepResult(1, total.getFloat(), losses.terms().toFloatArray(),
					losses.sizes().toFloatArray());
			if (result.finite()) {
				gradients.backward(total);
				if (judges.critic() != null) {
					judges.critic().learn(manager, gradients, losses);
				}
			}
			return result;
		}
	}

	/**
	 * The number of channels that a batch keeps.
	 */
	private int channels(long batch) {
		double done = (double) this.step / this.settings.steps();
		List<TrainingSettings.ChannelStage> stages = this.settings.channels();
		return stages.stream()
			.filter((stage) -> done < stage.until())
			.findFirst()
			.or(() -> stages.stream().reduce((a, b) -> b))
			.map((stage) -> stage.keep()
				.get(new SplittableRandom(this.settings.seed() * 31 + batch).nextInt(stage.keep().size())))
			.orElse(channels());
	}

	/**
	 * Writes the snapshot, and the checkpoint of the averaged weights unless the best are
	 * kept.
	 */
	private void save(Optimizer optimizer, Judges judges) throws IOException {
		Snapshot.write(this.settings.output(), this.settings.toString(), this.step, this.skipped, this.best,
				judges.state(optimizer));
		if (this.best.step() == 0) {
			writeCheckpoint(tensors(optimizer));
		}
	}

	/**
	 * The averaged weights, and what is not trained.
	 */
	private Map<String, Tensor> tensors(Optimizer optimizer) {
		Map<String, Tensor> tensors = new LinkedHashMap<>(this.start.tensors());
		optimizer.averages()
			.forEach((name, array) -> tensors.computeIfPresent(name,
					(key, started) -> TrainableModel.read(array).reshape(started.shape().sizes())));
		return tensors;
	}

	private void writeCheckpoint(Map<String, Tensor> tensors) throws IOException {
		CheckpointFolder.write(this.settings.output(), this.start.json(), scalingFactor(tensors), tensors,
				this.settings.dtype(), this.settings.note());
	}

	/**
	 * One over the RMS of the latents of the images; where the encoder is not trained,
	 * what it was.
	 */
	private double scalingFactor(Map<String, Tensor> tensors) {
		if (this.settings.phase() != Phase.FULL) {
			return this.start.config().scaling().factor();
		}
		double squares = 0;
		long values = 0;
		try (TrainableModel model = TrainableModel.frozen(this.start.config(), tensors, 1);
				PatchBatches batches = new PatchBatches(this.images,
						TrainingImages.sizes(this.settings.data(), this.start.config().ratio()), ~this.settings.seed(),
						0, 1)) {
			for (int i = 0; i < SCALING_BATCHES; i++) {
				for (float value : model.encode(batches.next().pixels()).toFloats()) {
					squares += value * value;
					values++;
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TrainingException("Interrupted while the checkpoint was written", ex);
		}
		return 1 / Math.sqrt(squares / values);
	}

}
