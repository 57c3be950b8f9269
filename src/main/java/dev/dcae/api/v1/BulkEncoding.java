package dev.dcae.api.v1;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import dev.dcae.api.ImageFiles;
import dev.dcae.api.MediaTypes;
import dev.dcae.api.MemoryFilter;
import dev.dcae.api.PartException;
import dev.dcae.image.ImageLimits;
import dev.dcae.pipeline.Codec;
import dev.dcae.pipeline.Encoded;
import dev.dcae.pipeline.FanOut;
import dev.dcae.pipeline.Phases;
import dev.dcae.pipeline.PixelBudget;
import dev.dcae.pipeline.Urgency;
import dev.dcae.pipeline.WhenToTile;
import dev.dcae.tensor.Tensor;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/**
 * Encodes the many pictures of a form. They are under way at once, so that they batch;
 * the pixels that are held at once are bounded by those of the largest picture that is
 * taken.
 */
@Component
class BulkEncoding {

	private final Codec codec;

	private final ImageFiles files;

	private final ImageLimits limits;

	private final FanOut fanOut;

	BulkEncoding(Codec codec, ImageFiles files, ImageLimits limits, FanOut fanOut) {
		this.codec = codec;
		this.files = files;
		this.limits = limits;
		this.fanOut = fanOut;
	}

	/**
	 * Whether a request is for many latents: it has many pictures, or one and wants the
	 * form in which many are answered.
	 */
	static boolean isMeantBy(HttpServletRequest request, @Nullable String accept) {
		int count = Images.files(request).size();
		return count > 1 || (count == 1 && BulkFormat.ZIP.mediaType().equals(MediaTypes.choose(accept, ofOne())));
	}

	private static List<MediaType> ofOne() {
		List<MediaType> types = new ArrayList<>(LatentFormat.mediaTypes());
		types.add(BulkFormat.ZIP.mediaType());
		return types;
	}

	/**
	 * Encodes the pictures of a form.
	 * @param accept safetensors or zip
	 * @throws PartException naming the file that is to blame, as long as nothing is sent
	 */
	ResponseEntity<StreamedBody> encode(HttpServletRequest request, LatentWishes wishes, Urgency urgency,
			@Nullable String accept) throws IOException {
		BulkFormat format = BulkFormat.of(MediaTypes.choose(accept, BulkFormat.mediaTypes()));
		if (format == BulkFormat.ZIP) {
			LatentFormat.NPY.requireHolds(wishes.dtype());
		}
		NamedImages named = NamedImages.of(Images.files(request), this.files, this.codec, wishes);
		long atOnce = Math.min(named.pixels(), this.limits.maxPixels());
		MemoryFilter.reservation(request).add(ImageFiles.BYTES_PER_PIXEL * atOnce + StreamedBody.HELD_BACK);
		StreamedBody body = (out) -> write(named, format, wishes, urgency, out);
		ResponseEntity.BodyBuilder answer = ResponseEntity.ok().header(AnswerHeaders.MODEL, wishes.model().id());
		wishes.seed().ifPresent((seed) -> answer.header(AnswerHeaders.SEED, Long.toString(seed)));
		return answer.contentType(format.mediaType()).body(body);
	}

	private void write(NamedImages named, BulkFormat format, LatentWishes wishes, Urgency urgency, OutputStream out)
			throws IOException {
		PixelBudget budget = new PixelBudget(this.limits.maxPixels());
		LatentSink sink = LatentSink.open(format, named, wishes, out);
		this.fanOut.run(named.pictures().values().iterator(), urgency,
				(picture, when) -> latent(picture, budget, wishes, when), sink::take);
		sink.finish();
	}

	private Tensor latent(NamedImages.Picture picture, PixelBudget budget, LatentWishes wishes, Urgency urgency) {
		try (PixelBudget.Held _ = budget.take(picture.pixels())) {
			Encoded encoded = this.codec.encode(wishes.model(), this.files.decode(Images.bytes(picture.file())),
					wishes.fit(), wishes.scaled(), wishes.seed(), WhenToTile.AUTO, urgency, new Phases());
			return LatentWriter.rounded(wishes.channels().of(encoded.latent()), wishes.dtype());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (RuntimeException ex) {
			throw PartException.of(picture.name(), ex);
		}
	}

}
