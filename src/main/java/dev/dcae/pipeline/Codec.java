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
package dev.dcae.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import dev.dcae.image.RgbImage;
import dev.dcae.image.rows.CroppedRows;
import dev.dcae.image.rows.RowSource;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Operation;
import dev.dcae.pipeline.tiles.TileGrid;
import dev.dcae.pipeline.tiles.TiledCodec;
import dev.dcae.pipeline.tiles.TilesOfTensor;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.ServedModels;
import dev.dcae.serving.ServingException;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Encode, decode and reconstruct: from pixels to latents and back through the scheduler.
 * Each step reserves the heap that it is going to take, so that no caller can forget it.
 */
public final class Codec {

	private final ModelChoice models;

	private final Scheduler scheduler;

	private final ImagePool pool;

	private final long maxPixels;

	/**
	 * A codec over a running scheduler.
	 * @param models that it serves
	 * @param pool that fits images to a model
	 * @param maxPixels of one image, in or out
	 */
	public Codec(ServedModels models, Scheduler scheduler, ImagePool pool, long maxPixels) {
		this.models = new ModelChoice(models);
		this.scheduler = scheduler;
		this.pool = pool;
		this.maxPixels = maxPixels;
	}

	/**
	 * A model by its id, or the default one.
	 * @throws RequestException.UnknownModel if it is not served
	 * @throws ServingException.NotReady if it soon will be
	 */
	public Autoencoder model(Call call, Optional<String> id) {
		return noted(call, this.models.byId(id));
	}

	/**
	 * The model that a latent is for: the one that was asked for, else its own where that
	 * is served, else one with the same encoder, else the default.
	 * @param preview true for a small copy of that model, where one is served
	 * @throws RequestException.UnknownModel if it is not served
	 */
	public Autoencoder modelFor(Call call, Latent latent, Optional<String> asked, boolean preview) {
		Autoencoder model = this.models.of(latent, asked);
		return noted(call, preview ? this.models.copyOf(model).orElse(model) : model);
	}

	/**
	 * The model that a latent is for, likewise.
	 * @throws RequestException.UnknownModel if it is not served
	 */
	public Autoencoder modelFor(Call call, Latent latent, Optional<String> asked) {
		return modelFor(call, latent, asked, false);
	}

	private static Autoencoder noted(Call call, Autoencoder model) {
		call.timeline().model(model.id());
		return model;
	}

	/**
	 * The latent that encoding an image of a size leads to.
	 * @param scaled true if it is going to be scaled
	 * @throws RequestException if the size does not suit the model
	 */
	public Geometry geometry(Autoencoder model, int width, int height, Fit fit, boolean scaled) {
		Fit.Size size = fit.size(width, height, model.multiple(scaled));
		requirePixels(size.width(), size.height());
		boolean padded = fit == Fit.PAD;
		return new Geometry(model.config().latentShape(size.height(), size.width()), padded ? width : size.width(),
				padded ? height : size.height());
	}

	/**
	 * The image that decoding its latent is meant to give back: cropped or resized, but
	 * not padded.
	 * @throws RequestException if the image does not suit the model
	 */
	RgbImage fitted(Call call, Autoencoder model, RgbImage image, Fit fit) {
		return (fit == Fit.PAD) ? image : fit(call, image, fit, model.multiple(false)).image();
	}

