package dev.dcae.api.remotevae;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

import dev.dcae.api.ImageFiles;
import dev.dcae.api.MemoryCeiling.Reservation;
import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.LatentScaling;
import dev.dcae.model.Operation;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Fit;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.Urgency;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Encodes images to latents {@code [n, c, h, w]} in the model's precision, each the mean
 * of its distribution where the model has one.
 */
@Component
class RemoteEncoding {

	private final Codec codec;

	private final ImageFiles files;

	private final ImagePool pool;

	private final Together together;

	RemoteEncoding(Codec codec, ImageFiles files, ImagePool pool, Together together) {
		this.codec = codec;
		this.files = files;
		this.pool = pool;
		this.together = together;
	}

	/**
	 * Encodes an image file. Sides that are no multiples of the model's ratio are
	 * resampled down to the next, as diffusers' {@code VaeImageProcessor} does it.
	 */
	ResponseEntity<byte[]> encode(Autoencoder model, byte[] file, LatentScaling scaling, Reservation memory,
			Urgency urgency, Phases phases) {
		RgbImage image = fitted(model, this.files.decode(file, memory, phases), phases);
		memory.add(
				this.codec.bytesOfTiles(model, Operation.ENCODE_IMAGE, image.width(), image.height(), WhenToTile.AUTO));
		Made made = Made.of(this.codec.encode(model, image, Fit.REJECT, false, OptionalLong.empty(), WhenToTile.AUTO,
				urgency, phases));
		return answer(model, List.of(made), scaling, phases);
	}

	/**
	 * Encodes images of floats in [-1, 1].
	 * @param images float32 {@code [n, 3, H, W]}, n at least 1
	 */
	ResponseEntity<byte[]> encode(Autoencoder model, Tensor images, LatentScaling scaling, Reservation memory,
			Urgency urgency, Phases phases) throws IOException {
		Shape shape = images.shape();
		long tiles = this.codec.bytesOfTiles(model, Operation.ENCODE, shape.size(3), shape.size(2), WhenToTile.AUTO);
		memory.add(shape.size(0) * (FloatMemory.BYTES_PER_PIXEL * shape.size(2) * shape.size(3) + tiles));
		List<Tensor> items = LongStream.range(0, shape.size(0)).mapToObj(images::get).toList();
		List<Made> made = this.together.run(items, urgency, phases, (image, when, own) -> Made
			.of(this.codec.encodeFloats(model, List.of(image), WhenToTile.AUTO, when, own)));
		return answer(model, made, scaling, phases);
	}

	private RgbImage fitted(Autoencoder model, RgbImage image, Phases phases) {
		int ratio = model.config().ratio();
		int width = image.width() - image.width() % ratio;
		int height = image.height() - image.height() % ratio;
		if (width == 0 || height == 0) {
			throw new ProblemException(ProblemType.UNFIT_SIZE,
					"An image of %d × %d pixels is smaller than a cell of %s's latents, which is %d × %d"
						.formatted(image.width(), image.height(), model.id(), ratio, ratio));
		}
		return phases.time(Phase.PARSE, () -> this.pool.run(() -> image.resize(width, height)));
	}

	private static ResponseEntity<byte[]> answer(Autoencoder model, List<Made> made, LatentScaling scaling,
			Phases phases) {
		return AnsweredTensor.of(model.id(), made.stream().map((latent) -> scaled(latent, scaling)).toList(),
				model.precision().dtype(), phases);
	}

	private static Made scaled(Made latent, LatentScaling scaling) {
		Tensor scaled = scaling.apply(latent.tensor());
		if (!scaled.isFinite()) {
			throw new ProblemException(ProblemType.NON_FINITE_RESULT,
					"The scaled latents have values too large for float32; send a smaller scaling_factor");
		}
		return latent.with(scaled);
	}

}
