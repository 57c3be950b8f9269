package dev.dcae.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

import dev.dcae.image.RgbImage;
import dev.dcae.image.rows.CroppedRows;
import dev.dcae.image.rows.RowSource;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Autoencoders;
import dev.dcae.model.Operation;
import dev.dcae.serving.Scheduler;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Encode, decode and reconstruct: from pixels to latents and back through the scheduler.
 */
public final class Codec {

	private final Autoencoders models;

	private final Scheduler scheduler;

	private final ImagePool pool;

	private final long maxPixels;

	/**
	 * A codec over a running scheduler.
	 * @param models that it serves
	 * @param pool where images are fitted to a model
	 * @param maxPixels of one image, in or out
	 */
	public Codec(Autoencoders models, Scheduler scheduler, ImagePool pool, long maxPixels) {
		this.models = models;
		this.scheduler = scheduler;
		this.pool = pool;
		this.maxPixels = maxPixels;
	}

	/**
	 * A model by its id, or the default one.
	 * @throws RequestException.UnknownModel if it is not served
	 */
	public Autoencoder model(Optional<String> id) {
		return noted((id.isPresent() ? this.models.find(id.get()) : this.models.first())
			.orElseThrow(() -> new RequestException.UnknownModel(id.orElse(""),
					this.models.all().stream().map(Autoencoder::id).toList())));
	}

	/**
	 * The model that a latent is for: the one that was asked for, else its own where that
	 * is served, else one with the same encoder, else the default.
	 * @throws RequestException.UnknownModel if it is not served
	 */
	public Autoencoder modelFor(Latent latent, Optional<String> asked) {
		if (asked.isPresent()) {
			return model(asked);
		}
		return latent.model()
			.flatMap(this.models::find)
			.or(() -> latent.encoder().flatMap(this::withEncoder))
			.map(Codec::noted)
			.orElseGet(() -> model(Optional.empty()));
	}

	private static Autoencoder noted(Autoencoder model) {
		Journal.current().ifPresent((journal) -> journal.model(model.id()));
		return model;
	}

	private Optional<Autoencoder> withEncoder(String digest) {
		return this.models.all().stream().filter((model) -> model.encoderDigest().equals(digest)).findFirst();
	}

	/**
	 * The digest of the encoder that made a latent: its word, else that of the model it
	 * names.
	 */
	private Optional<String> encoderOf(Latent latent) {
		return latent.encoder().or(() -> latent.model().flatMap(this.models::find).map(Autoencoder::encoderDigest));
	}

