package dev.dcae.api.oip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import dev.dcae.api.ImageFiles;
import dev.dcae.api.MemoryCeiling.Reservation;
import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import dev.dcae.image.ImageEncoder;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.AutoencoderConfig;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Decoded;
import dev.dcae.pipeline.Encoded;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.Quoted;
import dev.dcae.pipeline.Transformed;
import dev.dcae.pipeline.Urgency;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.Tensor;

import org.springframework.stereotype.Component;

/**
 * Does what a request asks a model for.
 */
@Component
class Inference {

	private final Codec codec;

	private final ImageFiles files;

	private final ImagePool pool;

	private final InferLimits limits;

	Inference(Codec codec, ImageFiles files, ImagePool pool, InferLimits limits) {
		this.codec = codec;
		this.files = files;
		this.pool = pool;
		this.limits = limits;
	}

	/**
	 * Runs a request.
	 * @throws ProblemException if its tensor is not what the model takes
	 * @throws dev.dcae.pipeline.RequestException if it or its result does not suit the
	 * model
	 * @throws dev.dcae.image.ImageException if its file is no picture within the limits
	 * @throws dev.dcae.serving.ServingException if the scheduler cannot take or finish it
	 */
	OutputTensor run(InferenceModel model, InferRequest request, Urgency urgency, Phases phases, Reservation memory) {
		Autoencoder autoencoder = model.autoencoder();
		return switch (model.task()) {
			case ENCODE -> {
				List<Tensor> images = items(model, request, phases, memory);
				reserve(model, images, memory);
				yield floats(this.codec.encodeFloats(autoencoder, images, WhenToTile.AUTO, urgency, phases));
			}
			case DECODE -> {
				List<Tensor> latents = items(model, request, phases, memory);
				reserve(model, latents, memory);
				yield floats(this.codec.decodeFloats(autoencoder, latents.stream().map(Inference::latent).toList(),
						WhenToTile.AUTO, urgency, phases));
			}
			case ENCODE_FILE -> encodeFile(model, request, urgency, phases, memory);
			case DECODE_FILE -> decodeFile(model, request, urgency, phases, memory);
		};
	}

	private OutputTensor encodeFile(InferenceModel model, InferRequest request, Urgency urgency, Phases phases,
			Reservation memory) {
		byte[] file = request.input().file();
		memory.add(file.length);
		RgbImage image = this.files.decode(file, memory, phases);
		Autoencoder autoencoder = model.autoencoder();
		memory.add(this.codec.bytesOfTiles(autoencoder, model.task().operation(), image.width(), image.height(),
				WhenToTile.AUTO));
		Encoded encoded = this.codec.encode(autoencoder, image, Fit.PAD, false, OptionalLong.empty(), WhenToTile.AUTO,
				urgency, phases);
		Map<String, Object> parameters = told(encoded.retriedInFp32(), encoded.tiled());
		parameters.put("width", image.width());
		parameters.put("height", image.height());
		Tensor values = encoded.latent().values();
		return new OutputTensor.Floats(List.of(values.get(0)), parameters);
	}

	private OutputTensor decodeFile(InferenceModel model, InferRequest request, Urgency urgency, Phases phases,
			Reservation memory) {
		ImageFormat format = format(request.settings());
		Quality quality = quality(request.settings()).orElse(Quality.defaultOf(format));
		List<Tensor> latents = items(model, request, phases, memory);
		reserve(model, latents, memory);
		Latent plain = latent(latents.getFirst());
		Latent latent = new Latent(plain.values(), plain.model(), plain.encoder(), side(request.settings(), "width"),
				side(request.settings(), "height"), false);
		Decoded decoded = this.codec.decode(model.autoencoder(), latent, false, WhenToTile.AUTO, urgency, phases);
		byte[] file = phases.time(Phase.ENCODE,
				() -> this.pool.run(() -> ImageEncoder.encode(decoded.image(), format, quality)));
		Map<String, Object> parameters = told(decoded.retriedInFp32(), decoded.tiled());
		if (!request.binary()) {
			parameters.put("content_type", "base64");
		}
		return new OutputTensor.File(file, parameters);
	}

