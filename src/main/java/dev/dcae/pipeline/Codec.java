package dev.dcae.pipeline;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.Autoencoders;
import dev.dcae.model.Operation;
import dev.dcae.serving.Answer;
import dev.dcae.serving.Scheduler;
import dev.dcae.serving.Submission;
import dev.dcae.serving.WorkItem;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

/**
 * Encode, decode and reconstruct: from pixels to latents and back through the scheduler.
 */
public final class Codec {

	/**
	 * How often a waiting request looks whether somebody still waits for it.
	 */
	private static final Duration LOOK = Duration.ofMillis(200);

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
		return (id.isPresent() ? this.models.find(id.get()) : this.models.first())
			.orElseThrow(() -> new RequestException.UnknownModel(id.orElse(""),
					this.models.all().stream().map(Autoencoder::id).toList()));
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
			.orElseGet(() -> model(Optional.empty()));
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
			Urgency urgency, Phases phases) {
		requireSamples(model, seed);
		Fit.Fitted fitted = fit(model, image, fit, phases);
		Answer answer = encode(model, fitted,
				seed.isPresent() ? Operation.ENCODE_IMAGE_MOMENTS : Operation.ENCODE_IMAGE, urgency, phases);
		Tensor values = seed.isPresent() ? new Posterior(answer.output()).sample(seed.getAsLong()) : answer.output();
		if (scaled) {
			values = model.config().scaling().apply(values);
		}
		Latent latent = new Latent(values.reshape(values.shape().prepend(1).sizes()), Optional.of(model.id()),
				Optional.of(model.encoderDigest()), OptionalInt.of(fitted.width()), OptionalInt.of(fitted.height()),
				scaled);
		return new Encoded(latent, answer.retriedInFp32());
	}

	/**
	 * Decodes a latent.
	 * @param force whether to decode it even if it says that another encoder made it
	 * @throws RequestException if the latent does not suit the model
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	public Decoded decode(Autoencoder model, Latent latent, boolean force, Urgency urgency, Phases phases) {
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
		return decode(model, values, croppedWidth, croppedHeight, urgency, phases);
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
	public Decoded reconstruct(Autoencoder model, RgbImage image, Fit fit, Channels channels, Urgency urgency,
			Phases phases) {
		Encoded encoded = encode(model, image, fit, false, OptionalLong.empty(), urgency, phases);
		Decoded decoded = decode(model, channels.of(encoded.latent()), false, urgency, phases);
		return new Decoded(decoded.image(), encoded.retriedInFp32() || decoded.retriedInFp32());
	}

	private Fit.Fitted fit(Autoencoder model, RgbImage image, Fit fit, Phases phases) {
		int ratio = model.config().ratio();
		Fit.Size size = fit.size(image.width(), image.height(), ratio);
		requirePixels(size.width(), size.height());
		return phases.time(Phase.PARSE, () -> this.pool.run(() -> fit.apply(image, ratio)));
	}

	private static void requireSamples(Autoencoder model, OptionalLong seed) {
		if (seed.isPresent() && !model.config().samples()) {
			throw new RequestException.NothingToSample(
					"%s encodes an image to one latent, not to a distribution to sample from; leave sample and seed out"
						.formatted(model.id()));
		}
	}

	private Answer encode(Autoencoder model, Fit.Fitted fitted, Operation operation, Urgency urgency, Phases phases) {
		RgbImage image = fitted.image();
		Tensor pixels = Tensor.ofBytes(new Shape(image.height(), image.width(), 3), image.pixels());
		return run(model, operation, pixels, urgency, phases);
	}

	private Decoded decode(Autoencoder model, Tensor values, int width, int height, Urgency urgency, Phases phases) {
		Answer answer = run(model, Operation.DECODE_IMAGE, values, urgency, phases);
		Shape shape = answer.output().shape();
		RgbImage whole = new RgbImage((int) shape.size(1), (int) shape.size(0), answer.output().toBytes());
		RgbImage image = phases.time(Phase.ENCODE, () -> whole.crop(0, 0, width, height));
		return new Decoded(image, answer.retriedInFp32());
	}

	private Answer run(Autoencoder model, Operation operation, Tensor input, Urgency urgency, Phases phases) {
		long pixels = model.config().pixels(operation, input.shape());
		Answer answer = await(
				this.scheduler
					.submit(new WorkItem(model.id(), operation, input, pixels, urgency.priority(), urgency.deadline())),
				urgency.abandoned());
		phases.add(Phase.QUEUE, answer.timings().queue().plus(answer.timings().batch()));
		phases.add(Phase.DEVICE, answer.timings().device());
		if (!answer.finite()) {
			throw new RequestException.NonFiniteResult(
					"The model's result has values that are infinite or not a number; the input's may be too large");
		}
		return answer;
	}

	private static Answer await(Submission submission, BooleanSupplier abandoned) {
		try {
			return submission.await(abandoned, LOOK);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while waiting for the device", ex);
		}
	}

	private void requirePixels(long width, long height) {
		if (width > this.maxPixels / Math.max(1, height)) {
			throw new RequestException.TooManyPixels("%d × %d pixels are more than the %d that this service takes"
				.formatted(width, height, this.maxPixels));
		}
	}

}
