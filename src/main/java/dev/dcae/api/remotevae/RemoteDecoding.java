package dev.dcae.api.remotevae;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.LongStream;

import dev.dcae.api.ImageFiles;
import dev.dcae.api.MemoryCeiling.Reservation;
import dev.dcae.api.v1.AnswerHeaders;
import dev.dcae.image.ImageEncoder;
import dev.dcae.image.ImageFormat;
import dev.dcae.model.Autoencoder;
import dev.dcae.model.LatentScaling;
import dev.dcae.model.Operation;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Decoded;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Latent;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.Urgency;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Decodes latents to what a client wants to have of their images.
 */
@Component
class RemoteDecoding {

	private final Codec codec;

	private final ImagePool pool;

	private final Together together;

	RemoteDecoding(Codec codec, ImagePool pool, Together together) {
		this.codec = codec;
		this.pool = pool;
		this.together = together;
	}

	/**
	 * Decodes latents, and undoes their scaling before.
	 * @param latents {@code [n, c, h, w]}, n at least 1
	 */
	ResponseEntity<byte[]> decode(Autoencoder model, Tensor latents, LatentScaling scaling, DecodedForm form,
			Reservation memory, Urgency urgency, Phases phases) throws IOException {
		long count = (form instanceof DecodedForm.File) ? 1 : latents.shape().size(0);
		reserve(memory, model, latents.shape(), count, form);
		List<Latent> items = LongStream.range(0, count).mapToObj((i) -> latent(scaling.undo(latents.get(i)))).toList();
		return switch (form) {
			case DecodedForm.File(ImageFormat format) -> file(model, items.getFirst(), format, urgency, phases);
			case DecodedForm.Pixels _ -> AnsweredTensor.of(model.id(), this.together.run(items, urgency, phases,
					(latent, when, own) -> Made.of(decode(model, latent, when, own))), DType.U8, phases);
			case DecodedForm.Floats(boolean denormalized) ->
				AnsweredTensor.of(model.id(), this.together.run(items, urgency, phases, (latent, when, own) -> {
					Made made = Made.of(this.codec.decodeFloats(model, List.of(latent), WhenToTile.AUTO, when, own));
					return denormalized ? made.with(denormalized(made.tensor())) : made;
				}), model.precision().dtype(), phases);
		};
	}

	private ResponseEntity<byte[]> file(Autoencoder model, Latent latent, ImageFormat format, Urgency urgency,
			Phases phases) {
		Decoded decoded = decode(model, latent, urgency, phases);
		byte[] file = phases.time(Phase.ENCODE,
				() -> this.pool.run(() -> ImageEncoder.encode(decoded.image(), format)));
		return ResponseEntity.ok()
			.headers(AnswerHeaders.of(model.id(), phases, decoded.retriedInFp32(), decoded.tiled()))
			.contentType(MediaType.parseMediaType(format.mediaType()))
			.body(file);
	}

	private Decoded decode(Autoencoder model, Latent latent, Urgency urgency, Phases phases) {
		return this.codec.decode(model, latent, false, WhenToTile.AUTO, urgency, phases);
	}

	private static Latent latent(Tensor values) {
		return new Latent(values, Optional.empty(), Optional.empty(), OptionalInt.empty(), OptionalInt.empty(), false);
	}

	/**
	 * As diffusers' {@code VaeImageProcessor} makes [0, 1] of what decoders make.
	 */
	private static Tensor denormalized(Tensor image) {
		float[] values = image.toFloats();
		for (int i = 0; i < values.length; i++) {
			values[i] = Math.clamp(values[i] / 2 + 0.5f, 0f, 1f);
		}
		return Tensor.of(image.shape(), values);
	}

	private void reserve(Reservation memory, Autoencoder model, Shape latents, long count, DecodedForm form) {
		long ratio = model.config().ratio();
		long height = latents.size(2) * ratio;
		long width = latents.size(3) * ratio;
		boolean floats = form instanceof DecodedForm.Floats;
		long pixel = floats ? FloatMemory.BYTES_PER_PIXEL : ImageFiles.BYTES_PER_PIXEL;
		long tiles = this.codec.bytesOfTiles(model, floats ? Operation.DECODE : Operation.DECODE_IMAGE, width, height,
				WhenToTile.AUTO);
		FloatMemory.requireArray(count * height * width * (floats ? 3L * Float.BYTES : 3L));
		memory.add(count * (pixel * height * width + tiles));
	}

}
