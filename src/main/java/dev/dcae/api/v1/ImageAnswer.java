package dev.dcae.api.v1;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import dev.dcae.api.MediaTypes;
import dev.dcae.api.ProblemException;
import dev.dcae.api.ProblemType;
import dev.dcae.image.ImageEncoder;
import dev.dcae.image.ImageFormat;
import dev.dcae.image.Quality;
import dev.dcae.image.RgbImage;
import dev.dcae.model.Autoencoder;
import dev.dcae.pipeline.Call;
import dev.dcae.pipeline.ImagePool;
import dev.dcae.pipeline.Phase;
import dev.dcae.pipeline.Quoted;
import dev.dcae.pipeline.Result;
import dev.dcae.tensor.DType;
import dev.dcae.tensor.Npy;
import dev.dcae.tensor.Shape;
import dev.dcae.tensor.Tensor;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * How a client wants a picture: as a file, or its pixels.
 *
 * @param form of the answer
 * @param quality of a lossy file, if the client asked for one
 */
record ImageAnswer(Form form, Optional<Quality> quality) {

	/**
	 * The forms, the default first. Pixels are uint8 [H, W, 3].
	 */
	enum Form {

		PNG(ImageFormat.PNG.mediaType(), ImageFormat.PNG),

		JPEG(ImageFormat.JPEG.mediaType(), ImageFormat.JPEG),

		WEBP(ImageFormat.WEBP.mediaType(), ImageFormat.WEBP),

		NPY(LatentFormat.Types.NPY, null),

		RAW(MediaType.APPLICATION_OCTET_STREAM_VALUE, null);

		private final MediaType mediaType;

		private final @Nullable ImageFormat file;

		Form(String mediaType, @Nullable ImageFormat file) {
			this.mediaType = MediaType.parseMediaType(mediaType);
			this.file = file;
		}

		private boolean isCalled(String name) {
			return name().toLowerCase(Locale.ROOT).equals(name)
					|| (this.file != null && this.file.extension().equals(name));
		}

	}

	private static final List<MediaType> TYPES = Arrays.stream(Form.values()).map((form) -> form.mediaType).toList();

	/**
	 * Reads a request's wishes.
	 * @param format {@code png}, {@code jpeg}, {@code webp}, {@code npy} or {@code raw};
	 * instead of the header, which is for clients that cannot set one
	 * @param accept the header
	 * @throws ProblemException if they cannot be met
	 */
	static ImageAnswer of(@Nullable String format, @Nullable Integer quality, @Nullable String accept) {
		if (quality != null && (quality < 1 || quality > 100)) {
			throw new ProblemException(ProblemType.BAD_PARAMETER, "quality is %d; it is 1 to 100".formatted(quality));
		}
		Form form = (format != null) ? named(format) : Form.values()[TYPES.indexOf(MediaTypes.choose(accept, TYPES))];
		return new ImageAnswer(form, Optional.ofNullable(quality).map(Quality::new));
	}

	private static Form named(String name) {
		return Arrays.stream(Form.values())
			.filter((form) -> form.isCalled(name))
			.findFirst()
			.orElseThrow(() -> new ProblemException(ProblemType.BAD_PARAMETER,
					"format is %s; it is one of png, jpeg, webp, npy, raw".formatted(Quoted.of(name))));
	}

	/**
	 * Writes the picture.
	 * @param pool that files are written in
	 * @throws dev.dcae.image.ImageException if the format has no pictures of that size
	 */
	byte[] write(RgbImage image, ImagePool pool) {
		ImageFormat file = this.form.file;
		if (file != null) {
			return pool.run(() -> ImageEncoder.encode(image, file, this.quality.orElse(Quality.defaultOf(file))));
		}
		return (this.form == Form.NPY) ? Npy.toBytes(Tensor.ofBytes(shape(image), image.pixels())) : image.pixels();
	}

	/**
	 * The answer with a picture.
	 * @param pool that files are written in
	 */
	ResponseEntity<byte[]> of(Call call, Autoencoder model, Result<RgbImage> result, ImagePool pool) {
		RgbImage image = result.value();
		byte[] body = call.timeline().time(Phase.ENCODE, () -> write(image, pool));
		HttpHeaders headers = AnswerHeaders.of(model.id(), call, result);
		if (this.form == Form.RAW) {
			AnswerHeaders.describe(headers, shape(image), DType.U8);
		}
		return ResponseEntity.ok().headers(headers).contentType(mediaType()).body(body);
	}

	/**
	 * The shape of a picture's pixels.
	 */
	static Shape shape(RgbImage image) {
		return new Shape(image.height(), image.width(), 3);
	}

	MediaType mediaType() {
		return this.form.mediaType;
	}

	/**
	 * The usual ending of such a file's name.
	 */
	String extension() {
		return (this.form.file != null) ? this.form.file.extension() : this.form.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * What a picture can be answered as, the default first.
	 */
	static List<MediaType> types() {
		return TYPES;
	}

	/**
	 * The files among them.
	 */
	static List<MediaType> fileTypes() {
		return Arrays.stream(Form.values()).filter((form) -> form.file != null).map((form) -> form.mediaType).toList();
	}

}
