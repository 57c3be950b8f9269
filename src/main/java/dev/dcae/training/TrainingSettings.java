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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import dev.dcae.model.Precision;
import dev.dcae.tensor.DType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.convert.ConversionService;

/**
 * The settings of a training run. The same settings and seed make the same run.
 *
 * @param output the folder for the checkpoint, the log, the curve and the snapshot
 * @param source the checkpoint to start from: a folder, {@code classpath:} and one, or
 * {@code hf:owner/name[@revision][/subfolder]}
 * @param architecture a {@code config.json} to start from scratch with, where there is no
 * source
 * @param linearStart whether to start from scratch as a linear block transform fitted to
 * the images
 * @param seed of everything random
 * @param threads of libtorch; 0 is one a core
 * @param precision that the network computes in; weights, gradients and losses are
 * float32
 * @param phase which tensors are trained
 * @param data the images
 * @param validation the images that nothing is trained on
 * @param optimizer what makes the steps
 * @param steps of it, all together
 * @param accumulate batches for a step
 * @param warmUp steps in which the learning rate rises from 0
 * @param learningRate after the warm-up
 * @param finalLearningRate at the end of the cosine, at most the other; if they are the
 * same, it stays
 * @param plainRate the share of the learning rate that the convolutions between stages
 * and at the ends get, which no norm follows
 * @param weightDecay decoupled from the gradients, not of norms and biases
 * @param clipNorm the largest norm of the gradients
 * @param ema how much of the average of the weights a step keeps
 * @param channels for structured latents: which numbers of channels are kept, as the run
 * goes on; all are kept if empty
 * @param loss what each term counts
 * @param adversarial a critic that the reconstructions are to convince
 * @param lpips a TorchScript file of a perceptual distance between two images [B, 3, H,
 * W] in [-1, 1]
 * @param dtype of the checkpoint that is written
 * @param note what the checkpoint says about itself
 * @param snapshotEvery the most that a kill can lose
 * @param logEvery steps
 */
public record TrainingSettings(@NotNull Path output, @Nullable String source, @Nullable Path architecture,
		@DefaultValue("true") boolean linearStart, @DefaultValue("1") long seed,
		@PositiveOrZero @DefaultValue("0") int threads, @NotNull @DefaultValue("float32") Precision precision,
		@NotNull @DefaultValue("full") Phase phase, @Valid @DefaultValue Data data,
		@Valid @DefaultValue Validated validation, @NotNull @DefaultValue("adamw") UpdateRule optimizer,
		@Positive @DefaultValue("5000") int steps, @Positive @DefaultValue("1") int accumulate,
		@PositiveOrZero @DefaultValue("200") int warmUp, @Positive @DefaultValue("2e-4") float learningRate,
		@DecimalMin("0") @DefaultValue("2e-6") float finalLearningRate,
		@DecimalMin("0") @DefaultValue("0.25") float plainRate,
		@DecimalMin("0") @DefaultValue("0.01") float weightDecay, @Positive @DefaultValue("1") float clipNorm,
		@DecimalMin("0") @DecimalMax("1") @DefaultValue("0.999") float ema,
		@DefaultValue List<@Valid ChannelStage> channels, @Valid @DefaultValue LossWeights loss,
		@Valid @DefaultValue Adversarial adversarial, @Nullable Path lpips,
		@NotNull @DefaultValue("float32") DType dtype, @NotNull @DefaultValue("") String note,
		@NotNull @DefaultValue("5m") Duration snapshotEvery, @Positive @DefaultValue("20") int logEvery) {

	/**
	 * Copies the list.
	 */
	public TrainingSettings {
		channels = List.copyOf(channels);
	}

	/**
	 * The conversions that binding these settings takes: Spring's, and every name of a
	 * type.
	 */
	public static ConversionService conversions() {
		ApplicationConversionService conversions = new ApplicationConversionService();
		conversions.addConverter(String.class, DType.class, DType::of);
		conversions.addConverter(String.class, Precision.class, Precision::of);
		return conversions;
	}

	@AssertTrue(message = "give either a source or an architecture")
	public boolean isStartKnown() {
		return (this.source == null) != (this.architecture == null);
	}

	@AssertTrue(message = "lpips has a weight but no file, or a file but no weight")
	public boolean isPerceptualTermWhole() {
		return (this.lpips == null) == (this.loss.lpips() == 0);
	}

	@AssertTrue(message = "final-learning-rate is more than learning-rate; give one that is less, or the same for a"
			+ " rate that stays")
	public boolean isRateNeverRising() {
		return this.learningRate <= 0 || this.finalLearningRate <= this.learningRate;
	}

	@AssertTrue(message = "precision is float32 or bfloat16: float16 would need its losses scaled")
	public boolean isPrecisionWideEnough() {
		return this.precision != Precision.FP16;
	}

	@AssertTrue(message = "the checkpoint is float32, float16 or bfloat16")
	public boolean isFloatType() {
		return this.dtype.isFloat();
	}

	/**
	 * A part of a run with structured latents: each batch keeps one of the numbers of
	 * channels, from the front.
	 *
	 * @param until what share of the steps the stage ends at
	 * @param keep the numbers of channels, drawn evenly
	 */
	public record ChannelStage(@DecimalMin("0") @DecimalMax("1") double until, @NotNull List<@Positive Integer> keep) {

		/**
		 * Copies the list.
		 */
		public ChannelStage {
			keep = List.copyOf(keep);
		}

	}

	/**
	 * The images.
	 *
	 * @param photos a folder of image files, which is searched with its folders; none if
	 * absent
	 * @param photoShare how many of the patches come from it; the rest is drawn
	 * @param colours whether colours of photographs are changed at random
	 * @param sides of the patches, in pixels, drawn evenly
	 * @param pixels of a batch
	 * @param threads that make patches
	 */
	public record Data(@Nullable Path photos, @DecimalMin("0") @DecimalMax("1") @DefaultValue("0.8") double photoShare,
			@DefaultValue("true") boolean colours, @NotNull @DefaultValue( {
					"64", "128", "192" }) List<@Min(16) @Max(4096) Integer> sides,
			@Positive @DefaultValue("131072") long pixels, @Positive @DefaultValue("1") int threads){

		/**
		 * Copies the list.
		 */
		public Data {
			sides = List.copyOf(sides);
		}

	}

	/**
	 * The images that tell how good the averaged weights are. The checkpoint that is
	 * written is then the best of those measured, by PSNR, not the last.
	 *
	 * @param images a folder of image files, which is searched with its folders; nothing
	 * is measured if absent
	 * @param every how many steps they are measured after, and at the end
	 */
	public record Validated(@Nullable Path images, @Positive @DefaultValue("500") int every) {
	}

	/**
	 * A small network that learns to tell images from reconstructions while these are
	 * trained, for the phase {@code refine-head}.
	 *
	 * @param weight of what it is not convinced of in the loss; 0 is no such network
	 * @param learningRate of it, all along
	 */
	public record Adversarial(@DecimalMin("0") @DefaultValue("0") float weight,
			@Positive @DefaultValue("1e-4") float learningRate) {
	}

}