	/**
	 * Encodes an image.
	 * @return its latent of shape {@code [1, c, h, w]}, or what its scaling makes of
	 * that, float32, with all that it knows about itself
	 * @throws RequestException if the image, its result, the seed or the scaling does not
	 * suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Result<Latent> encode(Call call, EncodeRequest request) {
		Autoencoder model = request.model();
		OptionalLong seed = request.seed();
		requireSamples(model, seed);
		requireScaling(model, request.scaled());
		Fit.Fitted fitted = fit(call, request.image(), request.fit(), model.multiple(request.scaled()));
		RgbImage image = fitted.image();
		Shape latent = model.config().latentShape(image.height(), image.width());
		call.memory().reserve(MemoryCost.latent(latent, seed.isPresent()));
		RequestWork work = new RequestWork(this.scheduler, call);
		Operation operation = seed.isPresent() ? Operation.ENCODE_IMAGE_MOMENTS : Operation.ENCODE_IMAGE;
		Tensor encoded = encode(work, model, image, operation, request.tile());
		Tensor values = seed.isPresent() ? new Posterior(encoded).sample(seed.getAsLong()) : model.ofNetwork(encoded);
		if (request.scaled()) {
			values = model.scaling().apply(values);
		}
		return work.result(new Latent(values.reshape(values.shape().prepend(1).sizes()), Optional.of(model.id()),
				model.encoder(), OptionalInt.of(fitted.width()), OptionalInt.of(fitted.height()), request.scaled()));
	}

	/**
	 * Finds the distribution of an image's latent: of each value the mean, then the
	 * logarithms of the variances.
	 * @return float32 {@code [1, 2c, h, w]}, not scaled
	 * @throws RequestException if the image does not suit the model, or the model finds
	 * no distributions
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Result<Latent> encodeMoments(Call call, EncodeRequest request) {
		Autoencoder model = request.model();
		requireSamples(model, OptionalLong.of(0));
		Fit.Fitted fitted = fit(call, request.image(), request.fit(), model.multiple(false));
		RgbImage image = fitted.image();
		call.memory().reserve(2 * MemoryCost.latents(model.config().latentShape(image.height(), image.width())));
		RequestWork work = new RequestWork(this.scheduler, call);
		Tensor moments = encode(work, model, image, Operation.ENCODE_IMAGE_MOMENTS, request.tile());
		return work.result(new Latent(moments.reshape(moments.shape().prepend(1).sizes()), Optional.of(model.id()),
				model.encoder(), OptionalInt.of(fitted.width()), OptionalInt.of(fitted.height()), false));
	}

	/**
	 * Decodes a latent.
	 * @throws RequestException if the latent does not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Result<RgbImage> decode(Call call, DecodeRequest request) {
		Autoencoder model = request.model();
		Latent latent = request.latent();
		Shape shape = shape(model, latent);
		int ratio = model.config().ratio();
		long height = shape.size(1) * ratio;
		long width = shape.size(2) * ratio;
		int croppedWidth = LatentRules.crop("width", latent.width(), width);
		int croppedHeight = LatentRules.crop("height", latent.height(), height);
		call.memory().reserve(MemoryCost.decoding(model, shape, WhenToTile.NEVER));
		Tensor values = values(model, latent, request.force());
		RequestWork work = new RequestWork(this.scheduler, call);
		return work.result(decode(work, model, model.toNetwork(values), croppedWidth, croppedHeight, request.tile()));
	}

	/**
	 * Checks a latent before others of its batch cost device time.
	 * @return the latent
	 * @throws RequestException if it does not suit the model
	 */
	public Latent checked(Autoencoder model, Latent latent, boolean force) {
		Shape shape = shape(model, latent);
		LatentRules.crop("width", latent.width(), shape.size(2) * model.config().ratio());
		LatentRules.crop("height", latent.height(), shape.size(1) * model.config().ratio());
		LatentRules.check(model, latent, this.models, force);
		return latent;
	}

	/**
	 * Encodes images of floats.
	 * @return float32 [c, h, w] each, not scaled, in the order of the images
	 * @throws RequestException if the images or their results do not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish
	 * them
	 */
	public Result<List<Tensor>> encodeFloats(Call call, EncodeFloatsRequest request) {
		Autoencoder model = request.model();
		List<Tensor> images = request.images();
		images.forEach((image) -> FloatRules.check(model, image));
		int height = (int) images.getFirst().shape().size(1);
		int width = (int) images.getFirst().shape().size(2);
		requirePixels(width, height);
		call.memory().reserve(images.size() * MemoryCost.latents(model.config().latentShape(height, width)));
		TileGrid grid = new TileGrid(model.tiling(), width, height);
		RequestWork work = new RequestWork(this.scheduler, call);
		List<Tensor> made = Pieces.of(model, Operation.ENCODE, grid, WhenToTile.AUTO)
			.run(work, grid, () -> work.runAll(model, Operation.ENCODE, images), () -> images.stream()
				.map((image) -> TiledCodec.encode(model, grid, Operation.ENCODE, new TilesOfTensor(image, 1), work))
				.toList());
		return work.result(made.stream().map(model::ofNetwork).toList());
	}

	/**
	 * Decodes latents to floats.
	 * @return float32 [3, H, W] each, about [-1, 1], not clamped unless the model's own
	 * decoder does, not cropped, in the order of the latents
	 * @throws RequestException if the latents do not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish
	 * them
	 */
	public Result<List<Tensor>> decodeFloats(Call call, DecodeFloatsRequest request) {
		Autoencoder model = request.model();
		Shape shape = shape(model, request.latents().getFirst());
		call.memory().reserve(request.latents().size() * MemoryCost.floats(model, shape));
		List<Tensor> latents = request.latents()
			.stream()
			.map((latent) -> model.toNetwork(values(model, latent, request.force())))
			.toList();
		int ratio = model.config().ratio();
		TileGrid grid = new TileGrid(model.tiling(), (int) shape.size(2) * ratio, (int) shape.size(1) * ratio);
		RequestWork work = new RequestWork(this.scheduler, call);
		List<Tensor> images = Pieces.of(model, Operation.DECODE, grid, request.tile())
			.run(work, grid, () -> work.runAll(model, Operation.DECODE, latents),
					() -> latents.stream().map((latent) -> TiledCodec.decode(model, grid, latent, work)).toList());
		return work.result(model.config().clampsImages() ? images.stream().map(Codec::clamped).toList() : images);
	}

	/**
	 * An image in [-1, 1].
	 */
	private static Tensor clamped(Tensor image) {
		float[] values = image.toFloats();
		for (int i = 0; i < values.length; i++) {
			values[i] = Math.clamp(values[i], -1f, 1f);
		}
		return Tensor.of(image.shape(), values);
	}