	/**
	 * The items of the input, views without the batch.
	 */
	private List<Tensor> items(InferenceModel model, InferRequest request, Phases phases, Reservation memory) {
		request.input().requireShape(model.input());
		long count = request.input().shape().size(0);
		long most = model.task().batches() ? this.limits.maxBatch() : 1;
		if (count > most) {
			throw new ProblemException(ProblemType.TOO_LARGE,
					"The request has %d items; %s takes at most %d at once".formatted(count, model.name(), most));
		}
		Tensor batch = phases.time(Phase.PARSE, () -> request.input().floats(memory));
		return LongStream.range(0, count).mapToObj(batch::get).toList();
	}

	/**
	 * Reserves memory for pictures and latents, before anything is made of them.
	 * @throws ProblemException if the pictures have more pixels than a request may have
	 */
	private void reserve(InferenceModel model, List<Tensor> items, Reservation memory) {
		AutoencoderConfig config = model.autoencoder().config();
		long each = config.pixels(model.task().operation(), items.getFirst().shape());
		if (each > this.limits.maxPixels() / items.size()) {
			throw new ProblemException(ProblemType.TOO_LARGE,
					"%d × %d pixels are more than the %d that a request may have".formatted(items.size(), each,
							this.limits.maxPixels()));
		}
		long pixels = each * items.size();
		long image = (model.task() == Task.DECODE_FILE) ? ImageFiles.BYTES_PER_PIXEL
				: (long) AutoencoderConfig.IMAGE_CHANNELS * Float.BYTES;
		long latent = (long) Math.ceil(config.valuesPerPixel() * Float.BYTES);
		long ratio = config.ratio();
		long[] sizes = items.getFirst().shape().sizes();
		long scale = model.task().operation().encodes() ? 1 : ratio;
		memory.add(pixels * (image + latent) + this.codec.bytesOfTiles(model.autoencoder(), model.task().operation(),
				sizes[2] * scale, sizes[1] * scale, WhenToTile.AUTO));
	}

	private static Latent latent(Tensor values) {
		return new Latent(values, Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), false);
	}

	private static OutputTensor floats(Transformed made) {
		return new OutputTensor.Floats(made.values(), told(made.retriedInFp32(), made.tiled()));
	}

	private static Map<String, Object> told(boolean retriedInFp32, boolean tiled) {
		Map<String, Object> parameters = new LinkedHashMap<>();
		if (retriedInFp32) {
			parameters.put("retried_in_fp32", true);
		}
		if (tiled) {
			parameters.put("tiled", true);
		}
		return parameters;
	}

	private static ImageFormat format(Settings settings) {
		String name = settings.text("format").orElse("png");
		List<String> known = new ArrayList<>();
		for (ImageFormat format : ImageFormat.values()) {
			if (format.mediaType().equals("image/" + name)) {
				return format;
			}
			known.add(format.mediaType().substring("image/".length()));
		}
		throw new ProblemException(ProblemType.BAD_PARAMETER,
				"The parameter format is %s; it is one of %s".formatted(Quoted.of(name), String.join(", ", known)));
	}

	private static Optional<Quality> quality(Settings settings) {
		return settings.number("quality").map((value) -> {
			if (value < 1 || value > 100) {
				throw new ProblemException(ProblemType.BAD_PARAMETER,
						"The parameter quality is %d; it is 1 to 100".formatted(value));
			}
			return new Quality(value.intValue());
		});
	}

	private static OptionalInt side(Settings settings, String name) {
		return settings.number(name)
			.map((value) -> OptionalInt.of((int) Math.min(value, Integer.MAX_VALUE)))
			.orElse(OptionalInt.empty());
	}

}
