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
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

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

	private final TrainingSettings settings;

	private final Consumer<Progress> listener;

	private final ImageSource images;

	private final Start start;

	private final @Nullable Validation validation;

	private final CompletableFuture<Optional<Exception>> ended = new CompletableFuture<>();

	private volatile boolean stopping;

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
		int made = snapshot.map(Snapshot::steps).orElse(0);
		RunCheckpoint kept = new RunCheckpoint(this.settings, this.start, this.images,
				snapshot.map(Snapshot::best).orElse(Validation.Best.NONE));
		try (TrainableModel model = TrainableModel.load(this.settings.output(), this.start.config(),
				(name) -> weight(name, snapshot), this.settings.phase().trains(this.start.config()),
				this.settings.precision(), threads); @Nullable
		PerceptualTerm perceptual = perceptual(); @Nullable
		Critic critic = (this.settings.adversarial().weight() > 0) ? Critic.load(this.settings, snapshot) : null;
				PatchBatches batches = new PatchBatches(this.images,
						TrainingImages.sizes(this.settings.data(), this.start.config().ratio()), this.settings.seed(),
						(long) made * this.settings.accumulate(), this.settings.data().threads())) {
			Optimizer optimizer = new Optimizer(this.settings.optimizer(), model.parameters(), model.manager(),
					this.settings, snapshot, 1);
			TrainingSteps steps = new TrainingSteps(this.settings, model, optimizer,
					new TrainingSteps.Judges(perceptual, critic), batches, made,
					snapshot.map(Snapshot::skipped).orElse(0L));
			run(steps, kept, model.parts());
			Validation.Best best = kept.best();
			return new TrainingResult(steps.made(), steps.skipped(), (best.step() > 0) ? best.step() : steps.made(),
					best.score().psnr(), best.score().ssim());
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

	private void run(TrainingSteps steps, RunCheckpoint kept, List<String> parts)
			throws IOException, InterruptedException {
		TrainingLog log = new TrainingLog(this.settings.output(), steps.made(), TrainingArchive.TERMS, parts);
		Averages averages = new Averages(parts.size());
		Validation.Score validated = Validation.Score.NONE;
		long saved = System.nanoTime();
		while (steps.made() < this.settings.steps() && !this.stopping) {
			averages.add(steps.next());
			int step = steps.made();
			boolean last = step == this.settings.steps();
			if (this.validation != null && (last || step % this.settings.validation().every() == 0)) {
				validated = kept.validate(this.validation, steps);
			}
			if (last || step % this.settings.logEvery() == 0) {
				log.add(averages.row(step, steps.skipped(), validated));
				this.listener.accept(averages.progress(step, this.settings.steps(), steps.skipped(),
						parts.indexOf("encoder.conv_out"), validated));
				averages.clear();
				validated = Validation.Score.NONE;
			}
			if (System.nanoTime() - saved > this.settings.snapshotEvery().toNanos()) {
				kept.save(steps);
				saved = System.nanoTime();
			}
		}
		kept.save(steps);
		if (!log.rows().isEmpty()) {
			TrainingCurve.write(TrainingCurve.in(this.settings.output()), log.rows());
		}
	}

}
