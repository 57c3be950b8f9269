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
package dev.dcae;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

import dev.dcae.checkpoint.hub.HubOptions;
import dev.dcae.ops.ModelSpec;
import dev.dcae.ops.PrecisionChoice;
import dev.dcae.serving.Batching;
import dev.dcae.serving.QueueBounds;
import dev.dcae.serving.WorkItem;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * The service's settings. What is said here of each stands in
 * {@code docs/configuration.md}, too. One that is not known stops the start; the
 * environment and system properties may have others, as of a Kubernetes service that is
 * called dcae.
 *
 * @param models the models that are served; the first is the default
 * @param cacheDir the folder where compiled archives are kept
 * @param cacheLimit the size that compiled archives are kept to: when another is written,
 * those that were used least recently are removed, but none of this process's models
 * @param cpu how the CPU is shared
 * @param gpu how a GPU is shared
 * @param batching how large a batch may become
 * @param queue how much may wait
 * @param limits on what one request may ask for
 * @param connections how long connections are kept
 * @param hub where {@code hf:} sources come from
 * @param quality what reconstructions are measured with
 * @param security who may use the service
 * @param cors which web pages may use the service
 * @param status how the service's status may be followed
 * @param metrics how much the metrics tell
 */
@Validated
@ConfigurationProperties(prefix = "dcae", ignoreUnknownFields = false)
public record DcaeProperties(@NotEmpty List<@Valid Model> models, @NotNull Path cacheDir,
		@NotNull @DefaultValue("8GB") DataSize cacheLimit, @Valid @DefaultValue Cpu cpu, @Valid @DefaultValue Gpu gpu,
		@NestedConfigurationProperty @DefaultValue Batching batching,
		@NestedConfigurationProperty @DefaultValue QueueBounds queue, @Valid @DefaultValue Limits limits,
		@Valid @DefaultValue Connections connections, @NestedConfigurationProperty @DefaultValue HubOptions hub,
		@Valid @DefaultValue Quality quality, @Valid @DefaultValue Security security, @Valid @DefaultValue Cors cors,
		@Valid @DefaultValue Status status, @Valid @DefaultValue Metrics metrics) {

	@AssertTrue(message = "the first model is the default and cannot have in-background")
	boolean isDefaultLoadedAtStart() {
		return this.models.isEmpty() || !this.models.getFirst().inBackground();
	}

	/**
	 * A model to serve.
	 *
	 * @param id what requests call the model: letters, digits, {@code .}, {@code _} and
	 * {@code -}. The first model is the default
	 * @param source the checkpoint: a directory, {@code classpath:} and a folder, or
	 * {@code hf:owner/name[@revision][/subfolder]}
	 * @param variant the weights to take of a checkpoint that has several, such as
	 * {@code fp16} of {@code diffusion_pytorch_model.fp16.safetensors}; if not given
	 * those without a variant, or the only ones
	 * @param dtype what the model computes in; auto is bfloat16 on a GPU, and on a CPU
	 * what {@code dcae.cpu.dtype} says; fp32, bf16 and fp16 are short forms
	 * @param devices the devices that run the model, such as {@code cpu}, {@code cuda:0}
	 * or the UUID of a GPU or a MIG device; auto is every GPU, or the CPU where there is
	 * none. A named device that is missing stops the start
	 * @param fp32Retry whether an item that overflows in half precision runs again in
	 * float32, for which a device opens a second copy of the weights, closed when none
	 * was needed for five minutes; if not, it is answered with 422
	 * @param latentsOf the id of the model, before it in the list, that a small copy such
	 * as TAESANA stands for, which cannot be read from its weights: the latents of both
	 * are then the same, and {@code preview=true} on decode chooses the copy
	 * @param inBackground whether the model is loaded when the service is ready already,
	 * after those before it in the list; until then a request for it is answered with
	 * 503. Not the first
	 * @param tiling how images that are too large for one piece are cut
	 */
	@ConfigurationPropertiesSource
	public record Model(@NotBlank @Pattern(regexp = "[A-Za-z0-9._-]+") String id, @NotBlank String source,
			@Nullable @Pattern(regexp = "[A-Za-z0-9_-]+") String variant, @DefaultValue("auto") PrecisionChoice dtype,
			@NotEmpty @DefaultValue("auto") List<String> devices, @DefaultValue("true") boolean fp32Retry,
			@Nullable @Pattern(regexp = "[A-Za-z0-9._-]+") String latentsOf,
			@DefaultValue("false") boolean inBackground, @Valid @DefaultValue Tiling tiling) {
	}

	/**
	 * The tiles, which overlap, that images too large for one piece are cut into.
	 *
	 * @param threshold the pixels of an image above which it is tiled without being
	 * asked; 2048² if not given
	 * @param tile the side of a tile, a multiple of the model's ratio; if not given 512,
	 * and of an AutoencoderKL its sample size
	 * @param stride the step from one tile to the next, a multiple of the ratio; if not
	 * given 7/8 of a tile, and of an AutoencoderKL 3/4, or the next multiple below
	 */
	public record Tiling(@Nullable @Min(1) Long threshold, @Nullable @Min(1) Integer tile,
			@Nullable @Min(1) Integer stride) {

		ModelSpec.Tiles tiles() {
			return new ModelSpec.Tiles(
					(this.threshold != null) ? OptionalLong.of(this.threshold) : OptionalLong.empty(),
					(this.tile != null) ? OptionalInt.of(this.tile) : OptionalInt.empty(),
					(this.stride != null) ? OptionalInt.of(this.stride) : OptionalInt.empty());
		}

	}

	/**
	 * The division of the CPU.
	 *
	 * @param lanes the workers on the CPU, each with an equal part of the cores, which
	 * share the weights; 0 is one for each core, at most 4
	 * @param dtype what models whose own dtype is auto compute in on a CPU; auto measures
	 * at the start, takes bfloat16 where that is at least 1.3 times as fast and float32
	 * elsewhere, and logs both times
	 */
	public record Cpu(@Min(0) @DefaultValue("0") int lanes, @DefaultValue("auto") PrecisionChoice dtype) {
	}

	/**
	 * The division of each GPU.
	 *
	 * @param lanes the workers on each GPU, which share the weights and take turns on it;
	 * with two, one puts its batch together and hands out answers while the other's runs,
	 * and the memory for activations is wanted twice
	 */
	public record Gpu(@Min(1) @DefaultValue("1") int lanes) {
	}

	/**
	 * The limits of one request.
	 *
	 * @param maxBody the largest body of a request, inflated
	 * @param maxPixels the most pixels of an image, in or out, and of all items of a
	 * request under {@code /v2} together
	 * @param maxSide the longest side of an image
	 * @param maxFiles the most parts of a multipart body
	 * @param maxInFlight the memory for the bodies and pixels of all requests together;
	 * half of the heap if not given
	 * @param maxUploads the most bodies that may be on their way at once from one caller
	 * with a key, and from one client by its address, which trusted proxies tell; beyond
	 * it they get 429. Proxies themselves have no such bound
	 * @param minRate the bytes a second below which, on the average after the first ten
	 * seconds, a body is ended with 408, and an answer with its connection; 0 for none
	 * @param requestTimeout the time that a request has that names none, the longest that
	 * one may name, the longest in which a body arrives, a tenth of that in which an
	 * answer is taken, and how long a shutdown waits for those that were accepted
	 */
	public record Limits(@NotNull @DefaultValue("64MB") DataSize maxBody,
			@Min(1) @Max(536_870_909) @DefaultValue("16777216") long maxPixels,
			@Min(1) @DefaultValue("16384") int maxSide, @Min(1) @DefaultValue("256") int maxFiles,
			@Nullable DataSize maxInFlight, @Min(1) @DefaultValue("256") int maxUploads,
			@NotNull @DefaultValue("1KB") DataSize minRate, @NotNull @DefaultValue("60s") Duration requestTimeout) {
	}

	/**
	 * The connections of clients.
	 *
	 * @param maxAge the age at which a connection ends with its next answer, which says
	 * {@code Connection: close}, or up to a quarter sooner by chance; 0 for none. Clients
	 * that keep theirs would never reach instances that were added since
	 * @param farewell how long a shutdown waits, before it closes the port, for
	 * connections on which nothing is asked to have one more answer, which is their last;
	 * at most {@code dcae.limits.request-timeout}
	 */
	public record Connections(@NotNull @DefaultValue("5m") Duration maxAge,
			@NotNull @DefaultValue("5s") Duration farewell) {
	}

	/**
	 * The measures of reconstructions beside MSE, PSNR and SSIM.
	 *
	 * @param lpips a TorchScript file of LPIPS, {@code forward(a, b)} of two float32
	 * tensors [1, 3, H, W] in [-1, 1]; reports then include it, except for images that
	 * would need more than a lane's part of the memory at 2 kB a pixel
	 */
	public record Quality(@Nullable Path lpips) {
	}

	/**
	 * The keys of the service.
	 *
	 * @param keys the keys of those who may; everybody may if there is none
	 */
	public record Security(@DefaultValue List<@Valid Key> keys) {
	}

	/**
	 * An API key. Its hash is checked where it is used, since what is not valid is shown
	 * at the start, and might be the key itself.
	 *
	 * @param name the name of whoever has the key, in logs: up to 64 letters, digits,
	 * {@code .}, {@code _} and {@code -}
	 * @param sha256 the SHA-256 of the key, in hexadecimal digits
	 * @param share the part of the queue, and of the memory for requests, that may be
	 * taken with the key; a request that is alone always may. Where requests of several
	 * keys wait, they have the devices' time in the ratio of their shares
	 * @param maxPriority the most urgent that requests with the key may be; what they
	 * claim beyond it counts as this
	 */
	@ConfigurationPropertiesSource
	public record Key(@NotNull @Pattern(regexp = "[A-Za-z0-9._-]{1,64}") String name, @NotNull String sha256,
			@DecimalMin(value = "0", inclusive = false) @DecimalMax("1") @DefaultValue("1") double share,
			@Min(0) @Max(WorkItem.MOST_URGENT) @DefaultValue("" + WorkItem.MOST_URGENT) int maxPriority) {
	}

	/**
	 * The web pages that may use the service.
	 *
	 * @param allowedOrigins the origins of other pages that may use the service, such as
	 * {@code https://app.example}, or {@code *} for all; none if not given. The service's
	 * own page needs none
	 * @param maxAge how long a browser may remember that a page was allowed to
	 */
	public record Cors(@DefaultValue List<@Pattern(regexp = "\\*|https?://[^/*?#\\s]+") String> allowedOrigins,
			@NotNull @DefaultValue("1h") Duration maxAge) {
	}

	/**
	 * The followers of the service's status.
	 *
	 * @param stream whether {@code /v1/status} may be followed as server-sent events, as
	 * the page at / does
	 * @param maxListeners the most clients that follow the status at once, half of them
	 * with the same key or from the same address
	 */
	public record Status(@DefaultValue("true") boolean stream, @Min(1) @DefaultValue("64") int maxListeners) {
	}

	/**
	 * The metrics.
	 *
	 * @param fineHistograms whether histograms have two to three times as many buckets,
	 * so that quantiles are told more exactly: with many models Prometheus has about
	 * twice as much to keep
	 */
	public record Metrics(@DefaultValue("false") boolean fineHistograms) {
	}

}