	/**
	 * A latent as the decoder takes it: {@code [1, c, h, w]} with all channels, float32,
	 * not scaled. Decoding it gives exactly what decoding the original gives.
	 * @param force true to take it even if it says that another encoder made it
	 * @throws RequestException if the latent does not suit the model
	 */
	Latent plain(Call call, Autoencoder model, Latent latent, boolean force) {
		call.memory().reserve(MemoryCost.latents(shape(model, latent)));
		Tensor values = values(model, latent, force);
		return new Latent(values.reshape(values.shape().prepend(1).sizes()), Optional.of(model.id()), model.encoder(),
				latent.width(), latent.height(), false);
	}

	/**
	 * The shape {@code [c, h, w]} that a latent has for the decoder: with all channels,
	 * and not scaled.
	 * @throws RequestException if it does not suit the model
	 */
	public Shape shape(Autoencoder model, Latent latent) {
		Shape shape = LatentRules.shape(model, latent);
		int ratio = model.config().ratio();
		requirePixels(shape.size(2) * ratio, shape.size(1) * ratio);
		return new Shape(model.config().latentChannels(), shape.size(1), shape.size(2));
	}

	private Tensor values(Autoencoder model, Latent latent, boolean force) {
		Tensor values = LatentRules.check(model, latent, this.models, force);
		requireScaling(model, latent.scaled());
		if (latent.scaled()) {
			values = model.scaling().undo(values);
		}
		// Only now: it is of what the encoder makes that the channels left off are zero.
		return Channels.complete(values, model.config().latentChannels());
	}

	/**
	 * Encodes an image and decodes its latent, to the same size.
	 * @throws RequestException if the image does not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Result<RgbImage> reconstruct(Call call, ReconstructRequest request) {
		Autoencoder model = request.model();
		EncodeRequest encode = new EncodeRequest(model, request.image(), request.fit(), false, OptionalLong.empty(),
				request.tile());
		return encode(call, encode).then((latent) -> decode(call,
				new DecodeRequest(model, request.channels().of(latent), false, request.tile())));
	}

	private Fit.Fitted fit(Call call, RgbImage image, Fit fit, int multiple) {
		Fit.Size size = fit.size(image.width(), image.height(), multiple);
		requirePixels(size.width(), size.height());
		if (size.width() == image.width() && size.height() == image.height()) {
			return new Fit.Fitted(image, image.width(), image.height());
		}
		call.memory().reserve(MemoryCost.keeping(size.width(), size.height()));
		return call.timeline().time(Phase.PARSE, () -> this.pool.run(call, image, () -> fit.apply(image, multiple)));
	}

	private static void requireSamples(Autoencoder model, OptionalLong seed) {
		if (seed.isPresent() && !model.config().samples()) {
			throw new RequestException.NothingToSample(
					"%s encodes an image to one latent, not to a distribution to sample from; leave sample and seed out"
						.formatted(model.id()));
		}
	}

	private static void requireScaling(Autoencoder model, boolean scaled) {
		if (scaled && !model.scaling().known()) {
			throw new RequestException.UnknownScaling(model.id());
		}
	}

	private static Tensor encode(RequestWork work, Autoencoder model, RgbImage image, Operation operation,
			WhenToTile tile) {
		TileGrid grid = new TileGrid(model.tiling(), image.width(), image.height());
		Tensor pixels = Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels());
		return Pieces.of(model, operation, grid, tile)
			.run(work, grid, () -> work.run(model, operation, pixels),
					() -> TiledCodec.encode(model, grid, operation, RowSource.of(image), work));
	}

	private static RgbImage decode(RequestWork work, Autoencoder model, Tensor latent, int width, int height,
			WhenToTile tile) {
		int ratio = model.config().ratio();
		int wholeWidth = (int) latent.shape().size(2) * ratio;
		int wholeHeight = (int) latent.shape().size(1) * ratio;
		TileGrid grid = new TileGrid(model.tiling(), wholeWidth, wholeHeight);
		return Pieces.of(model, Operation.DECODE_IMAGE, grid, tile).run(work, grid, () -> {
			Tensor pixels = work.run(model, Operation.DECODE_IMAGE, latent);
			RgbImage whole = new RgbImage(wholeWidth, wholeHeight, pixels.toBytes());
			return work.call().timeline().time(Phase.ENCODE, () -> whole.crop(0, 0, width, height));
		}, () -> {
			PixelRows pixels = new PixelRows(width, height);
			TiledCodec.decode(model, grid, latent, new CroppedRows(pixels, wholeWidth, width, height), work);
			return pixels.image();
		});
	}

	private void requirePixels(long width, long height) {
		if (width > this.maxPixels / Math.max(1, height)) {
			throw new RequestException.TooManyPixels("%d × %d pixels are more than the %d that this service takes"
				.formatted(width, height, this.maxPixels));
		}
	}

}