	/**
	 * What encoding an image of a size leads to.
	 * @throws RequestException if the size does not suit the model
	 */
	public Geometry geometry(Autoencoder model, int width, int height, Fit fit) {
		Fit.Size size = fit.size(width, height, model.config().ratio());
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
	public RgbImage fitted(Autoencoder model, RgbImage image, Fit fit, Phases phases) {
		return (fit == Fit.PAD) ? image : fit(model, image, fit, phases).image();
	}

	/**
	 * Encodes an image.
	 * @param fit what to do if its sides are not multiples of the model's ratio
	 * @param scaled whether to scale the latent as the model's diffusion pipelines do
	 * @param seed of a sample of the latent's distribution; without one its mean is taken
	 * @throws RequestException if the image, its result or the seed does not suit the
	 * model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Encoded encode(Autoencoder model, RgbImage image, Fit fit, boolean scaled, OptionalLong seed,
			WhenToTile tile, Urgency urgency, Phases phases) {
		requireSamples(model, seed);
		Fit.Fitted fitted = fit(model, image, fit, phases);
		RequestWork work = new RequestWork(this.scheduler, urgency, phases);
		Operation operation = seed.isPresent() ? Operation.ENCODE_IMAGE_MOMENTS : Operation.ENCODE_IMAGE;
		Tensor encoded = encode(model, fitted.image(), operation, tile, work);
		Tensor values = seed.isPresent() ? new Posterior(encoded).sample(seed.getAsLong()) : encoded;
		if (scaled) {
			values = model.config().scaling().apply(values);
		}
		Latent latent = new Latent(values.reshape(values.shape().prepend(1).sizes()), Optional.of(model.id()),
				Optional.of(model.encoderDigest()), OptionalInt.of(fitted.width()), OptionalInt.of(fitted.height()),
				scaled);
		return new Encoded(latent, work.isRetriedInFp32(), work.isTiled());
	}

	/**
	 * Decodes a latent.
	 * @param force whether to decode it even if it says that another encoder made it
	 * @throws RequestException if the latent does not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Decoded decode(Autoencoder model, Latent latent, boolean force, WhenToTile tile, Urgency urgency,
			Phases phases) {
		Tensor values = values(model, latent, force);
		Shape shape = values.shape();
		int ratio = model.config().ratio();
		long height = shape.size(1) * ratio;
		long width = shape.size(2) * ratio;
		requirePixels(width, height);
		OptionalInt wantedWidth = latent.width();
		OptionalInt wantedHeight = latent.height();
		int croppedWidth = LatentRules.crop("width", wantedWidth, width);
		int croppedHeight = LatentRules.crop("height", wantedHeight, height);
		RequestWork work = new RequestWork(this.scheduler, urgency, phases);
		RgbImage image = decode(model, values, croppedWidth, croppedHeight, tile, work, phases);
		return new Decoded(image, work.isRetriedInFp32(), work.isTiled());
	}

	/**
	 * Encodes pictures that are floats already, in one batch where it fits.
	 * @param images float32 [3, H, W] in [-1, 1] each, of one size, whose sides are
	 * multiples of the model's ratio
	 * @return float32 [c, h, w] each, not scaled
	 * @throws RequestException if the pictures or their results do not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish
	 * them
	 */
	public Transformed encodeFloats(Autoencoder model, List<Tensor> images, WhenToTile tile, Urgency urgency,
			Phases phases) {
		images.forEach((image) -> FloatRules.check(model, image));
		Shape shape = images.getFirst().shape();
		requirePixels(shape.size(2), shape.size(1));
		TileGrid grid = new TileGrid(model.tiling(), (int) shape.size(2), (int) shape.size(1));
		RequestWork work = new RequestWork(this.scheduler, urgency, phases);
		List<Tensor> latents = Pieces.of(model, Operation.ENCODE, grid, tile)
			.run(work, () -> work.runAll(model, Operation.ENCODE, images), () -> images.stream()
				.map((image) -> TiledCodec.encode(model, grid, Operation.ENCODE, new TilesOfTensor(image, 1), work))
				.toList());
		return new Transformed(latents, work.isRetriedInFp32(), work.isTiled());
	}

	/**
	 * Decodes latents to floats, in one batch where it fits.
	 * @param latents of one shape
	 * @return float32 [3, H, W] each, about [-1, 1], not clamped, not cropped
	 * @throws RequestException if the latents do not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish
	 * them
	 */
	public Transformed decodeFloats(Autoencoder model, List<Latent> latents, WhenToTile tile, Urgency urgency,
			Phases phases) {
		List<Tensor> inputs = latents.stream().map((latent) -> values(model, latent, false)).toList();
		Shape shape = inputs.getFirst().shape();
		long height = shape.size(1) * model.config().ratio();
		long width = shape.size(2) * model.config().ratio();
		requirePixels(width, height);
		TileGrid grid = new TileGrid(model.tiling(), (int) width, (int) height);
		RequestWork work = new RequestWork(this.scheduler, urgency, phases);
		List<Tensor> images = Pieces.of(model, Operation.DECODE, grid, tile)
			.run(work, () -> work.runAll(model, Operation.DECODE, inputs),
					() -> inputs.stream().map((latent) -> TiledCodec.decode(model, grid, latent, work)).toList());
		return new Transformed(images, work.isRetriedInFp32(), work.isTiled());
	}

	/**
	 * A latent as the decoder takes it: {@code [1, c, h, w]} with all channels, float32,
	 * not scaled. Decoding it gives exactly what decoding the original gives.
	 * @param force whether to take it even if it says that another encoder made it
	 * @throws RequestException if the latent does not suit the model
	 */
	public Latent plain(Autoencoder model, Latent latent, boolean force) {
		Tensor values = values(model, latent, force);
		return new Latent(values.reshape(values.shape().prepend(1).sizes()), Optional.of(model.id()),
				Optional.of(model.encoderDigest()), latent.width(), latent.height(), false);
	}

	private Tensor values(Autoencoder model, Latent latent, boolean force) {
		Tensor values = LatentRules.check(model, latent, encoderOf(latent), force);
		if (latent.scaled()) {
			values = model.config().scaling().undo(values);
		}
		// Only now: it is of what the encoder makes that the channels left off are zero.
		return Channels.complete(values, model.config().latentChannels());
	}

	/**
	 * Encodes an image and decodes its latent, to the same size.
	 * @param fit what to do if its sides are not multiples of the model's ratio
	 * @param channels of the latent that are kept between the two
	 * @throws RequestException if the image does not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Decoded reconstruct(Autoencoder model, RgbImage image, Fit fit, Channels channels, WhenToTile tile,
			Urgency urgency, Phases phases) {
		Encoded encoded = encode(model, image, fit, false, OptionalLong.empty(), tile, urgency, phases);
		Decoded decoded = decode(model, channels.of(encoded.latent()), false, tile, urgency, phases);
		return new Decoded(decoded.image(), encoded.retriedInFp32() || decoded.retriedInFp32(),
				encoded.tiled() || decoded.tiled());
	}

	/**
	 * The heap that tiles take beside the pixels of their image; none if it goes in one
	 * piece.
	 * @param width of the image, in pixels
	 * @param height of the image, in pixels
	 */
	public long bytesOfTiles(Autoencoder model, Operation operation, long width, long height, WhenToTile tile) {
		int ratio = model.config().ratio();
		if (width < 1 || height < 1 || width > this.maxPixels / height) {
			return 0;
		}
		TileGrid grid = new TileGrid(model.tiling(), Math.ceilDiv((int) width, ratio) * ratio,
				Math.ceilDiv((int) height, ratio) * ratio);
		return (Pieces.of(model, operation, grid, tile) == Pieces.TILES) ? TileRun.bytes(grid) : 0;
	}

	private Fit.Fitted fit(Autoencoder model, RgbImage image, Fit fit, Phases phases) {
		int ratio = model.config().ratio();
		Fit.Size size = fit.size(image.width(), image.height(), ratio);
		requirePixels(size.width(), size.height());
		if (size.width() == image.width() && size.height() == image.height()) {
			return new Fit.Fitted(image, image.width(), image.height());
		}
		return phases.time(Phase.PARSE, () -> this.pool.run(() -> fit.apply(image, ratio)));
	}

	private static void requireSamples(Autoencoder model, OptionalLong seed) {
		if (seed.isPresent() && !model.config().samples()) {
			throw new RequestException.NothingToSample(
					"%s encodes an image to one latent, not to a distribution to sample from; leave sample and seed out"
						.formatted(model.id()));
		}
	}

	private static Tensor encode(Autoencoder model, RgbImage image, Operation operation, WhenToTile tile,
			RequestWork work) {
		TileGrid grid = new TileGrid(model.tiling(), image.width(), image.height());
		Tensor pixels = Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels());
		return Pieces.of(model, operation, grid, tile)
			.run(work, () -> work.run(model, operation, pixels),
					() -> TiledCodec.encode(model, grid, operation, RowSource.of(image), work));
	}

	private static RgbImage decode(Autoencoder model, Tensor latent, int width, int height, WhenToTile tile,
			RequestWork work, Phases phases) {
		int ratio = model.config().ratio();
		int wholeWidth = (int) latent.shape().size(2) * ratio;
		int wholeHeight = (int) latent.shape().size(1) * ratio;
		TileGrid grid = new TileGrid(model.tiling(), wholeWidth, wholeHeight);
		return Pieces.of(model, Operation.DECODE_IMAGE, grid, tile).run(work, () -> {
			Tensor pixels = work.run(model, Operation.DECODE_IMAGE, latent);
			RgbImage whole = new RgbImage(wholeWidth, wholeHeight, pixels.toBytes());
			return phases.time(Phase.ENCODE, () -> whole.crop(0, 0, width, height));
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
